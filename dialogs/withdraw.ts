// `withdraw <op>`: takes a request for a promotion back, by whoever asked for it or an admin.
import { command } from '../src/commands/command.ts';
import { pressedApproval } from '../src/commands/promotion-turns.ts';

export const withdraw = command({
  name: 'withdraw',
  group: 'Ship',
  summary: 'Takes your own request for a promotion back',
  permission: 'promote',
  arguments: { op: { kind: 'operation', label: 'op', positional: true, required: true } },
  examples: ['withdraw 7K3F'],
  run: async ({ values: { op }, utterance: { person, id: press }, services }) => {
    const { promotions } = await services();
    const approval = await promotions.withdraw({ op, person, press });
    return { kind: 'operation', op: approval.op };
  },
  presses: {
    op: {
      permission: 'promote',
      run: async (turn) => {
        const { approval } = await pressedApproval(turn, 'withdraw.op');
        const { person, id: press } = turn.press;
        const { promotions } = await turn.services();
        await promotions.withdraw({ op: approval.op, person, press });
        return { kind: 'operation', op: approval.op };
      },
    },
  },
});
