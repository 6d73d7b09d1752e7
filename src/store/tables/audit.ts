// The tables of the audit trail as TypeScript sees them.
import type { ColumnType } from 'kysely';

export interface AuditTable {
  /** Position in the chain: 1, 2, 3 … */
  seq: number;
  at: number;
  kind: string;
  verdict: string;
  person_id: string | null;
  person_name: string | null;
  tenant: string | null;
  scope: string | null;
  conversation: string | null;
  words: string | null;
  op: string | null;
  subject: string | null;
  code: string | null;
  effects: ColumnType<unknown, string | null, never>;
  hash: string;
}

/** One row: the newest position and its hash. */
export interface AuditHeadTable {
  only: ColumnType<boolean, never, never>;
  seq: number;
  hash: string;
}
