// Approvals with their votes. An event is added under the lock of its approval, so of many at once each sees those before it, and an
// outcome is set once: whoever comes later reads who was first.
import type { Selectable } from 'kysely';
import type { Approval, ApprovalOutcome, HandOver, Vote, Waiver } from '../domain/approval.ts';
import { targetKey } from '../domain/model.ts';
import { type Access, jsonText, type Trx } from './schema.ts';
import type { ApprovalTable } from './tables/promotions.ts';

export type ApprovalEvent =
  | { readonly kind: 'vote'; readonly event: Vote }
  | { readonly kind: 'waiver'; readonly event: Waiver }
  | { readonly kind: 'hand-over'; readonly event: HandOver };

/** Stores what was asked and shown. Nothing when it stands already: an attempt before this one wrote it. */
export const insertApproval = async (
  trx: Access,
  approval: Omit<Approval, 'votes' | 'waivers' | 'handOvers' | 'outcome'>,
): Promise<void> => {
  await trx
    .insertInto('approvals')
    .values({
      op: approval.op,
      model: approval.evidence.candidate.model,
      version: approval.evidence.candidate.version,
      target: jsonText(approval.target),
      target_key: targetKey(approval.target),
      requester: jsonText(approval.requester),
      because: approval.because,
      evidence: jsonText(approval.evidence),
      policy: jsonText(approval.policy),
      parts: jsonText(approval.parts),
      fingerprint: approval.fingerprint,
      asked_at: approval.askedAt,
      expires_at: approval.expiresAt,
      decided_at: null,
    })
    .onConflict((conflict) => conflict.column('op').doNothing())
    .execute();
};

export const findApproval = async (db: Access, op: string): Promise<Approval | undefined> => {
  const row = await db.selectFrom('approvals').selectAll().where('op', '=', op).executeTakeFirst();
  return row && approvalOf(db, row);
};

/** The approval, locked until the transaction ends. */
export const lockApproval = async (trx: Trx, op: string): Promise<Approval | undefined> => {
  const row = await trx
    .selectFrom('approvals')
    .selectAll()
    .where('op', '=', op)
    .forUpdate()
    .executeTakeFirst();
  return row && approvalOf(trx, row);
};

/** Undecided ones, oldest first. */
export const pendingApprovals = async (db: Access, most = 100): Promise<readonly Approval[]> => {
  const rows = await db
    .selectFrom('approvals')
    .selectAll()
    .where('decided_at', 'is', null)
    .orderBy('asked_at')
    .limit(most)
    .execute();
  return Promise.all(rows.map((row) => approvalOf(db, row)));
};

/** False when this press was taken before. */
export const addApprovalEvent = async (
  trx: Trx,
  op: string,
  { kind, event }: ApprovalEvent,
  { personId, press }: { readonly personId: string; readonly press: string },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('approval_events')
    .values({ op, kind, person_id: personId, event: jsonText(event), press, at: event.at })
    .onConflict((conflict) => conflict.columns(['op', 'press']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

/** Sets the outcome when there is none yet; false when somebody was first. */
export const decideApproval = async (trx: Access, op: string, outcome: ApprovalOutcome): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('approvals')
    .set({ outcome: jsonText(outcome), decided_at: outcome.at })
    .where('op', '=', op)
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Counts a reminder; false when another replica sent this one. */
export const countReminder = async (trx: Trx, op: string, sentBefore: number): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('approvals')
    .set({ reminded: sentBefore + 1 })
    .where('op', '=', op)
    .where('reminded', '=', sentBefore)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

export const remindersSent = async (db: Access, op: string): Promise<number> =>
  (await db.selectFrom('approvals').select('reminded').where('op', '=', op).executeTakeFirst())?.reminded ??
  0;

const approvalOf = async (db: Access, row: Selectable<ApprovalTable>): Promise<Approval> => {
  const events = await db
    .selectFrom('approval_events')
    .select(['kind', 'event'])
    .where('op', '=', row.op)
    .orderBy('id')
    .execute();
  const ofKind = <T>(kind: ApprovalEvent['kind']): readonly T[] =>
    // Written by `addApprovalEvent` in the shape of its kind.
    events.filter((each) => each.kind === kind).map(({ event }) => event as T);
  return {
    op: row.op,
    target: row.target as Approval['target'],
    requester: row.requester as Approval['requester'],
    because: row.because,
    evidence: row.evidence as Approval['evidence'],
    policy: row.policy as Approval['policy'],
    parts: row.parts as Approval['parts'],
    fingerprint: row.fingerprint,
    votes: ofKind<Vote>('vote'),
    waivers: ofKind<Waiver>('waiver'),
    handOvers: ofKind<HandOver>('hand-over'),
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    ...(row.outcome !== null && { outcome: row.outcome as ApprovalOutcome }),
  };
};
