// `rerun <op>`: the same request again, as an operation of its own that is linked to the old one.
import { command } from '../src/commands/command.ts';
import { askedBy, pressedOperation } from '../src/commands/operation-turns.ts';
import { repeatOperation } from '../src/services/operations/steer.ts';

export const rerun = command({
  name: 'rerun',
  also: ['again', 'retry'],
  group: 'Steer',
  summary: 'Runs an ended operation again',
  permission: 'rerun',
  arguments: { op: { kind: 'operation', label: 'op', positional: true, required: true } },
  examples: ['rerun 7K3F'],
  run: async ({ values, utterance, words, services }) => {
    const { operation } = await repeatOperation(await services(), values.op, askedBy(utterance, words));
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
