// `npm run bench -- turns`: our bot beside the bare botbuilder bot, the newer SDKs and the limit, in one run, taking turns, so that
// whatever else the machine does meets all. Every turn has complete token checks and a reply over HTTPS with a bearer token.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BOTS,
  type Bot,
  coldStart,
  MB,
  openSky,
  quiet,
  repliesOf,
  type Sky,
  startBot,
  targetOf,
  usageOf,
} from './bots.ts';
import { load, type Wish } from './load.ts';
import { median, percentile } from './numbers.ts';
import { type Child, pinned, stepAside } from './processes.ts';
import { proveTokenChecks } from './proof.ts';

export interface Side {
  readonly key: Bot['key'];
  readonly name: string;
  /** Turns a second with 16 messages under way, and with one. */
  readonly turnsPerSecond: number;
  readonly turnsPerSecondAlone: number;
  /** Seconds of processor time per 1,000 turns with 16 under way. */
  readonly cpuPerThousand: number;
  /** ms, with 16 under way and with one. */
  readonly p50: number;
  readonly p99: number;
  readonly p50Alone: number;
  readonly p99Alone: number;
  /** Presses of a button a second, 16 under way. */
  readonly invokesPerSecond: number;
  /** ms from the start of the process to its first reply at the connector. */
  readonly coldStart: number;
  /** MB: some seconds after the first reply, and after the load. */
  readonly idle: number;
  readonly loaded: number;
}

/** Ours over theirs; medians over neighbouring slices: steadier than ratios of medians on a machine that others use too. */
export interface Ratios {
  readonly turnsPerSecond: number;
  readonly cpu: number;
  readonly invokesPerSecond: number;
  readonly coldStart: number;
}

export interface TurnsResult {
  readonly sides: readonly Side[];
  readonly ratios: Readonly<Record<string, Ratios>>;
  readonly refused: readonly string[];
  /** What is wanted, and whether it is so. */
  readonly goals: readonly { readonly goal: string; readonly met: boolean }[];
  readonly met: boolean;
  readonly pinned: boolean;
  readonly rounds: number;
}

export interface TurnsWish {
  readonly rounds: number;
  readonly seconds: number;
  readonly coldStarts: number;
}

/** One second or so of load on one bot. */
interface Slice {
  readonly turnsPerSecond: number;
  readonly cpuPerThousand: number;
  readonly p50: number;
  readonly p99: number;
  readonly rss: number;
}

/** What was measured on one bot, in the order of time, so that slices at the same place were neighbours. */
interface Measured {
  readonly many: Slice[];
  readonly alone: Slice[];
  readonly presses: Slice[];
  readonly colds: { readonly cold: number; readonly idle?: number }[];
}

/** s */
const WARM_UP = 2;
const ALONE = 0.5;
const PRESSES = 0.5;
/** ms, and how often, for replies that are late. */
const LOOK_AGAIN = 250;
const LOOKS = 20;
/** Cold starts after which the memory at idle is looked at. */
const IDLE_LOOKS = 3;

/** @param tell is given a line about what is being done */
export const benchTurns = async (wish: TurnsWish, tell: (line: string) => void): Promise<TurnsResult> => {
  stepAside();
  const sky = await openSky();
  const measured = new Map<Bot, Measured>(
    BOTS.map((bot) => [bot, { many: [], alone: [], presses: [], colds: [] }]),
  );
  const notes = (bot: Bot): Measured => {
    const found = measured.get(bot);
    if (!found) throw new Error(`${bot.name} was not asked for`);
    return found;
  };
  let refused: readonly string[] = [];
  try {
    // These first starts also fill the page cache, and the compile cache where one is used.
    refused = await proveTokenChecks(sky);
    tell(`all bots refuse forged tokens (${refused.length} kinds)`);
    for (let nth = 1; nth <= wish.coldStarts; nth++) {
      for (const bot of alternate(nth)) notes(bot).colds.push(await coldStart(bot, sky, nth <= IDLE_LOOKS));
      tell(`cold start ${nth} of ${wish.coldStarts}`);
    }
    for (let nth = 1; nth <= wish.rounds; nth++) {
      await oneRound(nth, notes, sky, wish.seconds);
      tell(`round ${nth} of ${wish.rounds}`);
    }
  } finally {
    await sky.cloud.stop();
  }
  const sides = BOTS.map((bot) => summary(bot, notes(bot)));
  const [ours] = BOTS.filter(({ key }) => key === 'ours');
  if (!ours) throw new Error('our own bot is not among the bots');
  const ratios = Object.fromEntries(
    BOTS.filter((bot) => bot !== ours).map((bot) => [bot.key, ratiosOf(notes(ours), notes(bot))]),
  );
  const goals = goalsOf(ratios);
  return {
    sides,
    ratios,
    refused,
    goals,
    met: goals.every(({ met }) => met),
    pinned,
    rounds: wish.rounds * wish.seconds,
  };
};

const alternate = (nth: number): readonly Bot[] => (nth % 2 === 0 ? BOTS.toReversed() : BOTS);

/** All bots are up; they are loaded in turn, a second each, so that a busy moment of the machine meets all. */
const oneRound = async (
  round: number,
  notes: (bot: Bot) => Measured,
  sky: Sky,
  seconds: number,
): Promise<void> => {
  const running = await Promise.all(
    alternate(round).map(async (bot) => [bot, await startBot(bot, sky)] as const),
  );
  try {
    for (const [, child] of running) {
      await load(targetOf(child, sky), 16, WARM_UP);
      await load(targetOf(child, sky), 16, PRESSES, 'press');
    }
    for (let nth = 0; nth < seconds; nth++) {
      for (const [bot, child] of running) notes(bot).many.push(await slice(child, sky, 16, 1));
      for (const [bot, child] of running)
        notes(bot).presses.push(await slice(child, sky, 16, PRESSES, 'press'));
      for (const [bot, child] of running) notes(bot).alone.push(await slice(child, sky, 1, ALONE));
    }
  } finally {
    // Also when a slice failed: what else is measured must not share the machine with them.
    for (const [, child] of running) await child.stop();
  }
};

const slice = async (
  bot: Child,
  sky: Sky,
  concurrency: number,
  seconds: number,
  wish: Wish = 'message',
): Promise<Slice> => {
  await quiet(sky);
  const [callsBefore, before] = [await repliesOf(sky), await usageOf(bot)];
  const done = await load(targetOf(bot, sky), concurrency, seconds, wish);
  const after = await usageOf(bot);
  await quiet(sky);
  const count = async (): Promise<number> => (await repliesOf(sky)).calls - callsBefore.calls;
  // A press is answered in its own response; ours posts the card besides, as people want it to stay.
  const wanted = wish === 'press' ? [0, done.turns] : [done.turns];
  // On a busy machine the last replies may be on their way for a while.
  for (let look = 0, replies = await count(); !wanted.includes(replies); look++, replies = await count()) {
    if (look === LOOKS) throw new Error(`${done.turns} turns (${String(wish)}) brought ${replies} replies`);
    await sleep(LOOK_AGAIN);
  }
  return {
    turnsPerSecond: done.turns / done.seconds,
    cpuPerThousand: (after.cpu - before.cpu) / 1_000 / done.turns,
    p50: percentile(done.times, 0.5),
    p99: percentile(done.times, 0.99),
    rss: after.rss / MB,
  };
};

const over = <Item>(items: readonly Item[], pick: (item: Item) => number): number => median(items.map(pick));

const summary = ({ key, name }: Bot, { many, alone, presses, colds }: Measured): Side => ({
  key,
  name,
  turnsPerSecond: over(many, (part) => part.turnsPerSecond),
  turnsPerSecondAlone: over(alone, (part) => part.turnsPerSecond),
  cpuPerThousand: over(many, (part) => part.cpuPerThousand),
  p50: over(many, (part) => part.p50),
  p99: over(many, (part) => part.p99),
  p50Alone: over(alone, (part) => part.p50),
  p99Alone: over(alone, (part) => part.p99),
  invokesPerSecond: over(presses, (part) => part.turnsPerSecond),
  coldStart: over(colds, ({ cold }) => cold),
  idle: median(colds.flatMap(({ idle }) => idle ?? [])),
  loaded: over(many, (part) => part.rss),
});

const ratiosOf = (ours: Measured, theirs: Measured): Ratios => {
  const ratio = <Item>(mine: readonly Item[], other: readonly Item[], pick: (item: Item) => number): number =>
    median(mine.flatMap((item, nth) => (other[nth] === undefined ? [] : pick(item) / pick(other[nth]))));
  return {
    turnsPerSecond: ratio(ours.many, theirs.many, (part) => part.turnsPerSecond),
    cpu: ratio(ours.many, theirs.many, (part) => part.cpuPerThousand),
    invokesPerSecond: ratio(ours.presses, theirs.presses, (part) => part.turnsPerSecond),
    coldStart: ratio(ours.colds, theirs.colds, ({ cold }) => cold),
  };
};

const goalsOf = (ratios: Readonly<Record<string, Ratios>>): TurnsResult['goals'] => {
  const peers = (['bare', 'agents', 'teams'] as const).flatMap((key) => ratios[key] ?? []);
  const [limit, bare] = [ratios['limit'], ratios['bare']];
  return [
    {
      goal: 'more turns a second than every peer',
      met: peers.every(({ turnsPerSecond }) => turnsPerSecond > 1),
    },
    { goal: 'less processor time a turn than every peer', met: peers.every(({ cpu }) => cpu < 1) },
    { goal: 'at least half of the limit’s turns a second', met: (limit?.turnsPerSecond ?? 0) >= 0.5 },
    {
      goal: 'a cold start no slower than the bare bot’s',
      met: (bare?.coldStart ?? Number.POSITIVE_INFINITY) <= 1,
    },
  ];
};
