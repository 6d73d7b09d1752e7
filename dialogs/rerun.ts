// `rerun <op>`: the same request again, as an operation of its own that is linked to the old one; a job or pipeline with other
// parameters where they are given.
import { command } from '../src/commands/command.ts';
import { askedBy, pressedOperation } from '../src/commands/operation-turns.ts';
import { repeatOperation } from '../src/services/operations/steer.ts';

export const rerun = command({
  name: 'rerun',
  also: ['again', 'retry'],
  group: 'Steer',
  summary: 'Runs an ended operation again',
  permission: 'rerun',
  arguments: {
    op: { kind: 'operation', label: 'op', positional: true, required: true },
    parameters: { kind: 'pairs', keywords: ['with'] },
  },
  examples: ['rerun 7K3F', 'rerun 7K3F with rows=2000'],
  run: async ({ values, utterance, words, services }) => {
    const { operation } = await repeatOperation(
      await services(),
      values.op,
      askedBy(utterance, words),
      values.parameters,
    );
    return { kind: 'operation', op: operation.op };
  },
  presses: {
    op: {
      permission: 'rerun',
      run: async (turn) => {
        const { op } = await pressedOperation(turn, 'rerun.op');
        const { operation } = await repeatOperation(
          await turn.services(),
          op,
          askedBy(turn.press, `rerun ${op}`),
        );
        return { kind: 'operation', op: operation.op };
      },
    },
  },
});
