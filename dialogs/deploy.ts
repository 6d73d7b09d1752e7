// `deploy <branch> [to <environment>]`: brings a branch or tag to an environment, by commit.
import { canCard, deployCard, deploySamples, planCard } from '../src/cards/index.ts';
import { type Answer, faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import { askedBy, pressedOperation, requestAnswer } from '../src/commands/operation-turns.ts';
import type { DeployInput, DeployResult } from '../src/domain/deployment.ts';
import type { Operation } from '../src/domain/operation.ts';
import { GatesClosed } from '../src/services/deployments/plan.ts';
import { expectedFor } from '../src/services/operations/usual.ts';

const STEP_TITLES = [
  'Check the commit and the rights',
  'Find or create the git folder',
  'Update the git folder',
  'Read the commit back',
];

export const deploy = command({
  name: 'deploy',
  also: ['ship', 'release'],
  group: 'Ship',
  summary: 'Brings a branch or tag to an environment, checked by commit',
  permission: 'deploy',
  arguments: {
    ref: { kind: 'ref', label: 'branch|tag', positional: true, required: true },
    environment: { kind: 'environment', keywords: ['to', 'in', 'on', 'onto', 'into'] },
    dryRun: { kind: 'flag', keywords: ['dry-run'] },
    clean: { kind: 'flag', keywords: ['clean'] },
    evenIfMarked: { kind: 'flag', keywords: ['even-if-marked'] },
  },
  examples: ['deploy feature-x', 'deploy feature-x to staging', 'deploy v1.2 to production --dry-run'],
  run: async ({ values, utterance, words, services, now }) => {
    const { deployments, plans } = await services();
    const wanted = {
      ref: values.ref,
      environment: values.environment,
      requester: utterance.person,
      evenIfMarked: values.evenIfMarked,
    };
    if (values.dryRun) {
      const plan = await deployments.plan(wanted);
      const stored = await plans.make({
        kind: 'deploy',
        input: deployments.inputOf(plan, values),
        requester: utterance.person,
        words,
      });
      return faceAnswer(
        planCard({ ...plan, titles: STEP_TITLES, plan: { id: stored.id, until: stored.expiresAt }, now }),
        {
          environment: plan.environment.name,
          ref: plan.target.name,
          commit: plan.target.commit.id,
          previousCommit: plan.standing?.commit ?? null,
          dryRun: true,
          plan: stored.id,
          gates: plan.gates,
        },
      );
    }
    const started = await deployments
      .request({ ...wanted, ...askedBy(utterance, words), clean: values.clean })
      .catch((error: unknown) => {
        if (error instanceof GatesClosed) return error;
        throw error;
      });
    if (started instanceof GatesClosed) {
      const { plan } = started;
      const face = faceAnswer(canCard({ ...plan, refused: true, now }), {
        environment: plan.environment.name,
        ref: plan.target.name,
        commit: plan.target.commit.id,
        gates: plan.gates,
      });
      return { ...face, failure: started.code } as Answer;
    }
    return requestAnswer(started, 'Joined operation {op}, which is already at it.');
  },
  presses: {
    start: {
      permission: 'deploy',
      run: async (turn) => {
        const { deployments } = await turn.services();
        const { op } = await pressedOperation(turn, 'deploy.start');
        const operation = await deployments.start(op, turn.press.person);
        return { kind: 'operation', op: operation.op };
      },
    },
  },
  paints: {
    kind: 'deploy',
    paint: async (stored, services, now) => {
      const operation = stored as Operation<DeployInput, DeployResult>;
      const { previousCommit } = operation.result ?? {};
      const waits = operation.state === 'held' || operation.state === 'queued';
      const tests = waits ? await services.gates.lastTests(operation.input.commit.id) : undefined;
      const brought =
        operation.result && previousCommit
          ? await services.deployments.brought(previousCommit, operation.result.commit)
          : undefined;
      // Once it is done, the card is drawn a few times only.
      const pulls = operation.result ? await services.pipelines.pullsOf(operation.input.ref) : [];
      return deployCard({
        pulls,
        operation:
          brought && operation.result
            ? {
                ...operation,
                result: { ...operation.result, brought: brought.ahead, leftBehind: brought.behind },
              }
            : operation,
        environment: services.environments.named(operation.input.environment),
        titles: STEP_TITLES,
        behind: await services.operations.behind(operation.op),
        ...(waits && tests && { lastTest: tests }),
        waitMs: await services.queue.waitOf(operation.op),
        ...services.deployments.pages(operation.input.environment),
        ...(await expectedFor(services.operations, operation)),
        now,
      });
    },
  },
  samples: deploySamples,
});
