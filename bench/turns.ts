// `npm run bench -- turns`: our bot beside a bare botbuilder + restify bot, in one run, taking turns, so that whatever else
// the machine does meets both. Every turn has complete token checks and a reply over HTTPS with a bearer token.
import { SETTINGS_VARIABLE, type Usage } from './children/child-settings.ts';
import { load, openPool, sayHelp, type Target } from './load.ts';
import { median, percentile } from './numbers.ts';
import { type Child, pinned, startChild, stepAside } from './processes.ts';

export interface Side {
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
  /** ms from the start of the process to its first reply at the connector. */
  readonly coldStart: number;
  /** MB, after the load. */
  readonly rss: number;
}

export interface TurnsResult {
  readonly bare: Side;
  readonly ours: Side;
  /** Medians of the ratios of neighbouring slices: steadier than ratios of medians on a machine that others use too. */
  readonly ratios: { readonly turnsPerSecond: number; readonly cpu: number; readonly coldStart: number };
  /** What the project wants of the ratios. */
  readonly goals: { readonly turnsPerSecond: number; readonly cpu: number; readonly coldStart: number };
  readonly met: boolean;
  readonly pinned: boolean;
  readonly node: string;
}

export interface TurnsWish {
  readonly rounds: number;
  readonly seconds: number;
  readonly coldStarts: number;
  /** Our side's entry, from the benchmark's folder. */
  readonly ours: string;
}

interface Bot {
  readonly name: string;
  readonly entry: string;
  readonly flags: readonly string[];
}

const BARE: Bot = { name: 'botbuilder + restify, bare', entry: 'peers/bare.ts', flags: [] };
/** The flag that the product's own start line has: a larger young generation halves the slowest turns. */
const OUR_FLAGS = ['--max-semi-space-size=32'] as const;
const GOALS = { turnsPerSecond: 3, cpu: 0.35, coldStart: 1.15 } as const;

interface CloudHello {
  readonly caFile: string;
  readonly serviceUrl: string;
  readonly token: string;
  readonly settings: unknown;
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
  readonly colds: number[];
}

/** @param tell is given a line about what is being done */
export const benchTurns = async (wish: TurnsWish, tell: (line: string) => void): Promise<TurnsResult> => {
  stepAside();
  const cloud = await startChild('cloud-process.ts', { cpu: 1 });
  const hello = cloud.hello as CloudHello;
  const env = { NODE_EXTRA_CA_CERTS: hello.caFile, [SETTINGS_VARIABLE]: JSON.stringify(hello.settings) };
  const start = (bot: Bot): Promise<Child> => startChild(bot.entry, { flags: bot.flags, cpu: 0, env });
  const ourBot: Bot = { name: 'brickbot', entry: wish.ours, flags: OUR_FLAGS };
  const bots = [BARE, ourBot];
  const measured = new Map<Bot, Measured>(bots.map((bot) => [bot, { many: [], alone: [], colds: [] }]));
  try {
    // The first start of each fills the page cache, and the compile cache where one is used.
    for (const bot of bots) await coldStart(() => start(bot), cloud, hello);
    for (let nth = 1; nth <= wish.coldStarts; nth++) {
      for (const bot of alternate(bots, nth))
        measured.get(bot)?.colds.push(await coldStart(() => start(bot), cloud, hello));
      tell(`cold start ${nth} of ${wish.coldStarts}`);
    }
    for (let nth = 1; nth <= wish.rounds; nth++) {
      await oneRound(bots, start, measured, { cloud, hello, seconds: wish.seconds });
      tell(`round ${nth} of ${wish.rounds}`);
    }
  } finally {
    await cloud.stop();
  }
  const [bareMeasured, oursMeasured] = bots.map(
    (bot) => measured.get(bot) ?? { many: [], alone: [], colds: [] },
  );
  if (!bareMeasured || !oursMeasured) throw new Error('two bots were measured');
  const ratio = (mine: readonly number[], theirs: readonly number[]): number =>
    median(mine.map((value, nth) => value / (theirs[nth] ?? Number.NaN)));
  const ratios = {
    turnsPerSecond: ratio(
      oursMeasured.many.map((slice) => slice.turnsPerSecond),
      bareMeasured.many.map((slice) => slice.turnsPerSecond),
    ),
    cpu: ratio(
      oursMeasured.many.map((slice) => slice.cpuPerThousand),
      bareMeasured.many.map((slice) => slice.cpuPerThousand),
    ),
    coldStart: ratio(oursMeasured.colds, bareMeasured.colds),
  };
  const met =
    ratios.turnsPerSecond >= GOALS.turnsPerSecond &&
    ratios.cpu <= GOALS.cpu &&
    ratios.coldStart <= GOALS.coldStart;
  const bare = summary(BARE, bareMeasured);
  return {
    bare,
    ours: summary(ourBot, oursMeasured),
    ratios,
    goals: GOALS,
    met,
    pinned,
    node: process.version,
  };
};

const alternate = (bots: readonly Bot[], nth: number): readonly Bot[] =>
  nth % 2 === 0 ? bots.toReversed() : bots;

const targetOf = (bot: Child, { serviceUrl, token }: CloudHello): Target => ({
  port: (bot.hello as { port: number }).port,
  serviceUrl,
  token,
});

const seen = async (cloud: Child): Promise<{ calls: number; lastAt: number }> =>
  (await cloud.ask()) as { calls: number; lastAt: number };

const coldStart = async (start: () => Promise<Child>, cloud: Child, hello: CloudHello): Promise<number> => {
  const from = Date.now();
  const bot = await start();
  const target = targetOf(bot, hello);
  const pool = openPool(target.port, 1);
  await sayHelp(pool, target);
  const { lastAt } = await seen(cloud);
  await pool.close();
  await bot.stop();
  return lastAt - from;
};

/** Both bots are up; they are loaded in turn, a second each, so that a busy moment of the machine meets both. */
const oneRound = async (
  bots: readonly Bot[],
  start: (bot: Bot) => Promise<Child>,
  measured: ReadonlyMap<Bot, Measured>,
  { cloud, hello, seconds }: { cloud: Child; hello: CloudHello; seconds: number },
): Promise<void> => {
  const running = await Promise.all(bots.map(async (bot) => [bot, await start(bot)] as const));
  for (const [, child] of running) await load(targetOf(child, hello), 16, 1.5);
  for (let nth = 0; nth < seconds; nth++) {
    for (const [bot, child] of running)
      measured.get(bot)?.many.push(await slice(child, cloud, hello, { concurrency: 16, seconds: 1 }));
    for (const [bot, child] of running)
      measured.get(bot)?.alone.push(await slice(child, cloud, hello, { concurrency: 1, seconds: 0.5 }));
  }
  for (const [, child] of running) await child.stop();
};

const slice = async (
  bot: Child,
  cloud: Child,
  hello: CloudHello,
  { concurrency, seconds }: { concurrency: number; seconds: number },
): Promise<Slice> => {
  const [callsBefore, before] = [await seen(cloud), (await bot.ask()) as Usage];
  const done = await load(targetOf(bot, hello), concurrency, seconds);
  const after = (await bot.ask()) as Usage;
  const replies = (await seen(cloud)).calls - callsBefore.calls;
  if (replies !== done.turns) throw new Error(`${done.turns} turns brought ${replies} replies`);
  return {
    turnsPerSecond: done.turns / done.seconds,
    cpuPerThousand: (after.cpu - before.cpu) / 1_000 / done.turns,
    p50: percentile(done.times, 0.5),
    p99: percentile(done.times, 0.99),
    rss: after.rss / 1_048_576,
  };
};

const summary = (bot: Bot, { many, alone, colds }: Measured): Side => {
  const over = (slices: readonly Slice[], pick: (slice: Slice) => number): number => median(slices.map(pick));
  return {
    name: bot.name,
    turnsPerSecond: over(many, (part) => part.turnsPerSecond),
    turnsPerSecondAlone: over(alone, (part) => part.turnsPerSecond),
    cpuPerThousand: over(many, (part) => part.cpuPerThousand),
    p50: over(many, (part) => part.p50),
    p99: over(many, (part) => part.p99),
    p50Alone: over(alone, (part) => part.p50),
    p99Alone: over(alone, (part) => part.p99),
    coldStart: median(colds),
    rss: over(many, (part) => part.rss),
  };
};
