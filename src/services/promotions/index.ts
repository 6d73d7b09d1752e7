// Promotions as people steer them: asked for, decided, waived, handed over, taken back. Every decision is taken under the lock of its
// approval, written to the audit trail in the same transaction, and wakes the operation that waits for it.
import { normaliseSayable } from '../../base/ids.ts';
import { movesOf } from '../../store/alias-ledger.ts';
import { findApproval, pendingApprovals } from '../../store/approvals.ts';
import { approvalOf } from './approval-of.ts';
import { handOver, mayAsk, mayWaive, question, vote, waive, withdraw } from './decide.ts';
import type { Promotions, PromotionsTools } from './port.ts';
import { requestPromotion, requestRestore } from './request.ts';

import { beholderOf } from './voter.ts';

export type { Promotions, PromotionsTools } from './port.ts';

export const promotionsService = (tools: PromotionsTools): Promotions => {
  const { store, models } = tools;
  return {
    request: (request) => requestPromotion(tools, request),
    restore: (request) => requestRestore(tools, request),
    mayAsk: (request) => mayAsk(tools, request),
    vote: (request) => vote(tools, request),
    mayWaive: (request) => mayWaive(tools, request),
    waive: (request) => waive(tools, request),
    handOver: (request) => handOver(tools, request),
    question: (request) => question(tools, request),
    withdraw: (request) => withdraw(tools, request),
    find: (op) => findApproval(store.db, normaliseSayable(op)),
    approval: (op) => approvalOf(tools, op),
    beholder: (approval, person) => beholderOf(tools, approval, person),
    hint: async (model) => {
      const waiting = (await pendingApprovals(store.db)).filter(
        ({ evidence }) => model === undefined || evidence.candidate.model === models.fullName(model),
      );
      if (waiting.length === 0) return;
      await store.transaction(async (trx) => {
        for (const { op } of waiting) await tools.operations.stir(trx, op);
      });
    },
    pending: () => pendingApprovals(store.db),
    history: async (model, most = 20) => {
      const found = await models.show(model);
      // What was copied for production is moved under the copy's name, and belongs to the story of its source.
      const copies = Object.values(models.settings(model).targets).flatMap((each) =>
        'copy' in each ? [each.copy] : [],
      );
      const moves = await Promise.all(
        [...new Set([found.name, ...copies])].map((name) => movesOf(store.db, name, most)),
      );
      return moves
        .flat()
        .toSorted((a, b) => b.at - a.at)
        .slice(0, most);
    },
  };
};
