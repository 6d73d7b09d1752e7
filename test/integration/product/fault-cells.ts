// What the suites of the fault matrix share. A cell is one thing that people ask for, played while one call of it goes wrong in one
// way; the calls are found by watching the product at work, so one that is added tomorrow is in the matrix by itself.
import { setTimeout } from 'node:timers/promises';
import { CATALOGUE, type ErrorCode } from '../../../src/base/catalogue.ts';
import { hasEnded } from '../../../src/domain/operation.ts';
import type { Store } from '../../../src/store/index.ts';
import { conversationsToServe } from '../../../src/store/posts.ts';
import { watchedWorkspaces } from '../../../src/store/watched-runs.ts';
import { KINDS } from '../databricks/call-rows.ts';
import type { HurriedClock } from './clock.ts';
import type { Seen, Stage } from './stage.ts';
import type { World } from './world.ts';

export interface Calling {
  readonly method: string;
  /** Ids of the workspace stand as `*`. */
  readonly path: string;
}

export interface Cells {
  /** Lets waiting pass quickly until the work is done: pauses between two tries of one call, what a server asks to wait. */
  quickly<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The same for what waits in between, too: an operation's rests, looks at runs, the pace of posts. */
  hurried<Result>(seen: Seen, work: () => Promise<Result>): Promise<Result>;
  /** Forgets what was asked, lets the call go wrong in this way while the work is done, and heals the workspace. */
  meet(kind: string, call: Calling, work: () => Promise<Seen>): Promise<Seen>;
  /** Calls since the last `forget` of the world, each once. */
  asked(only?: RegExp): readonly Calling[];
  /** What is missing on a card that tells of a bad end: system, changed, next, and the operation to quote. */
  complaints(seen: Seen): Promise<readonly string[]>;
  /** Counts an ending; the summary tells how many there were. */
  count(good: boolean): void;
  summary(): string;
}

/** Trouble that goes away after a call or two is nobody's business. */
export const passes = (kind: string): boolean => KINDS[kind]?.times !== undefined;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const HURRY = 40;
/** A rest at most this long is passed at once, in ms; longer ones are the patience of people. */
const LONGEST_REST_MS = 60_000;
/** Pushing costs the database more than waiting does. */
const PUSH_MS = 200;
const SURELY_EVERY = 5;

/**
 * Wakes whoever a hurried operation waits for: the queue's own alarms ring by the wall's clock. A rest that was set after a fault, or
 * until the next look, is over at once.
 */
const pushOn = async (store: Store, clock: HurriedClock, op: string, over: AbortSignal): Promise<void> => {
  for (let pushes = 1; !over.aborted; pushes += 1) {
    const row = await store.db
      .selectFrom('operations')
      .select(['wake_at', 'cleanup_at'])
      .where('op', '=', op)
      .executeTakeFirst();
    const due = row?.wake_at ?? row?.cleanup_at;
    const rest = due == null ? undefined : due - clock.now();
    const rests = rest !== undefined && rest <= LONGEST_REST_MS;
    if (rests && rest > 0) clock.wind(rest);
    if (rests || pushes % SURELY_EVERY === 0) await store.queue.wake(undefined, 'operations', { key: op });
    for (const workspace of await watchedWorkspaces(store.db))
      await store.queue.wake(undefined, 'runs', { key: workspace });
    for (const conversation of await conversationsToServe(store.db))
      await store.queue.wake(undefined, 'posts', { key: conversation });
    await setTimeout(PUSH_MS);
  }
};

export const faultCells = (world: () => World, stage: () => Stage): Cells => {
  const totals = { cells: 0, done: 0, told: 0 };
  const quickly: Cells['quickly'] = async (work) => {
    const { clock } = stage();
    clock.hurry(HURRY);
    return work().finally(() => clock.hurry(1));
  };
  return {
    quickly,
    hurried: async ({ op }, work) => {
      const { clock, house } = stage();
      const { store } = await house.open();
      const over = new AbortController();
      const pushing = pushOn(store, clock, op, over.signal);
      try {
        return await quickly(work);
      } finally {
        over.abort();
        await pushing;
      }
    },
    meet: async (kind, { method, path }, work) => {
      world().forget();
      world().faults.add({ ...(KINDS[kind] ?? { kind: 'reset' }), method, path });
      try {
        return await work();
      } finally {
        world().forget();
      }
    },
    asked: (only) => {
      const calls = METHODS.flatMap((method) =>
        world()
          .asked(method, /^\/api\//)
          .map(({ path }) => `${method} ${path.replace(/\d{4,}/g, '*')}`),
      );
      return [...new Set(calls)]
        .filter((call) => only?.test(call) ?? true)
        .map((call) => {
          const [method = '', path = ''] = call.split(' ');
          return { method, path };
        });
    },
    complaints: async (seen) => {
      const { services } = await stage().house.open();
      const stored = seen.op === '' ? undefined : await services.operations.find(seen.op);
      const code = stored ? stored.reason?.code : seen.failure;
      const isKnown = code !== undefined && code in CATALOGUE;
      // A name that is not there is a slip of the asker’s: the card offers what is there, whoever keeps it.
      const isSlip = isKnown && CATALOGUE[code as ErrorCode].kind === 'input';
      const says = (what: RegExp): boolean => what.test(seen.text);
      return [
        ...(stored && !hasEnded(stored.state) ? [`it is ${stored.state}`] : []),
        ...(isKnown && code !== 'internal' ? [] : [`the code is ${code}`]),
        ...(isSlip || says(/Databricks|workspace|git/i) ? [] : ['no system']),
        ...(says(/Next: \S|Did you mean/) ? [] : ['nothing to do next']),
        ...(seen.op === '' || seen.text.includes(`op ${seen.op}`) ? [] : ['no operation to quote']),
        ...(says(/Nothing was changed|was changed|was started|may have|changed or not|not known/i)
          ? []
          : ['not whether anything changed']),
      ];
    },
    count: (good) => {
      totals.cells += 1;
      totals[good ? 'done' : 'told'] += 1;
    },
    summary: () =>
      `${totals.cells} cells: ${totals.done} ended well, ${totals.told} ended with a card that says what to do`,
  };
};
