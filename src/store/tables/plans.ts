// The tables of plans, marks, overrides and wishes as TypeScript sees them.
import type { ColumnType } from 'kysely';

export interface PlanTable {
  id: string;
  kind: string;
  environment: string | null;
  input: ColumnType<unknown, string, string>;
  /** What it hangs on, a name and a value each: compared again when it is applied. */
  parts: ColumnType<unknown, string, string>;
  /** Of a way back: from, to, what stays. */
  way: ColumnType<unknown, string | null, string | null>;
  requester: ColumnType<unknown, string, string>;
  words: string;
  made_at: number;
  expires_at: number;
  /** The operation that carried it out. */
  op: string | null;
}

export interface MarkTable {
  commit_id: string;
  reason: string;
  by_id: string;
  by_name: string;
  at: number;
}

export interface FreezeOverrideTable {
  environment: string;
  by_id: string;
  by_name: string;
  reason: string;
  at: number;
  until: number;
}

export interface LockWishTable {
  environment: string;
  person_id: string;
  person_name: string;
  /** BCP 47, as their client told; null where it did not. */
  person_locale: string | null;
  place: ColumnType<unknown, string, string>;
  /** They asked the holder for it; otherwise they only want to hear when it is free. */
  asked: boolean;
  at: number;
}
