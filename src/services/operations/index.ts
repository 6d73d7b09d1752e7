// The face of the engine: everything that changes something is an operation, begun here, walked through its playbook by a
// worker, and readable at any moment from what is stored. `engine.ts` makes it.
import type { Operation, OperationKind } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import type { Trx } from '../../store/schema.ts';
import type { StartRequest } from './start.ts';

export interface OperationFilter {
  readonly limit: number;
  readonly kind?: OperationKind;
  readonly environment?: string;
  /** Id of a person. */
  readonly requester?: string;
  /** Only those that have not ended. */
  readonly active?: boolean;
}

export interface Operations {
  /**
   * Starts an operation, together with the post that shows it and the job that advances it, in one transaction. The same
   * utterance gives the same operation again; `joined` says that another one with the same join key is already at it.
   * @throws Fault `store-unavailable`: nothing was started
   */
  start(request: StartRequest): Promise<{ readonly operation: Operation; readonly joined: boolean }>;
  /** By its stored (normalised) id. @throws Fault `operation-not-found` */
  get(op: string): Promise<Operation>;
  find(op: string): Promise<Operation | undefined>;
  /** Newest first. */
  list(filter: OperationFilter): Promise<readonly Operation[]>;
  /** Ids of the operations that this one waits for, the one at work first; empty when it waits for none. */
  behind(op: string): Promise<readonly string[]>;
  /** 1 for the next in line, 0 when it is not waiting for others. */
  queuePosition(op: string): Promise<number>;
  /** Asks it to stop. One that has not begun is cancelled at once; an ended one is given back as it is. */
  cancel(op: string, by: Person): Promise<Operation>;
  /** Lets a held operation go on. @throws Fault `press-stale` when it does not wait for Start any more */
  release(op: string): Promise<Operation>;
  /**
   * Puts a waiting operation in front of the others in its line; `also` runs in the same transaction.
   * @throws Fault `not-in-line`, `operation-not-found`
   */
  jump(op: string, also?: (trx: Trx) => Promise<void>): Promise<Operation>;
  /** Something that it waits for has changed (a vote): it looks again at once and its card is drawn anew. */
  stir(trx: Trx, op: string): Promise<void>;
  /** Walks the operation as far as it goes now; called by the worker. Never two at once for one operation, on all replicas. */
  advance(op: string, signal?: AbortSignal): Promise<void>;
  /**
   * Wakes everything that is not over. At start, on an embedded database, it also ends the leases that a crash left behind;
   * `alive` says that this process is at work already and keeps them.
   */
  recover(options?: { readonly alive: boolean }): Promise<void>;
  /** Resolves with the first record that fits, looking again after every change. Rejects with the signal's reason. */
  waitFor(op: string, fits: (operation: Operation) => boolean, signal?: AbortSignal): Promise<Operation>;
}

export type { StartRequest };
