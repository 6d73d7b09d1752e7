// `approve <op>`: a vote for a promotion. By button it is asked once more, with version and holder repeated, before it counts.
import { confirmCard } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import { askedOf, pressedApproval } from '../src/commands/promotion-turns.ts';

export const approve = command({
  name: 'approve',
  also: ['approve op'],
  group: 'Ship',
  summary: 'Approves a promotion that waits for a decision',
  permission: 'decide',
  arguments: {
    op: { kind: 'operation', label: 'op', positional: true, required: true },
    emergency: { kind: 'flag', keywords: ['emergency'] },
    because: { kind: 'text', label: 'reason', keywords: ['because'] },
  },
  examples: ['approve 7K3F', 'approve 7K3F --emergency because production is down'],
  run: async ({ values: { op, emergency, because }, utterance, services }) => {
    const { promotions } = await services();
    const approval = await promotions.vote({
      op,
      verdict: 'approve',
      because,
      emergency,
      person: utterance.person,
      press: utterance.id,
    });
    return { kind: 'operation', op: approval.op };
  },
  presses: {
    ask: {
      permission: 'decide',
      run: async (turn) => {
        const asked = await pressedApproval(turn, 'approve.ask');
        // Whoever cannot decide is told before they are asked whether they are sure.
        const { promotions } = await turn.services();
        await promotions.mayAsk({ ...askedOf(asked), person: turn.press.person, verdict: 'approve' });
        return faceAnswer(confirmCard({ ...asked, now: turn.now }));
      },
    },
    vote: {
      permission: 'decide',
      run: async (turn) => {
        const { approval, fingerprint, because } = await pressedApproval(turn, 'approve.vote');
        const { promotions } = await turn.services();
        await promotions.vote({
          op: approval.op,
          verdict: 'approve',
          because,
          fingerprint,
          person: turn.press.person,
          press: turn.press.id,
        });
        return { kind: 'operation', op: approval.op };
      },
    },
  },
});
