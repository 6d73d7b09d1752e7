// How a kind of operation is carried out: a list of named steps that the engine walks. A step may be run again after a
// crash at any line, so it looks before it acts, and its outside effects carry the operation's effect key.
import type { Changed } from '../../base/errors.ts';
import type { Operation, OperationKind, Reason } from '../../domain/operation.ts';
import type { JobRun } from '../../domain/run.ts';

export interface StepContext<Input = unknown> {
  /** The record as it stands, earlier steps and their data included. */
  readonly operation: Operation<Input>;
  /** Idempotency key of this step's outside effect, the same on every attempt; at most 64 characters. */
  readonly effectKey: string;
  /** 1 on the first attempt; more after a retry or a restart. */
  readonly attempt: number;
  /**
   * Aborts when the process stops or another replica took over; the step is then begun again with the same key. Cancelling does
   * not abort: an effect that is under way is seen through, so that what there is to stop is known.
   */
  readonly signal: AbortSignal;
  /** The run that the step watches, as the poller last read it: no need to ask again. Absent before the first look. */
  readonly watched?: JobRun;
  /** What this or an earlier step stored. */
  data<T>(step: string): T | undefined;
  /** Stores progress before the step ends, and repaints the card: before an effect, to remember what is about to happen. */
  note(detail: string, data?: unknown): Promise<void>;
}

export type StepOutcome =
  | { readonly kind: 'done'; readonly detail?: string; readonly data?: unknown }
  | { readonly kind: 'skip'; readonly detail?: string }
  /** Not over yet: run the step again after `afterMs`. */
  | {
      readonly kind: 'again';
      readonly afterMs: number;
      readonly detail?: string;
      readonly data?: unknown;
      /** Somebody may stir the operation meanwhile (a vote): then it looks again at once. */
      readonly stirrable?: boolean;
    }
  /**
   * Kept out for a while before anything was done, by something that may let others through: the operation goes back into its line,
   * keeps its turn, and is begun again after `afterMs` or when somebody ends its rest. For a first step only.
   */
  | {
      readonly kind: 'aside';
      readonly afterMs: number;
      readonly detail?: string;
      readonly data?: unknown;
    }
  /** Not over yet: run the step again when the watched Databricks run has moved or ended. */
  | {
      readonly kind: 'watch';
      readonly workspace: string;
      readonly runId: string;
      readonly detail?: string;
      readonly data?: unknown;
    }
  /** The operation is over here. `data` is kept on the step. */
  | {
      readonly kind: 'end';
      readonly state: 'failed' | 'refused' | 'cancelled';
      readonly reason: Reason;
      readonly detail?: string;
      readonly data?: unknown;
    };

export type StopOutcome =
  | { readonly kind: 'stopped'; readonly detail?: string }
  /** Asked to stop; look again after `afterMs`. */
  | { readonly kind: 'again'; readonly afterMs: number; readonly detail?: string }
  /** It was over before the stop arrived: the steps go on and tell how it ended. */
  | { readonly kind: 'too-late' };

export interface PlaybookStep<Input = unknown> {
  readonly name: string;
  /** What the card shows: "Check the commit out". */
  readonly title: string;
  run(context: StepContext<Input>): Promise<StepOutcome>;
  /** How long its outcome may stay unknown, in ms, before the operation ends without knowing; an hour when absent. */
  readonly patienceMs?: number;
  /** What the outside world has of this step once it is done, from what it stored. Absent: nothing. */
  effect?(data: unknown): Changed;
}

/** The way back from an ended operation, from what its steps recorded: shown before anything is started. */
export interface Inverse {
  /** What is started to go back, and its input. */
  readonly kind: OperationKind;
  readonly input: unknown;
  /** What stands there now, and what would after it, as people say it: `feature-x at 1f2e3d4c`. */
  readonly from: string;
  readonly to: string;
  /** What going back does not undo: rows that were written, messages that were sent. */
  readonly stays: readonly string[];
}

export interface Playbook<Input = unknown, Result = unknown> {
  readonly kind: OperationKind;
  readonly steps: readonly PlaybookStep<Input>[];
  /** Operations with the same key run one after the other in the order of asking: `environment:staging`. */
  exclusive?(input: Input): string | undefined;
  /** The result from what the steps stored; also called for failed operations, where it may be undefined. */
  result(operation: Operation<Input>): Result | undefined;
  /** Asks the outside world to stop what is running. Absent: stopping between two steps is enough. */
  stop?(context: StepContext<Input>): Promise<StopOutcome>;
  /** How long an operation of this kind may take, in ms; the engine's own limit when absent. */
  timeLimitMs?(input: Input): number;
  /** The way back from this operation; undefined when there is none. Absent: nothing of this kind can be undone. */
  inverse?(operation: Operation<Input, Result>): Promise<Inverse | undefined>;
  /** Takes temporary things away, whatever the ending; repeated until it succeeds. */
  cleanup?(context: StepContext<Input>): Promise<void>;
}
