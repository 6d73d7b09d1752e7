// What watching costs: calls of the true poller on the true store against a list of runs that counts, while the clock is wound.
import { silentLog } from '../src/base/log.ts';
import { createLimits } from '../src/databricks/limits.ts';
import type { JobRun, RunState } from '../src/domain/run.ts';
import { readFact } from '../src/store/facts.ts';
import { openStore } from '../src/store/index.ts';
import { insertOperation } from '../src/store/operations.ts';
import { createPoller } from '../src/workers/poller.ts';

/** Databricks gives at most so many runs a page with their tasks. */
const PAGE = 25;
/** The client's own share of the workspace's 30 list calls a second. */
const LISTS_A_SECOND = 25;
const DELAY_MS = 10_000;
const SPAN_MS = 600_000;
const ALLOWED = 1.2;
const OP = 'BENCH';

export interface WatchRow {
  readonly runs: number;
  readonly motion: 'quiet' | 'busy';
  /** Calls in the span, and the fewest that find every ending within the delay. */
  readonly calls: number;
  readonly minimum: number;
  readonly ratio: number;
  /** Endings found, of how many; the longest time from an ending to its record, in ms of the wound clock. */
  readonly found: number;
  readonly ended: number;
  readonly slowest: number;
  /** The delay that the limit of list calls permits at this size, in ms. */
  readonly permitted: number;
  /** Whether the ratio is held against the goal: few busy runs are read faster than 10 s on purpose. */
  readonly judged: boolean;
}

export interface WatchResult {
  readonly rows: readonly WatchRow[];
  readonly allowed: number;
  readonly met: boolean;
}

export const benchWatch = async (
  sizes: readonly number[],
  tell: (line: string) => void,
): Promise<WatchResult> => {
  const rows: WatchRow[] = [];
  for (const runs of sizes)
    for (const motion of ['quiet', 'busy'] as const) {
      tell(`watching ${runs} runs, ${motion}`);
      rows.push(await watch(runs, motion));
    }
  const met = rows.every(
    ({ judged, ratio, found, ended, slowest, permitted }) =>
      found === ended && slowest <= permitted && (!judged || ratio <= ALLOWED),
  );
  return { rows, allowed: ALLOWED, met };
};

const watch = async (count: number, motion: WatchRow['motion']): Promise<WatchRow> => {
  let now = 1_800_000_000_000;
  // Waiting for the limit takes the time that it takes; nothing else sleeps here.
  const clock = {
    now: () => now,
    sleep: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
  };
  const limits = createLimits(clock);
  const store = await openStore({ memory: true, clock });
  const active = new Map<string, JobRun>();
  const over = new Map<string, JobRun>();
  const endedAt = new Map<string, number>();
  let calls = 0;
  const poller = createPoller({
    store,
    clock,
    log: silentLog,
    runs: () => ({
      activePages: async function* () {
        const listed = Array.from(active.values());
        for (let from = 0; from === 0 || from < listed.length; from += PAGE) {
          calls += 1;
          await limits.take('runs-list');
          yield listed.slice(from, from + PAGE);
        }
      },
      get: async (runId) => {
        calls += 1;
        return over.get(runId) ?? run(runId, 'running');
      },
    }),
  });
  try {
    const ids = Array.from({ length: count }, (_, index) => `${index + 1}`);
    for (const id of ids) active.set(id, run(id, 'running'));
    // One operation waits for all of them: who is woken costs the workspace nothing.
    await store.transaction((trx) =>
      insertOperation(trx, {
        op: OP,
        key: OP,
        kind: 'tests',
        joinKey: undefined,
        exclusiveKey: undefined,
        rerunOf: undefined,
        heldUntil: undefined,
        input: {},
        requester: { id: 'bench', name: 'Bench' },
        place: {
          scope: 'terminal',
          conversationId: 'bench',
          serviceUrl: '',
          channelId: 'terminal',
          botId: 'b',
        },
        words: 'run tests',
        utteranceId: OP,
        stepNames: ['run'],
        startedAt: now,
      }),
    );
    for (let from = 0; from < count; from += 1_000)
      await store.db
        .insertInto('watched_runs')
        .values(
          ids.slice(from, from + 1_000).map((id) => ({ workspace: 'w', run_id: id, op: OP, since: now })),
        )
        .execute();
    const signal = new AbortController().signal;
    const look = async (): Promise<number> => {
      const before = now;
      await poller.look('w', signal);
      const { every } = (await readFact(store.db, 'poller:w')) as { readonly every: number };
      return Math.max(1_000, every - (now - before));
    };
    // The first looks are not the watch: the rhythm begins quick.
    let every = await look();
    for (let looks = 0; every < DELAY_MS && looks < 20; looks += 1) {
      now += every;
      every = await look();
    }
    calls = 0;
    const began = now;
    let next = now + every;
    let minimum = 0;
    const ending = motion === 'quiet' ? count / 100 : count / 10;
    const step = SPAN_MS / (Math.floor(ending) + 1);
    const endings = Array.from({ length: Math.floor(ending) }, (_, index) => began + (index + 1) * step);
    const pending = motion === 'quiet' ? endings.map(() => began + SPAN_MS / 2) : endings;
    let tick = began;
    while (next <= began + SPAN_MS) {
      while (tick < next) {
        tick += DELAY_MS;
        minimum += Math.ceil(active.size / PAGE);
      }
      now = next;
      while (pending[0] !== undefined && pending[0] <= now) {
        const at = pending.shift() ?? now;
        const id = ids[endedAt.size] ?? '';
        active.delete(id);
        over.set(id, run(id, 'passed'));
        endedAt.set(id, at);
      }
      next = (await look()) + now;
    }
    const read = await store.db
      .selectFrom('watched_runs')
      .select(['run_id', 'ended_at'])
      .where('ended_at', 'is not', null)
      .execute();
    const delays = read.map(({ run_id, ended_at }) => (ended_at ?? now) - (endedAt.get(run_id) ?? 0));
    // What the limit lets through in the span is the most that anybody can ask.
    const fewest = Math.min(minimum, (SPAN_MS / 1_000) * LISTS_A_SECOND) + endedAt.size;
    const pages = Math.ceil(count / PAGE);
    const whole = (pages / LISTS_A_SECOND) * 1_000;
    return {
      runs: count,
      motion,
      calls,
      minimum: fewest,
      ratio: calls / fewest,
      found: read.length,
      ended: endedAt.size,
      slowest: Math.max(0, ...delays),
      // An ending just behind the page in hand is met on the next round, and a round takes its time.
      permitted: Math.max(DELAY_MS + whole, 2 * whole + 2_000),
      judged: motion === 'quiet' || count >= 1_000,
    };
  } finally {
    await store.close();
  }
};

const run = (runId: string, state: RunState): JobRun => ({
  runId,
  name: 'n',
  state,
  startedAt: 1,
  tasks: [],
});

export const watchTable = ({ rows, allowed, met }: WatchResult): string =>
  [
    'ten minutes of a wound clock; the fewest calls for a delay of 10 s beside ours',
    '  runs  motion   calls  fewest  ratio  endings found  slowest s  permitted s',
    ...rows.map(({ runs, motion, calls, minimum, ratio, found, ended, slowest, permitted, judged }) =>
      [
        String(runs).padStart(6),
        motion.padEnd(6),
        String(calls).padStart(6),
        String(minimum).padStart(6),
        ratio.toFixed(2).padStart(5),
        `${found} of ${ended}`.padStart(13),
        (slowest / 1_000).toFixed(1).padStart(9),
        (permitted / 1_000).toFixed(1).padStart(11),
        judged ? '' : '(quicker on purpose)',
      ].join('  '),
    ),
    `goal ≤ ${allowed} ×: ${met ? 'met' : 'not met'}`,
  ].join('\n');
