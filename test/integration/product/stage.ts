// brickbot as it runs, without Teams in front: real store, workers, clients and cards; people say words and press the buttons that
// they see. One stage is one process of the bot; another one on the same folder is the same bot after a restart.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHouse, type House } from '../../../src/app/house.ts';
import { type Config, loadConfig } from '../../../src/base/config/load.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Answer } from '../../../src/commands/answer.ts';
import type { Person } from '../../../src/domain/person.ts';
import type { Place } from '../../../src/domain/place.ts';
import type { Role } from '../../../src/domain/roles.ts';
import type { Utterance } from '../../../src/domain/utterance.ts';
import { putReadyStore } from '../../ready-store/index.ts';
import { type HurriedClock, hurriedClock } from './clock.ts';
import { type Conversation, openConversation, type Post, textOf } from './conversation.ts';
import type { World } from './world.ts';

const PEOPLE = {
  alice: { id: 'a11ce', name: 'Alice Novak' },
  bob: { id: 'b0b', name: 'Bob Okafor' },
  dan: { id: 'dan', name: 'Dan Ito' },
  carol: { id: 'ca201', name: 'Carol Jensen' },
  erin: { id: 'e2in', name: 'Erin Walsh' },
} as const satisfies Record<string, Person>;
export type Name = keyof typeof PEOPLE;

/** What somebody sees: a card or a line of text, as it stood when it was looked at. */
export interface Seen {
  readonly text: string;
  /** The line that stands for it in notifications. */
  readonly summary: string;
  /** Titles of its buttons. */
  readonly buttons: readonly string[];
  /** The catalogue code that the answer carries. */
  readonly failure?: string;
  /** Of an operation's card. */
  readonly op: string;
  readonly card: unknown;
  /** What was said beside the card, to the asker alone. */
  readonly notice?: string;
}

export interface Actor {
  says(
    words: string,
    options?: { readonly id?: string; readonly place?: Place; readonly locale?: string },
  ): Promise<Seen>;
  /** Presses the button with this title on what is seen. @throws Error when there is none */
  presses(seen: Seen, title: string): Promise<Seen>;
  /** Sends a press that no card offers. */
  forges(verb: string, data: Readonly<Record<string, unknown>>): Promise<Seen>;
}

export interface Stage {
  readonly house: House;
  readonly clock: HurriedClock;
  readonly conversation: Conversation;
  readonly folder: string;
  /** Where people talk when nothing else is said. */
  readonly place: Place;
  as(name: Name): Actor;
  /** The card of the same operation once it is over. */
  ends(seen: Seen): Promise<Seen>;
  /** The card of the same operation once its text fits. */
  shows(seen: Seen, what: RegExp): Promise<Seen>;
  /** The closing remark on an operation. */
  remark(seen: Seen): Promise<Seen>;
  /** Lets only waiting pass quickly until the work is done. */
  hurried<Result>(seen: Seen, work: () => Promise<Result>): Promise<Result>;
  /** Who holds a role from now on. */
  grant(role: Exclude<Role, 'viewer'>, names: readonly Name[]): void;
  /** Ends this process of the bot; its folder stays for the next one. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly folder?: string;
  /** What another process of the bot has posted into. */
  readonly conversation?: Conversation;
  readonly environment?: Readonly<Record<string, string>>;
  /** More environments: their names with the addresses of their workspaces. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** More lines of brickbot.yaml below staging and production, indented by four. */
  readonly below?: Readonly<Partial<Record<'staging' | 'production', string>>>;
  /** More test suites of brickbot.yaml, indented by two. */
  readonly suites?: string;
  /** More sections of brickbot.yaml. */
  readonly more?: string;
}

const yamlFor = (
  world: World,
  { hosts = {}, below = {}, suites = '', more = '' }: StageOptions,
): string => `git:
  url: ${world.repository}
environments:
  staging:
    checkout: /Workspace/Shared/brickbot/staging/churn
${below.staging ?? ''}  production:
    checkout: /Workspace/Shared/brickbot/production/churn
    production: true
${below.production ?? ''}${Object.entries(hosts)
  .map(([name, host]) => `  ${name}: { host: '${host}', checkout: /Workspace/Shared/brickbot/${name}/churn }`)
  .join('\n')}
defaults:
  environment: staging
tests:
  unit:
    notebook: notebooks/unit_tests
  short:
    notebook: notebooks/unit_tests
    timeLimitMinutes: 0.02
${suites}experiments:
  churn:
    name: /Shared/churn
    metric: auc
${more}roles:
  developer: [${PEOPLE.alice.id}]
  releaser: [${PEOPLE.bob.id}]
`;

const PLACE: Place = {
  scope: 'group',
  conversationId: 'team',
  serviceUrl: 'http://127.0.0.1:9/',
  channelId: 'msteams',
  botId: 'brickbot',
};

export const openStage = async (world: World, options: StageOptions = {}): Promise<Stage> => {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'product-')));
  if (options.folder === undefined) putReadyStore(folder);
  const loaded = loadConfig({
    environment: {
      DATABRICKS_HOST: world.url,
      DATABRICKS_TOKEN: world.token,
      BRICKBOT_DATA: folder,
      ...options.environment,
    },
    yaml: yamlFor(world, options),
    yamlName: 'brickbot.yaml',
    readSecret: () => '',
  });
  const roles = {
    developer: [...loaded.roles.developer],
    releaser: [...loaded.roles.releaser],
    approver: [...loaded.roles.approver],
    admin: [...loaded.roles.admin],
  };
  const config: Config = { ...loaded, roles };
  const clock = hurriedClock();
  const conversation = options.conversation ?? openConversation();
  const house = createHouse({ config, clock, log: silentLog, surroundings: process.env });
  await house.work(conversation.sender);

  const cardOf = (op: string, fits: (seen: Seen) => boolean, what: string): Promise<Seen> =>
    conversation
      .until(what, (post) => post.message.card !== undefined && opOf(post) === op && fits(seenIn(post)))
      .then(seenIn);

  const seenOf = async (answer: Answer): Promise<Seen> => {
    switch (answer.kind) {
      case 'operation': {
        const seen = await cardOf(answer.op, () => true, `The card of ${answer.op}`);
        return { ...seen, ...(answer.notice !== undefined && { notice: answer.notice }) };
      }
      case 'card':
        return {
          ...shown(textOf(answer), answer.summary, answer.card),
          ...(answer.failure !== undefined && { failure: answer.failure }),
        };
      case 'text':
        return shown(answer.text, answer.text, undefined);
      case 'silence':
        return shown('', '', undefined);
    }
  };

  const tell = (utterance: Utterance): Promise<Seen> => house.dispatch(utterance).then(seenOf);
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await house.close();
  };
  const stage: Stage = {
    house,
    clock,
    conversation,
    folder,
    place: PLACE,
    as: (name) => {
      const person = PEOPLE[name];
      const press = (verb: string, data: Readonly<Record<string, unknown>>) =>
        tell({ kind: 'press', id: randomUUID(), person, place: PLACE, verb, data });
      return {
        says: (text, { id = randomUUID(), place = PLACE, locale } = {}) =>
          tell({ kind: 'words', id, person, place, text, ...(locale !== undefined && { locale }) }),
        presses: (seen, title) => {
          const button = actionsIn(seen.card).find((action) => action['title'] === title);
          if (!button) throw new Error(`There is no button “${title}” on:\n${seen.text}`);
          return press(String(button['verb']), button['data'] as Readonly<Record<string, unknown>>);
        },
        forges: press,
      };
    },
    ends: (seen) => cardOf(seen.op, ({ summary }) => OVER.test(summary), `The end of ${seen.op}`),
    shows: (seen, what) => cardOf(seen.op, ({ text }) => what.test(text), `${seen.op} with ${what}`),
    remark: (seen) =>
      conversation
        .until(`A remark on ${seen.op}`, (post) => post.message.card === undefined && opOf(post) === seen.op)
        .then(seenIn),
    hurried: async (seen, work) => {
      const { store } = await house.open();
      clock.hurry(40);
      const waking = setInterval(() => void store.queue.wake(undefined, 'operations', { key: seen.op }), 100);
      try {
        return await work();
      } finally {
        clearInterval(waking);
        clock.hurry(1);
      }
    },
    grant: (role, names) => {
      roles[role].splice(0, roles[role].length, ...names.map((name) => PEOPLE[name].id));
    },
    stop,
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return stage;
};

/** State words of cards that will not change any more. */
const OVER =
  /: (?:done|passed|failed|refused|cancelled|promoted|brought back|released|rejected|expired|withdrawn|void|outcome unknown)\b/;

const opOf = (post: Post): string =>
  /(?:\bop|Vorgang|操作) ([0-9A-Z]{4,8})\b/.exec(post.message.summary)?.[1] ?? '';

const seenIn = ({ message }: Post): Seen => shown(textOf(message), message.summary, message.card);

const shown = (text: string, summary: string, card: unknown): Seen => ({
  text,
  summary,
  card,
  buttons: actionsIn(card).map((action) => String(action['title'])),
  op: /\bop(?:eration)? ([0-9A-Z]{4,8})\b/.exec(summary)?.[1] ?? '',
});

/** Every Action.Execute of a card, wherever it stands. */
const actionsIn = (node: unknown): readonly Readonly<Record<string, unknown>>[] => {
  if (Array.isArray(node)) return node.flatMap(actionsIn);
  if (typeof node !== 'object' || node === null) return [];
  const record = node as Readonly<Record<string, unknown>>;
  return record['type'] === 'Action.Execute' ? [record] : Object.values(record).flatMap(actionsIn);
};
