// The approval behind what was typed or pressed.
import { Fault } from '../../base/errors.ts';
import { normaliseSayable } from '../../base/ids.ts';
import type { Approval } from '../../domain/approval.ts';
import { findApproval } from '../../store/approvals.ts';
import type { PromotionsTools } from './port.ts';

/** @throws Fault `approval-not-found`, `approval-not-ready` */
export const approvalOf = async (
  { store, operations }: Pick<PromotionsTools, 'store' | 'operations'>,
  typed: string,
): Promise<Approval> => {
  const op = normaliseSayable(typed);
  const approval = await findApproval(store.db, op);
  if (approval) return approval;
  const operation = await operations.find(op);
  throw new Fault(operation?.kind === 'promote' ? 'approval-not-ready' : 'approval-not-found', {
    changed: 'no',
    facts: { op: typed.slice(0, 20) },
  });
};
