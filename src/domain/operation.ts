// The noun behind idea 1: everything that changes something is an operation.
import type { Changed } from '../base/errors.ts';
import type { Person } from './person.ts';
import type { Place } from './place.ts';

export const OPERATION_KINDS = ['deploy', 'tests', 'job', 'repair', 'promote', 'pipeline'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/**
 * Life of an operation. `queued` waits for its turn, `held` waits for a press on Start,
 * `running` has a step in hand, `cancelling` has been asked to stop,
 * `unknown` lost an answer and is being read back; it always leads on to an ended state.
 */
export const OPERATION_STATES = [
  'held',
  'queued',
  'running',
  'cancelling',
  'unknown',
  'done',
  'failed',
  'refused',
  'cancelled',
] as const;
export type OperationState = (typeof OPERATION_STATES)[number];
export const ENDED_STATES = [
  'done',
  'failed',
  'refused',
  'cancelled',
] as const satisfies readonly OperationState[];
export type EndedState = (typeof ENDED_STATES)[number];
export const hasEnded = (state: OperationState): state is EndedState =>
  (ENDED_STATES as readonly string[]).includes(state);

export type StepState = 'pending' | 'running' | 'waiting' | 'done' | 'failed' | 'skipped' | 'unknown';

export interface Step {
  /** Stable name, part of the idempotency key of the step's effect. */
  readonly name: string;
  readonly state: StepState;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** A short line for the card: "found at /Workspace/…". */
  readonly detail?: string;
  /** How often the step was begun; more than one after a restart or a retry. */
  readonly attempts: number;
  /** What the step learned, for later steps and for the inverse. JSON. */
  readonly data?: unknown;
}

/** Why an operation ended otherwise than done: a catalogue code with the facts that fill its sentences. */
export interface Reason {
  readonly code: string;
  readonly facts?: Readonly<Record<string, string | number>>;
  readonly attempted?: string;
  readonly changed?: Changed;
}

/** It ended without anybody knowing whether it took effect. */
export const isUnseen = (reason: Reason | undefined): boolean => reason?.code === 'outcome-unseen';

/** The durable record. `Input` and `Result` are the shapes of its kind (see deployment.ts, test-report.ts, job.ts). */
export interface Operation<Input = unknown, Result = unknown> {
  /** Short and sayable: `7K3F`. */
  readonly op: string;
  /** UUID from which idempotency keys are derived; the sayable id may be short-lived, this one never repeats. */
  readonly key: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly reason?: Reason;
  readonly input: Input;
  readonly result?: Result;
  readonly requester: Person;
  /** Where it was asked; its card lives there. */
  readonly place: Place;
  /** The command as it was typed. */
  readonly words: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly steps: readonly Step[];
  /** Set when somebody asked to stop it. */
  readonly cancelledBy?: Person;
  /** The operation that this one repeats (`rerun`). */
  readonly rerunOf?: string;
  /** It waits for a press on Start until this instant (ms since the epoch); absent when it waits for nobody. */
  readonly heldUntil?: number;
  /** Counts every change of the record: the card shows the newest revision. */
  readonly revision: number;
}

/** The idempotency key of one outside effect: the same operation and step always give the same key (at most 64 characters). */
export const effectKey = (operation: Pick<Operation, 'key'>, step: string): string =>
  `${operation.key}:${step}`.slice(0, 64);

/** Since when it is really at work: a deploy may have waited for Start or in line, inside its first step. */
export const workedSince = ({
  kind,
  startedAt,
  steps,
}: Pick<Operation, 'kind' | 'startedAt' | 'steps'>): number =>
  (kind === 'deploy' ? steps[1]?.startedAt : undefined) ?? startedAt;
