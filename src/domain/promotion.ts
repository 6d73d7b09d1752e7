// What a promotion is asked with and what it leaves behind.
import type { PromotionTarget } from './model.ts';

export interface PromotionInput {
  /** Environment in whose workspace the registry is read. */
  readonly environment: string;
  /** Name as people say it: the key in the configuration, or the full name. */
  readonly model: string;
  readonly version: string;
  readonly target: PromotionTarget;
  readonly because: string;
  /** Restores what was there before: it is asked for and decided like every promotion. */
  readonly restores?: string;
  /** Nothing held the target before the operation that is undone: the target is released. */
  readonly release?: boolean;
}

export interface PromotionResult {
  readonly model: string;
  readonly version: string;
  readonly target: string;
  /** Null when nothing held the target before. */
  readonly previousVersion: string | null;
  readonly fingerprint: string;
  readonly votes: readonly { readonly person: string; readonly verdict: string; readonly at: number }[];
  /** Decided elsewhere: the target was set there already. */
  readonly elsewhere?: string;
}

/** What somebody says about the same version at another place, while people think here. */
export interface ElsewhereNote {
  readonly place: 'Databricks' | 'Azure DevOps';
  readonly what: 'transition-request' | 'deployment-job';
  readonly state: 'waiting' | 'approved';
  readonly by?: string;
  readonly at?: number;
  /** Comment of the request, or key of the tag. */
  readonly comment?: string;
}

/** One move of an alias or stage, as the ledger keeps it. */
export interface LedgerEntry {
  readonly model: string;
  /** As `targetName` says it. */
  readonly target: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly at: number;
  /** `outside`: noticed, not made by brickbot. */
  readonly how: 'promotion' | 'rollback' | 'outside' | 'reverted';
  readonly op?: string;
  readonly by?: string;
  readonly because?: string;
}
