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
}

interface Bot {
  readonly name: string;
  readonly entry: string;
  readonly flags: readonly string[];
}

const BARE: Bot = { name: 'botbuilder + restify, bare', entry: 'peers/bare.ts', flags: [] };
const OURS: Bot = { name: 'brickbot', entry: 'children/ours.ts', flags: ['--max-semi-space-size=32'] };
const GOALS = { turnsPerSecond: 3, cpu: 0.35, coldStart: 1.15 } as const;

interface CloudHello {
  readonly caFile: string;
  readonly serviceUrl: string;
  readonly token: string;
  readonly settings: unknown;
}

interface Round {
  readonly turnsPerSecond: number;
  readonly turnsPerSecondAlone: number;
  readonly cpuPerThousand: number;
  readonly times: readonly number[];
  readonly timesAlone: readonly number[];
  readonly rss: number;
}

/** @param tell is given a line about what is being done */
export const benchTurns = async (wish: TurnsWish, tell: (line: string) => void): Promise<TurnsResult> => {
  stepAside();
  const cloud = await startChild('cloud-process.ts', { cpu: 1 });
  const hello = cloud.hello as CloudHello;
  const env = { NODE_EXTRA_CA_CERTS: hello.caFile, [SETTINGS_VARIABLE]: JSON.stringify(hello.settings) };
  const start = (bot: Bot): Promise<Child> => startChild(bot.entry, { flags: bot.flags, cpu: 0, env });
  const bots = [BARE, OURS];
  const rounds = new Map<Bot, Round[]>(bots.map((bot) => [bot, []]));
  const colds = new Map<Bot, number[]>(bots.map((bot) => [bot, []]));
  try {
    // The first start of each fills the page cache, and the compile cache where one is used.
    for (const bot of bots) await coldStart(() => start(bot), cloud, hello);
    for (let nth = 1; nth <= wish.coldStarts; nth++) {
      for (const bot of alternate(bots, nth)) {
        colds.get(bot)?.push(await coldStart(() => start(bot), cloud, hello));
        tell(`cold start ${nth} of ${wish.coldStarts}: ${bot.name}`);
      }
    }
    for (let nth = 1; nth <= wish.rounds; nth++) {
      for (const bot of alternate(bots, nth)) {
        rounds.get(bot)?.push(await oneRound(await start(bot), cloud, hello, wish.seconds));
        tell(`round ${nth} of ${wish.rounds}: ${bot.name}`);
      }
    }
  } finally {
    await cloud.stop();
  }
  const bare = summary(BARE, rounds.get(BARE) ?? [], colds.get(BARE) ?? []);
  const ours = summary(OURS, rounds.get(OURS) ?? [], colds.get(OURS) ?? []);
  const ratios = {
    turnsPerSecond: ours.turnsPerSecond / bare.turnsPerSecond,
    cpu: ours.cpuPerThousand / bare.cpuPerThousand,
    coldStart: ours.coldStart / bare.coldStart,
  };
  const met =
    ratios.turnsPerSecond >= GOALS.turnsPerSecond &&
    ratios.cpu <= GOALS.cpu &&
    ratios.coldStart <= GOALS.coldStart;
  return { bare, ours, ratios, goals: GOALS, met, pinned, node: process.version };
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

const oneRound = async (bot: Child, cloud: Child, hello: CloudHello, seconds: number): Promise<Round> => {
  const target = targetOf(bot, hello);
  await load(target, 16, 1.5);
  const [callsBefore, before] = [await seen(cloud), (await bot.ask()) as Usage];
  const many = await load(target, 16, seconds);
  const after = (await bot.ask()) as Usage;
  const callsAfter = await seen(cloud);
  if (callsAfter.calls - callsBefore.calls !== many.turns)
    throw new Error(`${many.turns} turns brought ${callsAfter.calls - callsBefore.calls} replies`);
  const alone = await load(target, 1, seconds / 2);
  await bot.stop();
  return {
    turnsPerSecond: many.turns / many.seconds,
    turnsPerSecondAlone: alone.turns / alone.seconds,
    cpuPerThousand: (after.cpu - before.cpu) / 1_000 / many.turns,
    times: many.times,
    timesAlone: alone.times,
    rss: after.rss / 1_048_576,
  };
};

const summary = (bot: Bot, rounds: readonly Round[], colds: readonly number[]): Side => ({
  name: bot.name,
  turnsPerSecond: median(rounds.map((round) => round.turnsPerSecond)),
  turnsPerSecondAlone: median(rounds.map((round) => round.turnsPerSecondAlone)),
  cpuPerThousand: median(rounds.map((round) => round.cpuPerThousand)),
  p50: median(rounds.map((round) => percentile(round.times, 0.5))),
  p99: median(rounds.map((round) => percentile(round.times, 0.99))),
  p50Alone: median(rounds.map((round) => percentile(round.timesAlone, 0.5))),
  p99Alone: median(rounds.map((round) => percentile(round.timesAlone, 0.99))),
  coldStart: median(colds),
  rss: median(rounds.map((round) => round.rss)),
});
