// Watches the Databricks runs that operations wait for. One look at a time for each workspace, on whichever replica takes its
// turn: list pages of active runs, then one question for each run that left them. Nothing is asked while nothing is watched.
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../base/clock.ts';
import { asFault } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { BLIND_MS } from '../domain/notice.ts';
import { type JobRun, runHasEnded } from '../domain/run.ts';
import { readFact, writeFact } from '../store/facts.ts';
import type { Store } from '../store/index.ts';
import { openWatches, recordRun, type WatchedRunRow, watchedWorkspaces } from '../store/watched-runs.ts';
import type { JobWatch } from './job-watch.ts';

/** Where runs are read: one workspace's API. */
export interface RunSource {
  /** Pages of active runs with their tasks, newest first. */
  activePages(signal: AbortSignal): AsyncIterable<readonly JobRun[]>;
  /** @throws Fault `upstream-not-found` when there is no such run (any more) */
  get(runId: string, signal?: AbortSignal): Promise<JobRun>;
}

export interface PollerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The source of a workspace, by the name that watching steps gave. */
  runs(workspace: string): RunSource;
  /** Jobs that people listen to; absent where nobody can. */
  readonly jobs?: JobWatch;
}

export interface Poller {
  /** One look at a workspace; sets the alarm for the next while something is watched. */
  look(workspace: string, signal: AbortSignal): Promise<void>;
  /** At start: looks at every workspace in which something is watched, so that what happened meanwhile is known at once. */
  catchUp(): Promise<void>;
}

/** What outlives a look, in the table of facts. */
interface Rhythm {
  /** Ms between this look and the next. */
  readonly every: number;
  /** Nobody asks before this instant: the workspace said so. */
  readonly heldUntil: number;
  /** Pages of active runs at the last look: tells whether single questions are cheaper. */
  readonly pages: number;
  /** Looks in a row that failed. */
  readonly failures: number;
  /** How many runs were watched: a new one brings the quick rhythm back. */
  readonly watched: number;
  /** When the first of the looks in a row failed. */
  readonly failingSince?: number;
}

const QUICK_MS = 1_000;
const SLOW_MS = 10_000;
/** The quick rhythm reads at most a page in so many ms: a fraction of the workspace's 30 list calls a second. */
const PAGE_PACE_MS = 250;
const SLOWEST_RETRY_MS = 60_000;
const FRESH: Rhythm = { every: QUICK_MS, heldUntil: 0, pages: 1, failures: 0, watched: 0 };

export const createPoller = (parts: PollerParts): Poller => {
  const { store, clock, log } = parts;
  const look: Poller['look'] = async (workspace, signal) => {
    const fact = `poller:${workspace}`;
    const rhythm = { ...FRESH, ...((await readFact(store.db, fact)) as Partial<Rhythm> | undefined) };
    const again = (rest: Rhythm, ms: number): Promise<void> =>
      store.transaction(async (trx) => {
        if (!isDeepStrictEqual(rest, rhythm)) await writeFact(trx, fact, rest, clock.now());
        await store.queue.wake(trx, 'runs', { key: workspace, after: ms });
      });
    const held = rhythm.heldUntil - clock.now();
    if (held > 0) return again(rhythm, held);
    const watched = await openWatches(store.db, workspace);
    const listened = (await parts.jobs?.listened(workspace)) ?? new Map<string, number>();
    if (watched.length === 0 && listened.size === 0) {
      // The next run that is watched is looked at in the quick rhythm again.
      if (rhythm.watched > 0)
        await writeFact(store.db, fact, { ...rhythm, watched: 0, every: QUICK_MS }, clock.now());
      return;
    }
    try {
      const began = clock.now();
      // Whoever listens to jobs needs the whole list; what operations wait for is then found in it.
      const listed = listened.size > 0 ? await everyPage(parts.runs(workspace), signal) : [];
      const { changed, pages } = await read(parts, workspace, watched, rhythm.pages, signal, listed);
      const moved =
        listened.size > 0 &&
        (await parts.jobs?.look({ workspace, listened, active: listed.flat(), began, signal })) === true;
      if (rhythm.failures > 0) await parts.jobs?.seeing(workspace);
      const lively = changed || moved || watched.length > rhythm.watched;
      const pagesNow = listed.length || pages;
      // With thousands of runs something always moves; looking at all of them each second would take the whole list limit.
      const quickest = Math.min(SLOW_MS, Math.max(QUICK_MS, pagesNow * PAGE_PACE_MS));
      const every = lively ? quickest : Math.min(SLOW_MS, Math.max(quickest, Math.round(rhythm.every * 1.5)));
      // Where the list is long, reading it takes the time between two looks: then the next one follows at once.
      const rest = Math.max(QUICK_MS, every - (clock.now() - began));
      await again({ every, heldUntil: 0, pages: pagesNow, failures: 0, watched: watched.length }, rest);
    } catch (error) {
      if (signal.aborted) return store.queue.wake(undefined, 'runs', { key: workspace });
      const fault = asFault(error);
      const failures = rhythm.failures + 1;
      const asked = (fault.details.retryAfterSeconds ?? 0) * 1_000;
      const pause = Math.max(asked, Math.min(SLOWEST_RETRY_MS, QUICK_MS * 2 ** Math.min(failures, 10)));
      const fields = {
        workspace,
        code: fault.code,
        failures,
        error: fault.code === 'internal' ? fault.cause : undefined,
      };
      log.warn(fields, 'the runs of a workspace could not be read');
      // Too many requests concerns everybody who asks this workspace, whoever wakes the poller.
      const heldUntil = fault.code === 'upstream-throttled' ? clock.now() + pause : 0;
      const failingSince = rhythm.failingSince ?? clock.now();
      if (listened.size > 0 && clock.now() - failingSince >= BLIND_MS)
        await parts.jobs?.blind(workspace, failingSince);
      await again({ ...rhythm, failures, heldUntil, failingSince }, pause);
    }
  };
  return {
    look,
    catchUp: async () => {
      const listened = (await parts.jobs?.workspaces()) ?? [];
      for (const workspace of new Set([...(await watchedWorkspaces(store.db)), ...listened]))
        await store.queue.wake(undefined, 'runs', { key: workspace });
    },
  };
};

const everyPage = async (source: RunSource, signal: AbortSignal): Promise<readonly (readonly JobRun[])[]> => {
  const listed: (readonly JobRun[])[] = [];
  for await (const page of source.activePages(signal)) listed.push(page);
  return listed;
};

/** Reads every watched run once, in the cheaper way, and stores what has changed. */
const read = async (
  parts: PollerParts,
  workspace: string,
  watched: readonly WatchedRunRow[],
  pagesBefore: number,
  signal: AbortSignal,
  listed: readonly (readonly JobRun[])[],
): Promise<{ readonly changed: boolean; readonly pages: number }> => {
  const source = parts.runs(workspace);
  const wanted = new Map<string, JobRun | undefined>(watched.map(({ runId, run }) => [runId, run]));
  const missing = new Set(wanted.keys());
  let changed = false;
  let pages = 0;
  const see = async (seen: readonly (readonly [string, JobRun | undefined])[]): Promise<void> => {
    const moved = seen.filter(([runId, run]) => {
      missing.delete(runId);
      const before = wanted.get(runId);
      return !run || !before || !isDeepStrictEqual(before, JSON.parse(JSON.stringify(run)));
    });
    if (moved.length === 0) return;
    changed = true;
    await record(parts, workspace, moved);
  };
  const seePage = (page: readonly JobRun[]): Promise<void> =>
    see(page.filter(({ runId }) => missing.has(runId)).map((run) => [run.runId, run] as const));
  for (const page of listed) await seePage(page);
  // With fewer watched runs than pages, single questions cost less than the list.
  if (listed.length === 0 && wanted.size > pagesBefore) {
    for await (const page of source.activePages(signal)) {
      pages += 1;
      await seePage(page);
      // What was looked for is found: the rest of the list concerns others.
      if (missing.size === 0 || pages >= wanted.size + 1) break;
    }
  }
  for (const runId of Array.from(missing)) {
    try {
      await see([[runId, await source.get(runId, signal)]]);
    } catch (error) {
      if (asFault(error).code !== 'upstream-not-found') throw error;
      await see([[runId, undefined]]);
    }
  }
  return { changed, pages: pages === 0 ? pagesBefore : pages };
};

/** Stores a page of runs that moved and wakes whoever waits for them, in one transaction. */
const record = async (
  { store, clock }: PollerParts,
  workspace: string,
  seen: readonly (readonly [string, JobRun | undefined])[],
): Promise<void> => {
  await store.transaction(async (trx) => {
    const waiting = new Set<string>();
    for (const [runId, run] of seen) {
      const over = run === undefined || runHasEnded(run.state);
      for (const op of await recordRun(trx, { workspace, runId, run, over, now: clock.now() }))
        waiting.add(op);
    }
    for (const op of waiting) await store.queue.wake(trx, 'operations', { key: op });
  });
};
