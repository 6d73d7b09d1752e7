// The record of an approval: what was asked, what was shown, who decided. Cards draw it, the policy judges it, the fingerprint binds it.
import type { Evidence } from './evidence.ts';
import type { PromotionTarget } from './model.ts';
import type { Person } from './person.ts';

/** `any`: so many of the approvers. `all`: each entry once. `sequence`: each entry once, in the order of the list. */
export const APPROVAL_ORDERS = ['any', 'all', 'sequence'] as const;
export type ApprovalOrder = (typeof APPROVAL_ORDERS)[number];

/** A stretch of time in which nothing is promoted, in ms since the epoch. */
export interface FreezeWindow {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

export interface ApprovalPolicy {
  readonly order: ApprovalOrder;
  /** Distinct people needed; with `all` and `sequence` the length of the list. */
  readonly quorum: number;
  /** Object ids, principal names or `group:<object id>`; empty: everybody with the role approver. */
  readonly approvers: readonly string[];
  /** Who may waive a failed gate; empty: nobody. */
  readonly owners: readonly string[];
  readonly expiresMs: number;
  readonly freezes: readonly FreezeWindow[];
}

export type Verdict = 'approve' | 'reject';

export interface Vote {
  readonly person: Person;
  readonly verdict: Verdict;
  readonly because?: string;
  readonly at: number;
  /** The entry of the policy's list that this vote speaks for, where each entry has to speak. */
  readonly seat?: string;
  /** Decided by one alone on the emergency path, which needs an admin and a reason. */
  readonly emergency?: boolean;
}

/** A failed gate that its owner lets pass, with a reason. */
export interface Waiver {
  readonly gate: string;
  readonly person: Person;
  readonly because: string;
  readonly at: number;
}

/** Somebody who may decide names a deputy: recorded, no vote. The deputy is held to the same rules. */
export interface HandOver {
  readonly from: Person;
  /** The entry of the policy's list that the deputy speaks for, where each entry has to speak. */
  readonly seat?: string;
  /** Object id, principal name, or the name as it was typed. */
  readonly to: string;
  readonly at: number;
}

/** What an approval hangs on. If any part moves, votes are void. */
export interface FingerprintParts {
  readonly version: string;
  readonly champion: string;
  readonly commit: string;
  /** Gate name to its state and limit. */
  readonly gates: Readonly<Record<string, string>>;
  readonly policy: string;
}

export interface Approval {
  /** The operation that waits for it. */
  readonly op: string;
  readonly target: PromotionTarget;
  readonly requester: Person;
  readonly because: string;
  readonly evidence: Evidence;
  readonly policy: ApprovalPolicy;
  readonly parts: FingerprintParts;
  readonly fingerprint: string;
  readonly votes: readonly Vote[];
  readonly waivers: readonly Waiver[];
  readonly handOvers: readonly HandOver[];
  readonly askedAt: number;
  readonly expiresAt: number;
  /** Set once, by whoever decided or noticed first. */
  readonly outcome?: ApprovalOutcome;
}

export interface ApprovalOutcome {
  readonly state: 'approved' | 'rejected' | 'expired' | 'moved' | 'withdrawn';
  readonly at: number;
  /** Where it was decided when not here: `Databricks`, `Azure DevOps`. */
  readonly place?: string;
  readonly by?: string;
  readonly because?: string;
  /** What moved, a sentence each. */
  readonly moved?: readonly string[];
}
