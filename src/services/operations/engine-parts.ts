// What the files of the engine share: the store, the playbooks, and how a change becomes visible.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import type { Ids } from '../../base/ids.ts';
import type { Log } from '../../base/log.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Store } from '../../store/index.ts';
import { changeOperation, type OperationPatch } from '../../store/operations.ts';
import { wantRevision } from '../../store/posts.ts';
import type { Trx } from '../../store/schema.ts';
import type { Changes } from './changes.ts';
import type { Playbook } from './playbook.ts';

export interface EngineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly changes: Changes;
  readonly playbooks: ReadonlyMap<string, Playbook>;
  readonly timeLimitMs: number;
  /** The name under which the workspace of an environment is watched: environments of one workspace share its looks. */
  watchedAs?(environment: string): string;
  /** Told of every ending, in the transaction that ends the operation. */
  ended?(trx: Trx, operation: Operation): Promise<void>;
}

/** A walk's own hands: every write asks whether the lease is still ours. */
export interface Walk extends EngineParts {
  readonly op: string;
  /** Aborts when the process stops or the lease is lost. */
  readonly signal: AbortSignal;
  /** A transaction on the record, locked; gives `gone` and changes nothing when the lease was lost or the operation has ended. */
  write(work: (trx: Trx) => Promise<void>): Promise<'written' | 'gone'>;
}

/** What is next: look again at once, or leave the operation until it is woken (after this many ms, when it is known). */
export type Stride = 'go' | { readonly restMs?: number };

export const playbookOf = ({ playbooks }: EngineParts, { kind }: Pick<Operation, 'kind'>): Playbook => {
  const playbook = playbooks.get(kind);
  if (!playbook) throw new Fault('internal');
  return playbook;
};

/** A change that people see: the revision rises, and every card of the operation is wanted anew, in the same transaction. */
export const change = async (
  { store, clock }: Pick<EngineParts, 'store' | 'clock'>,
  trx: Trx,
  op: string,
  patch: OperationPatch,
  final = false,
): Promise<void> => {
  const revision = await changeOperation(trx, op, patch);
  for (const conversation of await wantRevision(trx, op, revision, final, clock.now()))
    await store.queue.wake(trx, 'posts', { key: conversation });
};
