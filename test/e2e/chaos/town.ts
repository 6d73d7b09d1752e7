// The world around a bot that is killed: workspace, git, chat with its connector, people who never stop asking, and jobs that somebody
// else starts. All of it lives in the test's process and remembers what really happened.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message } from '../../../src/local/chat/message.ts';
import { type Chat, startChat } from '../../../src/local/chat/start.ts';
import { type Child, startChild } from '../../child-process.ts';
import { openWorld, type World } from '../../integration/product/world.ts';
import { putReadyStore } from '../../ready-store/index.ts';
import { PLANTED, withPassword } from '../../secrets/planted.ts';
import { rowsAt } from '../../secrets/rows.ts';
import { keep, keepEach, keepOutput } from '../produced.ts';
import { type Exchange, openExchange } from './exchange.ts';

const CHILD = join(import.meta.dirname, '../children/bot.ts');
export const ALICE = 'a11ce000-0000-4000-8000-000000000001';
const BOB = 'b0b00000-0000-4000-8000-000000000002';
export const GROUP = 'group/churn-crew';

/** After this a bot that still has something to do has lost it. */
const PATIENCE_MS = 180_000;

export interface Left {
  readonly active: readonly string[];
  readonly unsent: number;
  readonly untold: number;
  /** Runs that people were told of. */
  readonly told: readonly string[];
}

export interface TownOptions {
  /** More sections of brickbot.yaml. */
  readonly more?: string;
  /** Nothing is logged: whoever reads the last words of a process wants them alone. */
  readonly quiet?: boolean;
}

export interface Town {
  readonly world: World;
  readonly chat: Chat;
  readonly exchange: Exchange;
  readonly folder: string;
  /** A process of the bot; without an address it uses the embedded database in the folder. */
  spawn(databaseUrl: string | undefined): Child;
  /** Somebody says this to the bot in the group. */
  say(words: string): void;
  /** Somebody outside starts the job that is listened to; gives the run. */
  startOutside(): Promise<string>;
  /** Everything that the bot's messages have ever shown, also what was edited since. */
  shown(): readonly string[];
  /** The bot's messages as they stand. */
  posts(): readonly Message[];
  /** Waits until every fault has met a call, which it now holds. */
  held(): Promise<void>;
  /** Keeps what the database of an ended bot holds, beside all else that was produced. */
  keepRows(databaseUrl: string | undefined): Promise<void>;
  /** Waits until a living bot has nothing left to do and has told of these runs; gives up after a while and says what is left. */
  settled(child: Child, runs: readonly string[]): Promise<Left>;
  close(): Promise<void>;
}

const yamlFor = (repository: string, more: string): string => `git:
  url: ${repository}
environments:
  staging:
    checkout: /Workspace/Shared/brickbot/staging/churn
  dev:
    checkout: /Workspace/Shared/brickbot/dev/churn
defaults:
  environment: staging
tests:
  unit:
    notebook: notebooks/unit_tests
    freshForMinutes: 0
${more}roles:
  developer: [${ALICE}]
  releaser: [${BOB}]
`;

/** The job that people listen to: over in a second, any number at once. */
const tinyJob = (repository: string): object => ({
  name: 'tiny',
  max_concurrent_runs: 100,
  git_source: { git_url: repository, git_provider: 'gitHub', git_branch: 'main' },
  parameters: [{ name: 'seconds', default: '0' }],
  tasks: [{ task_key: 'wait', notebook_task: { notebook_path: 'jobs/wait', source: 'GIT' } }],
});

export const openTown = async ({ more = '', quiet = false }: TownOptions = {}): Promise<Town> => {
  const world = await openWorld({ token: PLANTED['DATABRICKS_TOKEN'] ?? '' });
  const { job_id: job } = await world.call('POST', '/api/2.2/jobs/create', tinyJob(world.repository));
  const exchange = await openExchange();
  const chat = await startChat({
    botEndpoint: () => `${exchange.url}/api/messages`,
    people: [
      { key: 'alice', name: 'Alice Novak', aadObjectId: ALICE },
      { key: 'bob', name: 'Bob Okafor', aadObjectId: BOB },
    ],
    groups: ['Churn crew'],
    patienceMs: 600_000,
  });
  const folder = await mkdtemp(join(tmpdir(), 'brickbot-crash-'));
  putReadyStore(folder);
  const shown: string[] = [];
  const keepEvent = keepEach('chat');
  chat.api.listen((event) => {
    keepEvent(JSON.stringify(event));
    if ((event.kind === 'message' || event.kind === 'changed') && event.message.author === 'bot')
      shown.push(
        `${event.message.summary} ${event.message.text} ${JSON.stringify(event.message.attachments)}`,
      );
  });
  const children: Child[] = [];
  return {
    world,
    chat,
    exchange,
    folder,
    spawn: (databaseUrl) => {
      const child = startChild(
        CHILD,
        JSON.stringify({
          environment: {
            ...PLANTED,
            DATABRICKS_HOST: world.url,
            BRICKBOT_DATA: folder,
            BRICKBOT_HOST: '127.0.0.1',
            BRICKBOT_LOG_LEVEL: quiet ? 'silent' : 'debug',
            PORT: '0',
            ...(databaseUrl !== undefined && { DATABASE_URL: withPassword(databaseUrl) }),
          },
          yaml: yamlFor(world.repository, more),
        }),
      );
      keepOutput('bot', child.process);
      children.push(child);
      return child;
    },
    say: (words) => {
      chat.api.say({ as: 'bob', in: GROUP, text: `@brickbot ${words}` });
    },
    startOutside: async () => {
      const { run_id: run } = await world.call('POST', '/api/2.2/jobs/run-now', { job_id: job });
      return String(run);
    },
    shown: () => shown,
    posts: () => chat.api.messages(GROUP).filter(({ author }) => author === 'bot'),
    held: async () => {
      for (let look = 0; look * 50 < PATIENCE_MS; look += 1) {
        const { faults } = (await world.call('GET', '/local/faults')) as { faults: { played: number }[] };
        if (faults.every(({ played }) => played > 0)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`No call met the fault; the bot said last: ${shown.at(-1)}`);
    },
    keepRows: async (databaseUrl) =>
      keep(
        'database',
        await rowsAt(databaseUrl === undefined ? { folder: join(folder, 'store') } : { url: databaseUrl }),
      ),
    settled: async (child, runs) => {
      for (let look = 0; ; look += 1) {
        child.process.stdin?.write(`left${look}\n`);
        const left = (await child.hears(`left${look}`)) as Left;
        const over =
          left.active.length === 0 &&
          left.unsent === 0 &&
          left.untold === 0 &&
          runs.every((run) => left.told.includes(run));
        if (over || look * 500 > PATIENCE_MS) return left;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    },
    close: async () => {
      await Promise.all(children.map((child) => child.end()));
      await exchange.close();
      await chat.close();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
