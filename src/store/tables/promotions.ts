// The tables of promotions as TypeScript sees them.
import type { ColumnType, Generated } from 'kysely';

type Document = ColumnType<unknown, string, string>;
type DocumentOrNull = ColumnType<unknown, string | null | undefined, string | null>;

export interface ApprovalTable {
  op: string;
  model: string;
  version: string;
  target: Document;
  target_key: string;
  requester: Document;
  because: string;
  evidence: Document;
  policy: Document;
  parts: Document;
  fingerprint: string;
  asked_at: number;
  expires_at: number;
  /** How many reminders went out. */
  reminded: Generated<number>;
  outcome: DocumentOrNull;
  /** Set with the outcome: whoever sets it first has decided. */
  decided_at: number | null;
}

/** Votes, waivers and hand-overs as they came; only ever added to. */
export interface ApprovalEventTable {
  id: Generated<number>;
  op: string;
  kind: string;
  person_id: string;
  event: Document;
  /** The press or message that it came by: the same one twice is one event. */
  press: string;
  at: number;
}

export interface PromotionClaimTable {
  target_key: string;
  op: string;
}

export interface AliasLedgerTable {
  id: Generated<number>;
  model: string;
  target_key: string;
  target: string;
  from_version: string | null;
  to_version: string | null;
  how: string;
  op: string | null;
  by_name: string | null;
  because: string | null;
  at: number;
}

export interface AliasWatchTable {
  target_key: string;
  model: string;
  target: Document;
  seen_version: string | null;
  seen_at: number;
  /** Id of the alarm that stands; null when what is there is accepted. */
  alarm: string | null;
}
