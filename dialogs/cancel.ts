// `cancel <op>`: asks an operation to stop; how it ended is read, never assumed.
import { command } from '../src/commands/command.ts';
import { pressedOperation } from '../src/commands/operation-turns.ts';
import { stopOperation } from '../src/services/operations/steer.ts';

export const cancel = command({
  name: 'cancel',
  also: ['stop', 'abort'],
  group: 'Steer',
  summary: 'Asks an operation to stop',
  permission: 'cancel',
  arguments: { op: { kind: 'operation', label: 'op', positional: true, required: true } },
  examples: ['cancel 7K3F'],
  run: async ({ values, utterance, services }) => {
    const operation = await stopOperation(await services(), values.op, utterance.person);
    return {
      kind: 'text',
      text: `Asked operation ${operation.op} to stop. Its card tells when it has.`,
      data: { op: operation.op, state: operation.state },
    };
  },
  presses: {
    op: {
      permission: 'cancel',
      run: async (turn) => {
        const { op } = await pressedOperation(turn, 'cancel.op');
        await stopOperation(await turn.services(), op, turn.press.person);
        return { kind: 'operation', op };
      },
    },
  },
});
