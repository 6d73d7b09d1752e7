// What the engine and the conductor of tasks share about a run that is going on.
import type { Checkout, WorkspaceFiles } from '../files/contract.ts';
import type { WorkspaceContext } from '../kernel/context.ts';
import type { Run } from './model.ts';
import type { Slots } from './slots.ts';
import type { JobsStore } from './store.ts';

export type Notice = 'on_start' | 'on_success' | 'on_failure';

export interface EngineOptions {
  readonly context: WorkspaceContext;
  readonly files: WorkspaceFiles;
  readonly store: JobsStore;
  /** How long the pretended cluster takes to start, in ms. */
  readonly startDelayMs: number;
  /** Processes at once. */
  readonly maxProcesses: number;
  /** Told when a run starts and ends. */
  notify(run: Run, notice: Notice): void;
}

/** A run that is going on. */
export interface Active {
  readonly run: Run;
  /** Aborted with the ending as reason. */
  readonly stop: AbortController;
  readonly slots: Slots;
  readonly checkout: (() => Promise<Checkout>) | undefined;
  readonly options: EngineOptions;
  /** Tasks to run in this round. */
  readonly keys: readonly string[];
  save(): void;
}
