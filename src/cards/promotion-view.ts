// What the card of a promotion is drawn from.
import type { Approval } from '../domain/approval.ts';
import type { Operation } from '../domain/operation.ts';
import type { PromotionInput, PromotionResult } from '../domain/promotion.ts';

/** For whom the card is drawn: the same record, other buttons. `voted`: their approval is in. Rights are decided at the press. */
export type Beholder = 'everybody' | 'approver' | 'requester' | 'owner' | 'voted';

export interface PromotionView {
  readonly operation: Operation<PromotionInput, PromotionResult>;
  /** Absent while the evidence is gathered. */
  readonly approval?: Approval;
  /** Step titles in the order of the steps. */
  readonly titles: readonly string[];
  /** Who may decide, in words: `2 of Carol, Erin`, `anybody with the role approver`. Plain text. */
  readonly whoMay: string;
  /** Page of the version in Databricks. */
  readonly url?: string;
  readonly beholder?: Beholder;
  /** How much of the evidence is shown: the prompt leaves the long parts to Details. */
  readonly detail?: 'prompt' | 'all';
  readonly now: number;
}
