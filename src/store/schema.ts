// The tables as TypeScript sees them. Instants are ms since the epoch in int8, read as numbers on both engines; documents
// are `json` (never `jsonb`: it refuses U+0000 and lone surrogates, which people can paste), written as text.
import type { ColumnType, Generated, Kysely, Transaction, Updateable } from 'kysely';
import type { AuditHeadTable, AuditTable } from './tables/audit.ts';
import type { SealedTokenTable, SignInTable, TokenExchangeTable } from './tables/identity.ts';
import type { LockTable } from './tables/locks.ts';
import type { FreezeOverrideTable, LockWishTable, MarkTable, PlanTable } from './tables/plans.ts';
import type {
  AliasLedgerTable,
  AliasWatchTable,
  ApprovalEventTable,
  ApprovalTable,
  PromotionClaimTable,
} from './tables/promotions.ts';

/** A document: read as parsed JSON, written as JSON text. */
export type Json = ColumnType<unknown, string, string>;
type JsonOrNull = ColumnType<unknown, string | null | undefined, string | null>;

export interface OperationTable {
  op: string;
  key: string;
  kind: string;
  state: string;
  environment: string | null;
  input: Json;
  result: JsonOrNull;
  reason: JsonOrNull;
  requester: Json;
  requester_id: string;
  place: Json;
  words: string;
  utterance_id: string;
  /** Set while the operation is active and may be joined. */
  join_key: string | null;
  exclusive_key: string | null;
  /** Whether it has its exclusive key in hand; a unique index lets one operation a key have it. */
  holds: boolean;
  /** Position in the line of its exclusive key; null while it waits for a press on Start. */
  turn: number | null;
  started_at: number;
  begun_at: number | null;
  ended_at: number | null;
  held_until: number | null;
  cancelled_by: JsonOrNull;
  /** Where stopping stands: null, `asked`, `too-late` or `overdue`. */
  stopping: string | null;
  rerun_of: string | null;
  revision: number;
  lease_owner: string | null;
  lease_until: number | null;
  /** Nothing is done before this instant: back-off, or the next look at something that is not over. */
  wake_at: number | null;
  /** Faults in a row of the step in hand. */
  faults: number;
  unknown_since: number | null;
  /** When temporary things are to be taken away; null when there are none left. */
  cleanup_at: number | null;
  cleanup_attempts: number;
  /** W3C `traceparent` of the turn that started it; null where nobody traced. */
  trace: string | null;
}

export interface StepTable {
  op: string;
  position: number;
  name: string;
  state: string;
  started_at: number | null;
  ended_at: number | null;
  detail: string | null;
  attempts: number;
  data: JsonOrNull;
}

export type StepPatch = Updateable<StepTable>;

export interface WatchedRunTable {
  workspace: string;
  run_id: string;
  op: string;
  /** The run as last read; null before the first look. */
  run: JsonOrNull;
  since: number;
  read_at: number | null;
  ended_at: number | null;
}

export interface PostTable {
  id: Generated<number>;
  /**
   * What is to be drawn: the `card` of an operation, the closing `remark` to it, a `message` given whole, a `notice` that later
   * events edit, or a `reply` under a notice.
   */
  kind: string;
  op: string | null;
  conversation: string;
  place_key: string;
  place: Json;
  message: JsonOrNull;
  /** Newest revision that should stand in the chat, and the one that does. */
  wanted: number;
  sent: Generated<number>;
  /** Since when something is wanted that does not stand yet. */
  wanted_at: number;
  /** The wanted revision is the last: it does not wait for the pace of edits. */
  final: Generated<boolean>;
  activity_id: string | null;
  /** `open`, `parked` (will not be tried again, `why` says the reason). */
  state: Generated<string>;
  why: string | null;
  parked_at: number | null;
  attempts: Generated<number>;
  /** Set while a request is under way: what was in flight when a process died is uncertain. */
  sending_at: number | null;
  /** How often a first post was repeated although the one before may have arrived. */
  repeats: Generated<number>;
  next_at: Generated<number>;
  edited_at: number | null;
  created_at: number;
  /** The subscription that a notice or reply was posted for: it is marked broken when this cannot be delivered. */
  subscription: string | null;
  /** The post under which a reply belongs. */
  parent: number | null;
}

export interface ConversationTable {
  conversation: string;
  scope: string;
  place: Json;
  /** The person of a one-to-one conversation. */
  person_id: string | null;
  settings: Json;
  seen_at: number;
  gone_at: number | null;
}

export interface PaceTable {
  conversation: string;
  /** The other side asked for silence until then. */
  held_until: number;
  sent: Json;
}

export interface DeploymentTable {
  op: string;
  environment: string;
  ref: string;
  commit_id: string;
  previous_commit: string | null;
  by: string;
  at: number;
}

export interface SubscriptionTable {
  id: string;
  /** Subject and place: two that agree in it are one. */
  key: string;
  kind: string;
  workspace: string;
  target: string;
  name: string;
  filter: string;
  owner: Json;
  owner_id: string;
  place: Json;
  conversation: string;
  personal: boolean;
  created_at: number;
  muted_until: number | null;
  broken_why: string | null;
  broken_since: number | null;
  last_post_at: number | null;
  /** The card that stands for what is going on. */
  notice: number | null;
}

export interface EventTable {
  id: Generated<number>;
  kind: string;
  workspace: string;
  target: string;
  run: string;
  /** Tells a repaired run's endings apart: the instant at which this one ended. */
  attempt: string;
  state: string;
  at: number;
  noticed_at: number;
  /** Who noticed first: `poller`, `webhook` or `operation`. */
  source: string;
  data: Json;
  told_at: number | null;
}

export interface HistoryTable {
  kind: string;
  workspace: string;
  target: string;
  health: Json;
  /** The last good run. */
  good: JsonOrNull;
  /** How long the last good runs took, in ms. */
  spans: Json;
  changed_at: number;
}

export interface NoticeTable {
  id: Generated<number>;
  conversation: string;
  cause: string;
  entries: Json;
  opened_at: number;
  changed_at: number;
  post: number | null;
}

export interface SeenTable {
  id: string;
  at: number;
}

export interface FactTable {
  key: string;
  value: Json;
  at: number;
}

export interface ReplicaTable {
  id: string;
  seen_at: number;
}

export interface DB {
  operations: OperationTable;
  steps: StepTable;
  watched_runs: WatchedRunTable;
  posts: PostTable;
  conversations: ConversationTable;
  pace: PaceTable;
  deployments: DeploymentTable;
  subscriptions: SubscriptionTable;
  events: EventTable;
  histories: HistoryTable;
  notices: NoticeTable;
  seen: SeenTable;
  facts: FactTable;
  locks: LockTable;
  plans: PlanTable;
  replicas: ReplicaTable;
  sign_ins: SignInTable;
  sealed_tokens: SealedTokenTable;
  token_exchanges: TokenExchangeTable;
  marks: MarkTable;
  freeze_overrides: FreezeOverrideTable;
  lock_wishes: LockWishTable;
  approvals: ApprovalTable;
  approval_events: ApprovalEventTable;
  promotion_claims: PromotionClaimTable;
  alias_ledger: AliasLedgerTable;
  alias_watch: AliasWatchTable;
  audit: AuditTable;
  audit_head: AuditHeadTable;
}

/** What table functions take: the database, or the caller's transaction. */
export type Access = Kysely<DB> | Transaction<DB>;
export type Trx = Transaction<DB>;

/** A value as the text of a JSON column; undefined becomes SQL null. */
export const jsonText = (value: unknown): string => JSON.stringify(value);
export const jsonTextOrNull = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value);
