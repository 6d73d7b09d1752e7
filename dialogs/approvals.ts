// `approvals`: what waits for a decision; with an id the prompt itself, to look at or to decide on here.
import { approvalsCard, approvalsSamples, promotionCard } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import { type PromotionOperation, promotionView } from '../src/commands/promotion-turns.ts';
import { targetName } from '../src/domain/model.ts';

export const approvals = command({
  name: 'approvals',
  also: ['show approvals', 'pending'],
  group: 'Look',
  summary: 'Shows the promotions that wait for a decision',
  permission: 'look',
  arguments: { op: { kind: 'operation', positional: true } },
  examples: ['approvals', 'approvals 7K3F'],
  run: async ({ values, services, now }) => {
    const house = await services();
    if (values.op !== undefined) {
      const approval = await house.promotions.approval(values.op);
      const operation = (await house.operations.find(approval.op)) as PromotionOperation;
      return faceAnswer(promotionCard(await promotionView(house, operation, approval, now)), approval);
    }
    const pending = await house.promotions.pending();
    return faceAnswer(
      approvalsCard({ approvals: pending, now }),
      pending.map(({ op, evidence, target, requester, votes, expiresAt }) => ({
        op,
        model: evidence.candidate.model,
        version: evidence.candidate.version,
        target: targetName(target),
        requester: requester.name,
        votes: votes.length,
        expiresAt,
      })),
    );
  },
  samples: approvalsSamples,
});
