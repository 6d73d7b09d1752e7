// The way back: of an operation (`undo`) and of an environment (`rollback`). Both are shown as a plan first; who starts it, and what an
// emergency asks for, is decided here.
import type { Clock } from '../../base/clock.ts';
import { asFault, Fault } from '../../base/errors.ts';
import { normaliseSayable } from '../../base/ids.ts';
import { plain } from '../../cards/escape.ts';
import { personOf } from '../../domain/audit.ts';
import { shortCommit } from '../../domain/commit.ts';
import type { DeployInput } from '../../domain/deployment.ts';
import type { OperationKind } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import { emergencyWords, type Plan } from '../../domain/plan.ts';
import type { Permission } from '../../domain/roles.ts';
import { knownPlace } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { addPost } from '../../store/posts.ts';
import type { Audit } from '../audit/index.ts';
import { commitNamed } from '../deployments/commit-named.ts';
import { type WayBackTools, wayBackTo } from '../deployments/way-back.ts';
import type { Environments } from '../environments.ts';
import type { Asking } from '../operations/asking.ts';
import type { Operations } from '../operations/index.ts';
import type { Inverse, Playbook } from '../operations/playbook.ts';
import type { Plans } from '../plans/index.ts';
import type { Started } from '../plans/planner.ts';
import type { Rights } from '../rights.ts';
import { previousGood } from './previous-good.ts';

export interface Undo {
  /** The way back from an operation, stored as a plan. @throws Fault `nothing-to-undo`, `overtaken`, `not-permitted` */
  ofOperation(op: string, asking: Asking): Promise<Plan>;
  /**
   * The way back of an environment: to the previous good deployment, or to a commit or operation that is named.
   * @throws Fault `no-earlier-deployment`, `commit-unknown`, `not-permitted`
   */
  ofEnvironment(
    environment: string,
    to: string | undefined,
    asking: Asking,
    more?: { readonly evenIfMarked?: boolean },
  ): Promise<Plan>;
  /** Starts a way back. @throws Fault `second-person`, `not-permitted`, and what applying a plan throws */
  start(plan: Plan, asking: Asking): Promise<Started & { readonly already: boolean }>;
  /**
   * Starts it alone: two words typed, a reason, everybody told.
   * @throws Fault `emergency-words`, `not-permitted`
   */
  emergency(
    plan: Plan,
    asking: Asking,
    typed: { readonly words: string; readonly reason: string },
  ): Promise<Started & { readonly already: boolean }>;
}

const HISTORY = 100;
/** Kinds whose operations wait for a decision of their own: whoever may ask for one may ask for its way back. */
const DECIDED_LATER: Readonly<Partial<Record<OperationKind, Permission>>> = { promote: 'promote' };

export const undoService = (
  tools: WayBackTools & {
    readonly store: Store;
    readonly clock: Clock;
    readonly rights: Rights;
    readonly audit: Audit;
    readonly environments: Environments;
    readonly operations: Operations;
    readonly plans: Plans;
    readonly playbooks: readonly Playbook[];
    /** The conversation that is told of an emergency. */
    releaseChannel(environment: string): string | undefined;
  },
): Undo => {
  const { store, clock, rights, audit, environments, operations, plans, ledger } = tools;

  const production = (environment: string | undefined): boolean =>
    environment === undefined || environments.named(environment).production;
  const at = (environment: string | undefined) =>
    environment === undefined ? true : environments.named(environment);

  const stored = async (inverse: Inverse, of: string | undefined, asking: Asking): Promise<Plan> => {
    const { kind, input, from, to, stays } = inverse;
    const { environment } = input as { readonly environment?: string };
    return plans.make({
      kind,
      input,
      requester: asking.requester,
      words: asking.words,
      way: {
        ...(of !== undefined && { of }),
        from,
        to,
        stays,
        secondPerson: kind === 'deploy' && production(environment),
      },
    });
  };

  const nothing = (op: string, why: string): Fault =>
    new Fault('nothing-to-undo', { changed: 'no', facts: { op, why } });

  /** The commit that is named: of an operation, or by branch, tag or id. */
  const named = async (environment: string, typed: string): Promise<string> => {
    const op = normaliseSayable(typed.replace(/^op\s+/i, ''));
    const past = (await ledger.list({ environment, limit: HISTORY })).find((each) => each.op === op);
    return past ? past.commit : (await commitNamed(tools, typed)).id;
  };

  const launch = async (
    plan: Plan,
    asking: Asking,
    emergency?: { readonly by: string; readonly reason: string },
  ): Promise<Started & { readonly already: boolean }> => {
    const { back } = plan.input as DeployInput;
    const input =
      plan.kind === 'deploy' && back
        ? {
            ...(plan.input as DeployInput),
            back: {
              ...back,
              ...(asking.requester.id !== plan.requester.id && { startedBy: asking.requester.name }),
              ...(emergency && { emergency }),
            },
          }
        : plan.input;
    const started = await plans.apply(plan.id, asking, { input, requester: plan.requester, held: false });
    if (emergency && !started.already)
      // Nobody is waited for. Where nothing waits there is nothing to jump.
      await operations.jump(started.operation.op).catch((error: unknown) => {
        if (asFault(error).code !== 'not-in-line') throw error;
      });
    return started;
  };

  /** Whether this person may start it. */
  const permit = async (plan: Plan, person: Person): Promise<void> => {
    const where = plan.environment ?? 'production';
    await rights.require(
      person,
      DECIDED_LATER[plan.kind] ?? 'start-rollback',
      at(plan.environment),
      `Starting the way back of ${where}`,
    );
    if (plan.way?.secondPerson === true && plan.requester.id === person.id)
      throw new Fault('second-person', { changed: 'no', facts: { environment: where, whom: 'an approver' } });
  };

  return {
    ofOperation: async (typed, asking) => {
      const op = normaliseSayable(typed);
      const operation = await operations.get(op);
      const { environment } = operation.input as { readonly environment?: string };
      await rights.require(
        asking.requester,
        DECIDED_LATER[operation.kind] ?? 'rollback',
        at(environment),
        `Undoing operation ${op}`,
      );
      const playbook = tools.playbooks.find(({ kind }) => kind === operation.kind);
      if (!playbook?.inverse) throw nothing(op, `a ${operation.kind} leaves nothing that can be taken back`);
      // A promotion whose smoke job failed has moved its target all the same.
      const stands = operation.state === 'done' || operation.reason?.code === 'smoke-failed';
      if (!stands) throw nothing(op, `it is ${operation.state}`);
      const inverse = await playbook.inverse(operation);
      if (!inverse) throw nothing(op, 'nothing stood there before it, or it changed nothing');
      return stored(inverse, op, asking);
    },
    ofEnvironment: async (name, to, asking, { evenIfMarked } = {}) => {
      const environment = environments.named(name);
      await rights.require(asking.requester, 'rollback', environment, `Rolling ${environment.name} back`);
      const standing = await ledger.latest(environment.name);
      if (!standing)
        throw new Fault('no-earlier-deployment', { changed: 'no', facts: { environment: environment.name } });
      const commit =
        to === undefined ? await previousGood(tools, environment.name) : await named(environment.name, to);
      if (commit === standing.commit)
        throw nothing(standing.op, `${shortCommit(commit)} stands on ${environment.name} already`);
      const inverse = await wayBackTo(tools, {
        environment: environment.name,
        commit,
        from: standing.commit,
      });
      const input = { ...(inverse.input as DeployInput), ...(evenIfMarked && { evenIfMarked }) };
      return stored({ ...inverse, input }, undefined, asking);
    },
    start: async (plan, asking) => {
      await permit(plan, asking.requester);
      return launch(plan, asking);
    },
    emergency: async (plan, asking, { words, reason }) => {
      const where = plan.environment ?? 'production';
      const { requester: person } = asking;
      await rights.require(person, 'emergency', at(plan.environment), `An emergency on ${where}`);
      if (plan.kind !== 'deploy')
        throw nothing(
          plan.way?.of ?? plan.id,
          'an emergency is for deployments; this waits for its own decision',
        );
      const expected = emergencyWords(plan);
      if (words.trim().toLowerCase() !== expected.toLowerCase())
        throw new Fault('emergency-words', { changed: 'no', facts: { expected, plan: plan.id } });
      if (plan.op === undefined)
        await store.transaction(async (trx) => {
          await audit.record(
            [
              {
                at: clock.now(),
                kind: 'decided',
                verdict: 'allowed',
                person: personOf(person),
                code: 'emergency',
                subject: where,
                effects: { plan: plan.id, reason },
              },
            ],
            trx,
          );
          const channel = tools.releaseChannel(where);
          const place = (channel === undefined ? undefined : await knownPlace(trx, channel)) ?? asking.place;
          if (place.scope === 'terminal') return;
          const summary = `Emergency: ${plain(person.name, 60)} takes ${plain(where, 60)} back to ${plain(plan.way?.to ?? plan.id, 120)} without a second person: ${plain(reason, 300)}`;
          await addPost(trx, { kind: 'message', place, message: { summary }, now: clock.now() });
          await store.queue.wake(trx, 'posts', { key: place.conversationId });
        });
      return launch(plan, asking, { by: person.name, reason });
    },
  };
};
