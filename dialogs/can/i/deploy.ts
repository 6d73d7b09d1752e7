// `can I deploy <branch> to <environment>`: evaluates every gate and answers, with what to do about the closed ones.
import { canCard, canSamples } from '../../../src/cards/index.ts';
import { faceAnswer } from '../../../src/commands/answer.ts';
import { command } from '../../../src/commands/command.ts';

export const canIDeploy = command({
  name: 'can i deploy',
  also: ["why can't i deploy", 'why can’t i deploy', 'why cant i deploy', 'may i deploy'],
  group: 'Ship',
  summary: 'Says whether a deploy may go on now, and what to do when it may not',
  permission: 'look',
  arguments: {
    ref: { kind: 'ref', label: 'branch|tag', positional: true, required: true },
    environment: { kind: 'environment', keywords: ['to', 'in', 'on', 'onto', 'into'] },
  },
  examples: ['can I deploy feature-x to production', "why can't I deploy feature-x"],
  run: async ({ values, utterance, services, now }) => {
    const { deployments, queue } = await services();
    const plan = await deployments.look({
      ref: asked(values.ref),
      environment: values.environment === undefined ? undefined : asked(values.environment),
      requester: utterance.person,
    });
    const line = await queue.of(plan.environment.name);
    return faceAnswer(canCard({ ...plan, line: line.map(({ op }) => op), now }), {
      environment: plan.environment.name,
      ref: plan.target.name,
      commit: plan.target.commit.id,
      may: plan.gates.every(({ verdict }) => verdict !== 'fail'),
      gates: plan.gates,
    });
  },
  samples: canSamples,
});

/** A question ends with its mark. */
const asked = (word: string): string => word.replace(/\?+$/, '') || word;
