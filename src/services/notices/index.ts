// From endings to posts. Whoever notices an ending only writes it down; here it is read, explained, and put into the outbox once for
// each subscriber, in one transaction with the mark that it was told.
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { RunsApi } from '../../databricks/runs.ts';
import { isOpen, lineOf } from '../../domain/notice.ts';
import type { JobRun } from '../../domain/run.ts';
import type { Subject } from '../../domain/subscription.ts';
import {
  type Ending,
  type EventSource,
  markTold,
  recordEnding,
  type StoredEnding,
  subjectsToTell,
  tellKey,
  untoldEndings,
} from '../../store/events.ts';
import type { Store } from '../../store/index.ts';
import { NO_HISTORY, readHistory, writeHistory } from '../../store/notices.ts';
import { listenersOf } from '../../store/subscriptions.ts';
import { type BlindTools, type Source, tellBlind, tellSeeing } from './blind.ts';
import { breakSubscription, type OpenPersonal, withPersonalPlaces } from './broken.ts';
import { entryOf, historyAfter, runOf, verdictOf } from './entry.ts';
import { differencesOf, failureOf } from './explain.ts';
import { postEntry } from './post.ts';

export type { OpenPersonal } from './broken.ts';

type Key = Pick<Subject, 'kind' | 'workspace' | 'target'>;

export interface Notices {
  /** Writes endings down; those that are known already change nothing. Gives how many were new. */
  record(endings: readonly Ending[], source: EventSource): Promise<number>;
  /** Tells of the endings of a subject that nobody has told of. */
  tell(key: Key, openPersonal: OpenPersonal | undefined): Promise<void>;
  /** A post for this subscription could not be delivered: it is marked, and its owner told in a one-to-one conversation. */
  broken(subscription: string, why: string, openPersonal: OpenPersonal | undefined): Promise<void>;
  /** Nothing can be read there since that instant: everybody who listens there is told, once. */
  blind(source: Source, since: number): Promise<void>;
  /** It can be read again. */
  seeing(source: Source): Promise<void>;
  /** Wakes the teller for everything untold: no wake-up is trusted to be the last word. */
  recover(): Promise<void>;
}

export const noticesService = (parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  runs(workspace: string): Pick<RunsApi, 'output'>;
  /** Who keeps a job. Absent where nobody can be asked. */
  ownerOf?(workspace: string, jobId: string): Promise<string | undefined>;
}): Notices => {
  const { store, clock, log } = parts;
  /** The owner; whoever the run belongs to where that cannot be read. */
  const ownerOf = async ({ workspace, target }: Key, { creator }: JobRun): Promise<{ owner?: string }> => {
    const found = await parts.ownerOf?.(workspace, target).catch(() => undefined);
    const owner = found ?? creator;
    return owner === undefined ? {} : { owner };
  };
  const blindTools: BlindTools = { store, clock };
  /** Tells of the endings of a thing, or of one branch of a pipeline. */
  const tellLine = async (key: Key, line: string, endings: readonly StoredEnding[]): Promise<void> => {
    // Each line has a history of its own; ids of pipelines have no spaces.
    const own = line === '' ? key : { ...key, target: `${key.target} ${line}` };
    const history = (await readHistory(store.db, own)) ?? NO_HISTORY;
    const verdict = verdictOf(history, endings);
    if (!verdict) return;
    const run = runOf(verdict.ending);
    const bad = isOpen(verdict) && run !== undefined;
    const entry = entryOf(history, verdict, {
      ...(bad && {
        // Why a build failed stands in what was written down of it.
        failure: key.kind === 'pipeline' ? {} : await failureOf(parts.runs(key.workspace), run),
        differences: differencesOf(history.good, run),
        // Asked once an incident: what fails on is on the same card.
        ...(verdict.change === 'first-failure' && key.kind === 'job' && (await ownerOf(key, run))),
      }),
    });
    await store.transaction(async (trx) => {
      const now = clock.now();
      const told = await markTold(
        trx,
        endings.map(({ id }) => id),
        now,
      );
      if (told === 0) return;
      await writeHistory(trx, own, historyAfter(history, endings, verdict.health), now);
      for (const listener of await listenersOf(trx, key)) {
        // What had ended before somebody began to listen is not theirs.
        if (listener.createdAt > verdict.ending.at) continue;
        const said = { ...entry, name: listener.name, subscription: listener.id };
        const conversation = await postEntry(trx, listener, said, now);
        if (conversation !== undefined) await store.queue.wake(trx, 'posts', { key: conversation });
      }
    });
  };
  return {
    record: async (endings, source) => {
      let fresh = 0;
      for (const ending of endings) {
        const isNew = await store.transaction((trx) =>
          recordEnding(trx, store.queue, ending, { source, now: clock.now() }),
        );
        if (isNew) fresh += 1;
      }
      return fresh;
    },
    tell: async (key, openPersonal) => {
      const untold = await untoldEndings(store.db, key);
      if (untold.length === 0) return;
      await withPersonalPlaces({ store, clock, log }, key, openPersonal);
      const lines = Map.groupBy(untold, (ending) => lineOf(key.kind, runOf(ending)));
      for (const [line, endings] of lines) await tellLine(key, line, endings);
    },
    broken: (subscription, why, openPersonal) =>
      breakSubscription({ store, clock, log }, subscription, why, openPersonal),
    blind: (source, since) => tellBlind(blindTools, source, since),
    seeing: (source) => tellSeeing(blindTools, source),
    recover: async () => {
      for (const key of await subjectsToTell(store.db))
        await store.queue.wake(undefined, 'events', { key: tellKey(key) });
    },
  };
};
