// The table of the audit trail: added to under the lock of its head, read newest first or in the order of the chain.
import { type Selectable, sql } from 'kysely';
import {
  type AuditEntry,
  type AuditKind,
  type AuditRow,
  type AuditVerdict,
  chainHash,
} from '../domain/audit.ts';
import type { Scope } from '../domain/place.ts';
import type { Access, Trx } from './schema.ts';
import type { AuditTable } from './tables/audit.ts';

const LONGEST = 2_000;

/** A text column takes neither U+0000 nor lone surrogates. */
const storable = (text: string | undefined): string | undefined =>
  text?.replaceAll('\0', '').toWellFormed().slice(0, LONGEST);

/** The entry as it will be read back: what is hashed must be what is stored. */
const cleaned = (entry: AuditEntry): AuditEntry => {
  const words = storable(entry.words);
  const name = storable(entry.person?.name);
  return {
    ...entry,
    ...(words !== undefined && { words }),
    ...(entry.person && name !== undefined && { person: { ...entry.person, name } }),
    ...(entry.effects && { effects: JSON.parse(JSON.stringify(entry.effects).toWellFormed()) }),
  };
};

/** Adds entries at the end of the chain, in this order. Others who add wait until the transaction ends: keep it short. */
export const appendAudit = async (trx: Trx, entries: readonly AuditEntry[]): Promise<void> => {
  if (entries.length === 0) return;
  const head = await trx
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .forUpdate()
    .executeTakeFirstOrThrow();
  let { seq, hash } = head;
  const rows = entries.map((raw) => {
    const entry = cleaned(raw);
    seq += 1;
    hash = chainHash(hash, seq, entry);
    return {
      seq,
      at: entry.at,
      kind: entry.kind,
      verdict: entry.verdict,
      person_id: entry.person?.id ?? null,
      person_name: entry.person?.name ?? null,
      tenant: entry.person?.tenantId ?? null,
      scope: entry.scope ?? null,
      conversation: entry.conversation ?? null,
      words: entry.words ?? null,
      op: entry.op ?? null,
      subject: entry.subject ?? null,
      code: entry.code ?? null,
      effects: entry.effects ?? null,
      hash,
    };
  });
  // All rows as one parameter: with fifteen for each, a batch of reads costs half as much again.
  await sql`insert into audit select * from json_populate_recordset(null::audit, ${JSON.stringify(rows)}::json)`.execute(
    trx,
  );
  await trx.updateTable('audit_head').set({ seq, hash }).execute();
};

export interface AuditQuery {
  readonly limit: number;
  /** Person id, name or principal name, without case. */
  readonly person?: string;
  readonly op?: string;
  readonly subject?: string;
  readonly since?: number;
}

/** Newest first. */
export const listAudit = async (
  db: Access,
  { limit, person, op, subject, since }: AuditQuery,
): Promise<readonly AuditRow[]> => {
  let query = db.selectFrom('audit').selectAll();
  if (person !== undefined) {
    const wanted = person.toLowerCase();
    query = query.where((is) =>
      is.or([
        is(sql<string>`lower(person_id)`, '=', wanted),
        is(sql<string>`lower(person_name)`, '=', wanted),
        is(sql<string>`lower(split_part(person_name, ' ', 1))`, '=', wanted),
      ]),
    );
  }
  if (op !== undefined) query = query.where('op', '=', op);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (since !== undefined) query = query.where('at', '>=', since);
  return (await query.orderBy('seq', 'desc').limit(limit).execute()).map(rowOf);
};

/** Rows of the chain after `seq`, in its order. */
export const auditAfter = async (db: Access, seq: number, limit: number): Promise<readonly AuditRow[]> =>
  (await db.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit).execute()).map(
    rowOf,
  );

/** Where the chain stands. */
export const auditHead = async (db: Access): Promise<{ readonly seq: number; readonly hash: string }> =>
  db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow();

const rowOf = (row: Selectable<AuditTable>): AuditRow => ({
  seq: row.seq,
  at: row.at,
  kind: row.kind as AuditKind,
  verdict: row.verdict as AuditVerdict,
  ...(row.person_id !== null && {
    person: {
      id: row.person_id,
      name: row.person_name ?? '',
      ...(row.tenant !== null && { tenantId: row.tenant }),
    },
  }),
  ...(row.scope !== null && { scope: row.scope as Scope }),
  ...(row.conversation !== null && { conversation: row.conversation }),
  ...(row.words !== null && { words: row.words }),
  ...(row.op !== null && { op: row.op }),
  ...(row.subject !== null && { subject: row.subject }),
  ...(row.code !== null && { code: row.code }),
  ...(row.effects !== null && { effects: row.effects as NonNullable<AuditRow['effects']> }),
  hash: row.hash,
});
