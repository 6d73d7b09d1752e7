// `rollback <environment> [to <commit|op>]`: shows the way back to what stood there before; somebody with the right to do so starts it.
import { rollbackSamples, wayBackCard } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import { askedBy } from '../src/commands/operation-turns.ts';

export const rollback = command({
  name: 'rollback',
  also: ['roll back'],
  group: 'Ship',
  summary: 'Shows the way back of an environment to what stood there before; Start carries it out',
  permission: 'rollback',
  arguments: {
    environment: { kind: 'environment', positional: true, required: true },
    to: { kind: 'ref', label: 'commit|op', keywords: ['to'] },
    evenIfMarked: { kind: 'flag', keywords: ['even-if-marked'] },
  },
  examples: ['rollback staging', 'rollback production to 88d1f00d'],
  run: async ({ values, utterance, words, services, now }) => {
    const { undo: ways, environments } = await services();
    const plan = await ways.ofEnvironment(values.environment, values.to, askedBy(utterance, words), {
      evenIfMarked: values.evenIfMarked,
    });
    const { production } = environments.named(values.environment);
    return faceAnswer(wayBackCard({ plan, production, now }), { plan });
  },
  samples: rollbackSamples,
});
