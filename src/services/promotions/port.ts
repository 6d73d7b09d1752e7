// What the house can do with promotions, and what it needs for it.
import type { Clock } from '../../base/clock.ts';
import type { Beholder } from '../../cards/index.ts';
import type { Approval, Verdict } from '../../domain/approval.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import type { Place } from '../../domain/place.ts';
import type { LedgerEntry } from '../../domain/promotion.ts';
import type { Store } from '../../store/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Models } from '../models/port.ts';
import type { Asking } from '../operations/asking.ts';
import type { Operations } from '../operations/index.ts';
import type { Rights } from '../rights.ts';

export type { Beholder };

export interface PromotionRequest extends Asking {
  readonly model: string;
  readonly version: string;
  /** Alias, stage or environment; the champion's alias when absent. */
  readonly target: string | undefined;
  readonly because: string | undefined;
}

export type RestoreRequest = Omit<PromotionRequest, 'version'>;

export interface PromotionsTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly rights: Rights;
  readonly operations: Operations;
  readonly models: Models;
  readonly audit: Audit;
}

/** Somebody decides: who, about what, and by which press or message. */
export interface Deciding {
  readonly op: string;
  readonly person: Person;
  /** Id of the activity: the same press delivered twice is one decision. */
  readonly press: string;
}

export interface VoteRequest extends Deciding {
  readonly verdict: Verdict;
  readonly because: string | undefined;
  readonly emergency?: boolean;
  /** What the presser was shown; a vote on an older card does not count. Absent for typed words. */
  readonly fingerprint?: string;
}

type Started = Promise<{ readonly operation: Operation; readonly joined: boolean }>;

export interface Promotions {
  /** @throws Fault `reason-missing`, `model-not-found`, `version-not-found`, `target-not-found`, `already-holds`, `not-permitted` */
  request(request: PromotionRequest): Started;
  /** The way back to the holder before this one. @throws Fault `nothing-to-restore` */
  restore(request: RestoreRequest): Started;
  /** Whether a vote of theirs would be taken now, asked before they are asked whether they are sure. @throws Fault as `vote` does */
  mayAsk(request: Pick<VoteRequest, 'op' | 'person' | 'verdict' | 'fingerprint'>): Promise<Approval>;
  /** @throws Fault with the code of the rule that refuses it */
  vote(request: VoteRequest): Promise<Approval>;
  /** The same for a waiver. @throws Fault as `waive` does */
  mayWaive(request: {
    readonly op: string;
    readonly person: Person;
    readonly gate: string;
  }): Promise<Approval>;
  /** @throws Fault `not-a-gate-owner`, `gate-not-red`, `reason-missing` */
  waive(
    request: Deciding & { readonly gate: string; readonly because: string | undefined },
  ): Promise<Approval>;
  /** Whoever hands over has no say any more. @throws Fault `not-your-turn` when they have none to give */
  handOver(request: Deciding & { readonly to: string }): Promise<Approval>;
  /** Puts a question to whoever asked, where it was pressed; it blocks nothing. */
  question(request: Deciding & { readonly question: string; readonly place: Place }): Promise<Approval>;
  /** By the requester or an admin. */
  withdraw(request: Deciding): Promise<Approval>;
  /** @throws Fault `approval-not-found`, `approval-not-ready` */
  approval(op: string): Promise<Approval>;
  find(op: string): Promise<Approval | undefined>;
  /** As whom this person looks at it: what their own card offers. Rights are asked again at the press. */
  beholder(approval: Approval, person: Person): Promise<Beholder>;
  /** Somebody has perhaps decided elsewhere: whatever waits looks at once; of one model, by its name in the registry, when it is given. */
  hint(model?: string): Promise<void>;
  /** What waits for a decision, oldest first. */
  pending(): Promise<readonly Approval[]>;
  /** Who moved which alias of the model, newest first. */
  history(model: string, most?: number): Promise<readonly LedgerEntry[]>;
}
