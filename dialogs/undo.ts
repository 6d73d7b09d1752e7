// `undo <op>`: shows the way back from an operation as a plan; somebody with the right to do so starts it.
import { undoSamples, wayBackCard } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import { askedBy } from '../src/commands/operation-turns.ts';

export const undo = command({
  name: 'undo',
  group: 'Ship',
  summary: 'Shows the way back from an operation, and what it cannot undo; Start carries it out',
  // What it undoes needs rights of its own; the service asks for them.
  permission: 'apply',
  arguments: { op: { kind: 'operation', label: 'op', positional: true, required: true } },
  examples: ['undo 7K3F'],
  run: async ({ values, utterance, words, services, now }) => {
    const { undo: ways, environments } = await services();
    const plan = await ways.ofOperation(values.op, askedBy(utterance, words));
    const production = plan.environment === undefined || environments.named(plan.environment).production;
    return faceAnswer(wayBackCard({ plan, production, now }), { plan });
  },
  samples: undoSamples,
});
