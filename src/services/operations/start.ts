// How an operation comes to be: its record, its steps, the post that shows it and the job that advances it, all or nothing.
import { Fault } from '../../base/errors.ts';
import { traceHere } from '../../base/telemetry.ts';
import type { Operation, OperationKind } from '../../domain/operation.ts';
import {
  activeByJoinKey,
  byUtterance,
  findOperation,
  insertOperation,
  publicOperation,
} from '../../store/operations.ts';
import { addPost } from '../../store/posts.ts';
import type { Trx } from '../../store/schema.ts';
import { keepTrace } from '../../store/traces.ts';
import type { Asking } from './asking.ts';
import { type EngineParts, playbookOf } from './engine-parts.ts';

export interface StartRequest extends Asking {
  readonly kind: OperationKind;
  /** The input of the kind: DeployInput, TestInput, JobInput. */
  readonly input: unknown;
  /** An active operation with the same key is joined instead of starting a second one. */
  readonly joinKey?: string;
  readonly rerunOf?: string;
  /** Wait for `release` (a press on Start); cancelled when nobody presses within five minutes. */
  readonly heldUntilStart?: boolean;
}

/** How long a held operation waits for its press on Start. */
export const HELD_MS = 5 * 60_000;
const MOST_TRIES = 12;

interface Started {
  readonly operation: Operation;
  readonly joined: boolean;
}

export const startOperation = async (parts: EngineParts, request: StartRequest): Promise<Started> => {
  const { store, ids, changes } = parts;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    // Four letters are a million ids; when one is taken again and again the next try gets one letter more.
    const op = ids.sayable(4 + Math.floor(attempt / 3));
    const started = await store.transaction((trx) => begin(parts, trx, op, request));
    if (started) {
      changes.tell(started.operation.op);
      return started;
    }
  }
  throw new Fault('internal');
};

/** Undefined when the id was taken, or the operation to join has just ended: then it is tried again. */
const begin = async (
  parts: EngineParts,
  trx: Trx,
  op: string,
  request: StartRequest,
): Promise<Started | undefined> => {
  const { store, clock, ids } = parts;
  const playbook = playbookOf(parts, request);
  const now = clock.now();
  const conflict = await insertOperation(trx, {
    op,
    key: ids.unique(),
    kind: request.kind,
    input: request.input,
    requester: request.requester,
    place: request.place,
    words: request.words,
    utteranceId: request.utteranceId,
    joinKey: request.joinKey,
    exclusiveKey: playbook.exclusive?.(request.input),
    rerunOf: request.rerunOf,
    startedAt: now,
    heldUntil: request.heldUntilStart === true ? now + HELD_MS : undefined,
    stepNames: playbook.steps.map(({ name }) => name),
  });
  switch (conflict) {
    case undefined: {
      const trace = traceHere();
      if (trace !== undefined) await keepTrace(trx, op, trace);
      await show(parts, trx, op, request, 1);
      await store.queue.wake(trx, 'operations', {
        key: op,
        ...(request.heldUntilStart === true && { after: HELD_MS }),
      });
      return found(trx, op, false);
    }
    case 'op':
      return undefined;
    case 'utterance':
      return found(trx, await byUtterance(trx, request.utteranceId), false);
    case 'join': {
      const joined = await found(
        trx,
        request.joinKey === undefined ? undefined : await activeByJoinKey(trx, request.joinKey),
        true,
      );
      // Whoever joins from elsewhere gets a card there too.
      if (joined) await show(parts, trx, joined.operation.op, request, joined.operation.revision);
      return joined;
    }
  }
};

const show = async (
  { store, clock }: EngineParts,
  trx: Trx,
  op: string,
  { place }: StartRequest,
  revision: number,
): Promise<void> => {
  if (place.scope === 'terminal') return;
  await addPost(trx, { kind: 'card', op, place, revision, now: clock.now() });
  await store.queue.wake(trx, 'posts', { key: place.conversationId });
};

const found = async (trx: Trx, op: string | undefined, joined: boolean): Promise<Started | undefined> => {
  const stored = op === undefined ? undefined : await findOperation(trx, op);
  return stored && { operation: publicOperation(stored), joined };
};
