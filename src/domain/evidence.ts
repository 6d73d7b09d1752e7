// What an approver needs to see before a promotion: candidate beside champion, gates, commits, people. Gathered by services/models,
// judged by pure rules, drawn by cards, bound to an approval by its fingerprint.
import type { Commit } from './commit.ts';
import type { Direction } from './experiment.ts';
import type { ModelVersion, PromotionTarget } from './model.ts';

/** `incomparable`: one side is missing or not a number; named, never dropped. */
export type Comparison = 'better' | 'worse' | 'same' | 'incomparable';

export interface MetricComparison {
  readonly name: string;
  readonly direction: Direction;
  readonly candidate?: number;
  readonly champion?: number;
  /** candidate − champion, where both are numbers. */
  readonly delta?: number;
  readonly comparison: Comparison;
  /** Rows that the metric was computed on, where logged. */
  readonly samples?: { readonly candidate?: number; readonly champion?: number };
  /** The metric that the model is judged by. */
  readonly counts: boolean;
}

export interface Difference {
  readonly name: string;
  readonly candidate?: string;
  readonly champion?: string;
}

export const GATE_KINDS = [
  'absolute',
  'relative',
  'direction',
  'tests',
  'freshness',
  'win-rate',
  'ready',
] as const;
export type GateKind = (typeof GATE_KINDS)[number];

/** `unknown`: what it needs could not be read; it counts as failed. `off`: switched off in the configuration, and shown so. */
export type GateState = 'passed' | 'failed' | 'unknown' | 'off';

export interface GateResult {
  /** Stable within the model: `absolute:auc`. Waivers and the fingerprint name it. */
  readonly name: string;
  readonly kind: GateKind;
  readonly title: string;
  readonly state: GateState;
  /** What is asked and what was found, in figures: `≥ 0.80`, `0.843`. */
  readonly limit?: string;
  readonly value?: string;
  /** One sentence that says why, for people. */
  readonly sentence: string;
  /** Who may waive it: people and groups as configured. */
  readonly owners: readonly string[];
}

/** Who cannot vote because they made it; compared without case with a person's id and principal name. */
export interface Makers {
  /** User who trained the run, as MLflow names them. */
  readonly trainer?: string;
  /** Who had brickbot run the training, where it did: jobs run as service principals. */
  readonly starter?: string;
  /** Name and e-mail address of the last committer of the candidate's commit. */
  readonly committer?: { readonly name: string; readonly email: string };
}

export interface Evidence {
  readonly target: PromotionTarget;
  readonly candidate: ModelVersion;
  /** What the target holds now; absent when nothing does. */
  readonly champion?: ModelVersion & { readonly since?: number; readonly by?: string };
  readonly metrics: readonly MetricComparison[];
  /** Only parameters that differ. */
  readonly params: readonly Difference[];
  readonly sameParams: number;
  /** What makes the comparison unfair (other data, other runtime): named first on the card. */
  readonly unfair: readonly Difference[];
  readonly candidateCommit?: string;
  readonly championCommit?: string;
  /** Commits since the champion's commit, newest first, with how many more there are. */
  readonly commits?: { readonly ahead: readonly Commit[]; readonly more: number; readonly behind: number };
  readonly gates: readonly GateResult[];
  readonly makers: Makers;
  /** History of the metric that counts, per side, for the chart. */
  readonly curves: readonly {
    readonly side: 'candidate' | 'champion';
    readonly metric: string;
    readonly points: readonly { readonly step: number; readonly value: number }[];
  }[];
  /** What could not be read, in a sentence each: shown, never hidden. */
  readonly missing: readonly string[];
  /** ms since the epoch. */
  readonly readAt: number;
}
