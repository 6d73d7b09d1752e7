// Who is measured, and how one of them is started and spoken to.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CloudHello, SETTINGS_VARIABLE, type Usage } from './children/child-settings.ts';
import { openPool, type Target, takeTurn } from './load.ts';
import { type Child, startChild } from './processes.ts';

export interface Bot {
  readonly key: 'limit' | 'bare' | 'agents' | 'teams' | 'ours';
  readonly name: string;
  readonly entry: string;
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What the product's own start line has: a larger young generation halves the slowest turns, and compiled code is kept. */
const OUR_START = {
  flags: ['--max-semi-space-size=32'],
  env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
} as const;

/** The peers are written as their samples write a bot; the limit is no bot. */
export const BOTS: readonly Bot[] = [
  { key: 'limit', name: 'limit: node:http + jose + undici', entry: 'peers/limit.ts', flags: [] },
  { key: 'bare', name: 'botbuilder + restify, bare', entry: 'peers/bare.ts', flags: [] },
  { key: 'agents', name: 'Microsoft 365 Agents SDK', entry: 'peers/agents.ts', flags: [] },
  { key: 'teams', name: 'Teams SDK v2', entry: 'peers/teams-sdk.ts', flags: [] },
  { key: 'ours', name: 'brickbot', entry: 'children/ours.ts', ...OUR_START },
];

/** The loopback cloud that all of them talk to. */
export interface Sky {
  readonly cloud: Child;
  readonly hello: CloudHello;
}

export const openSky = async (): Promise<Sky> => {
  const cloud = await startChild('cloud-process.ts', { cpu: 1 });
  return { cloud, hello: cloud.hello as CloudHello };
};

export const startBot = (
  { entry, flags, env: own }: Bot,
  { hello }: Sky,
  {
    env = {},
    quiet = false,
  }: { readonly env?: Readonly<Record<string, string>>; readonly quiet?: boolean } = {},
): Promise<Child> =>
  startChild(entry, {
    flags,
    cpu: 0,
    quiet,
    env: {
      NODE_EXTRA_CA_CERTS: hello.caFile,
      [SETTINGS_VARIABLE]: JSON.stringify(hello.settings),
      ...own,
      ...env,
    },
  });

export const targetOf = (bot: Child, { hello }: Sky): Target => ({
  port: (bot.hello as { port: number }).port,
  serviceUrl: hello.serviceUrl,
  token: hello.token,
});

export const usageOf = async (bot: Child, question?: string): Promise<Usage> =>
  (await bot.ask(question)) as Usage;

/** Replies that the connector has taken so far, and when the last came (ms since the epoch). */
export const repliesOf = async ({ cloud }: Sky): Promise<{ calls: number; lastAt: number }> =>
  (await cloud.ask()) as { calls: number; lastAt: number };

/** Resolves when no reply is on its way any more: what a press posts besides comes after its answer. */
export const quiet = async (sky: Sky): Promise<void> => {
  for (let before = -1, now = 0; before !== now; ) {
    before = (await repliesOf(sky)).calls;
    await new Promise((resolve) => setTimeout(resolve, 50));
    now = (await repliesOf(sky)).calls;
  }
};

/**
 * From nothing to the first reply at the connector.
 * @param toIdle waits for what is loaded after it, and looks at the memory then
 * @returns ms; resident MB a while later when nobody speaks
 */
export const coldStart = async (
  bot: Bot,
  sky: Sky,
  toIdle: boolean,
): Promise<{ readonly cold: number; readonly idle?: number }> => {
  const from = Date.now();
  const child = await startBot(bot, sky);
  const target = targetOf(child, sky);
  const pool = openPool(target.port, 1);
  await takeTurn(pool, target);
  const { lastAt } = await repliesOf(sky);
  await pool.close();
  if (toIdle) await new Promise((resolve) => setTimeout(resolve, IDLE_AFTER));
  const { rss } = await usageOf(child);
  await child.stop();
  return { cold: lastAt - from, ...(toIdle && { idle: rss / MB }) };
};

/** ms; by then what is loaded after the first answer is loaded. */
const IDLE_AFTER = 4_000;
export const MB = 1_048_576;
