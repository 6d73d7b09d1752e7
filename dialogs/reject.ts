// `reject <op> because …`: a vote against a promotion, which ends it. It needs a reason, by button and typed.
import { rejectCard } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import { askedOf, pressedApproval } from '../src/commands/promotion-turns.ts';

export const reject = command({
  name: 'reject',
  also: ['reject op'],
  group: 'Ship',
  summary: 'Rejects a promotion that waits for a decision, with a reason',
  permission: 'decide',
  arguments: {
    op: { kind: 'operation', label: 'op', positional: true, required: true },
    because: { kind: 'text', label: 'reason', keywords: ['because'] },
  },
  examples: ['reject 7K3F because the test data is too old'],
  run: async ({ values: { op, because }, utterance, services }) => {
    const { promotions } = await services();
    const approval = await promotions.vote({
      op,
      verdict: 'reject',
      because,
      person: utterance.person,
      press: utterance.id,
    });
    return { kind: 'operation', op: approval.op };
  },
  presses: {
    ask: {
      permission: 'decide',
      run: async (turn) => {
        const asked = await pressedApproval(turn, 'reject.ask');
        const { promotions } = await turn.services();
        await promotions.mayAsk({ ...askedOf(asked), person: turn.press.person, verdict: 'reject' });
        return faceAnswer(rejectCard(asked));
      },
    },
    vote: {
      permission: 'decide',
      run: async (turn) => {
        const { approval, fingerprint, because } = await pressedApproval(turn, 'reject.vote');
        const { promotions } = await turn.services();
        await promotions.vote({
          op: approval.op,
          verdict: 'reject',
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
