// `waive <op> <gate> because …`: lets a failed gate pass, by its owner alone; an entry of its own in the audit trail.

import { Fault } from '../src/base/errors.ts';
import { waiveCard } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import { pressedApproval } from '../src/commands/promotion-turns.ts';

export const waive = command({
  name: 'waive',
  group: 'Ship',
  summary: 'Lets a failed gate of a promotion pass, by its owner and with a reason',
  permission: 'waive',
  arguments: {
    op: { kind: 'operation', label: 'op', positional: true, required: true },
    gate: { kind: 'gate', positional: true, required: true },
    because: { kind: 'text', label: 'reason', keywords: ['because'] },
  },
  examples: ['waive 7K3F tests because the suite needs a cluster that is down'],
  run: async ({ values: { op, gate, because }, utterance: { person, id: press }, services }) => {
    const { promotions } = await services();
    const approval = await promotions.waive({ op, gate, because, person, press });
    return { kind: 'operation', op: approval.op };
  },
  presses: {
    ask: {
      permission: 'waive',
      run: async (turn) => {
        const { gate } = turn.press.data;
        if (typeof gate !== 'string') throw new Fault('press-forged', { changed: 'no' });
        const asked = await pressedApproval(turn, 'waive.ask');
        const { promotions } = await turn.services();
        await promotions.mayWaive({ op: asked.approval.op, person: turn.press.person, gate });
        return faceAnswer(waiveCard({ ...asked, gate }));
      },
    },
    gate: {
      permission: 'waive',
      run: async (turn) => {
        const { approval, because } = await pressedApproval(turn, 'waive.gate');
        const { gate } = turn.press.data;
        if (typeof gate !== 'string') throw new Fault('press-forged', { changed: 'no' });
        const { person, id: press } = turn.press;
        const { promotions } = await turn.services();
        await promotions.waive({ op: approval.op, gate, because, person, press });
        return { kind: 'operation', op: approval.op };
      },
    },
  },
});
