import type { Commit } from './commit.ts';

export interface TestInput {
  readonly environment: string;
  readonly ref: string;
  readonly refKind: 'branch' | 'tag';
  readonly commit: Commit;
  readonly suite: string;
}

export type Verdict = 'passed' | 'failed' | 'error' | 'skipped';

export interface TestCase {
  readonly name: string;
  readonly verdict: Verdict;
  /** Duration in ms; 0 where the source does not tell. */
  readonly ms: number;
  /** The failing assertion. */
  readonly message?: string;
  /** First lines of the trace. */
  readonly trace?: string;
}

/** A metric that the tests assert, with its limit: "auc 0.843, limit 0.800". */
export interface AssertedMetric {
  readonly name: string;
  readonly value: number;
  readonly limit?: number;
  readonly direction?: 'higher' | 'lower';
}

export interface TestReport {
  readonly commit: string;
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly cases: readonly TestCase[];
  readonly metrics?: readonly AssertedMetric[];
}
