// The other half of the fault matrix: every way in which the Bot connector can go wrong × a first post and an edit, through the true
// connector client and the true outbox. Whatever happens, the operation ends, and each post stands in the chat or is parked with its
// reason; nothing is dropped.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type App, startApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Fault } from '../../../src/local/chat/faults.ts';
import { type Chat, startChat } from '../../../src/local/chat/start.ts';
import { putReadyStore } from '../../ready-store/index.ts';
import { hurriedClock } from './clock.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);

const GROUP = 'group/churn-crew';
const ALICE = 'a11ce000-0000-4000-8000-000000000001';

let world: World;
let app: App;
let chat: Chat;
let folder: string;
const clock = hurriedClock();
beforeAll(async () => {
  world = await openWorld();
  folder = await mkdtemp(join(tmpdir(), 'connector-'));
  putReadyStore(folder);
  const config = loadConfig({
    environment: {
      DATABRICKS_HOST: world.url,
      DATABRICKS_TOKEN: world.token,
      BRICKBOT_DATA: folder,
      BRICKBOT_HOST: '127.0.0.1',
      PORT: '0',
    },
    yaml: `git:\n  url: ${world.repository}\nenvironments:\n  staging:\n    checkout: /Workspace/Shared/brickbot/staging/churn\nroles:\n  developer: [${ALICE}]\n`,
    yamlName: 'brickbot.yaml',
    readSecret: () => '',
  });
  app = await startApp({ config, demo: true, clock, log: silentLog, surroundings: process.env });
  await app.ready;
  chat = await startChat({
    botEndpoint: () => `${app.url}/api/messages`,
    people: [{ key: 'alice', name: 'Alice Novak', aadObjectId: ALICE }],
    groups: ['Churn crew'],
  });
  await chat.api.open({ as: 'alice', in: GROUP });
}, 60_000);
afterAll(async () => {
  await app.close();
  await chat.close();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly op: string;
  readonly state: string;
  readonly post: { readonly state: string; readonly why: string | null; readonly whole: boolean };
  /** Cards of the operation in the chat, oldest first, by their summaries. */
  readonly cards: readonly string[];
}

const BRANCHES = ['main', 'feature-x'] as const;
let turn = 0;

/** A deploy while the connector has this fault, followed until there is nothing left to send. */
const deployWith = async (fault: Fault): Promise<Ended> => {
  const { store, services } = await app.house.open();
  const known = new Set((await services.operations.list({ limit: 200 })).map(({ op }) => op));
  chat.api.faults.add(fault);
  chat.api.say({ as: 'alice', in: GROUP, text: `@brickbot deploy ${BRANCHES[turn++ % 2]}` });
  const conversation = chat.api.roster.conversation(GROUP)?.id ?? '';
  clock.hurry(20);
  try {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await store.queue.wake(undefined, 'posts', { key: conversation });
      const operation = (await services.operations.list({ limit: 200 })).find(({ op }) => !known.has(op));
      if (operation?.endedAt === undefined) continue;
      const posts = await store.db.selectFrom('posts').selectAll().where('op', '=', operation.op).execute();
      const card = posts.find(({ kind }) => kind === 'card');
      if (!card || posts.some(({ state, wanted, sent }) => state === 'open' && wanted > sent)) continue;
      const cards = chat.api
        .messages(GROUP)
        .filter(({ attachments }) => JSON.stringify(attachments).includes(`op ${operation.op}`));
      return {
        op: operation.op,
        state: operation.state,
        post: { state: card.state, why: card.why, whole: card.sent >= card.wanted },
        cards: cards.map(({ summary }) => summary),
      };
    }
  } finally {
    clock.hurry(1);
    chat.api.faults.clear();
  }
};

const status = (code: number, more: Partial<Fault> = {}): Fault => ({
  kind: 'status',
  status: code,
  ...more,
});
const PASSING: readonly [string, Fault][] = [
  ['401', status(401)],
  ['412', status(412)],
  ['429 with Retry-After', status(429, { retryAfter: 1 })],
  ['429 without', status(429)],
  ['500', status(500)],
  ['502', status(502)],
  ['503', status(503)],
  ['504', status(504)],
  ['slow', { kind: 'slow', delayMs: 300 }],
];
const REFUSING: readonly [string, Fault][] = [
  ['400', status(400)],
  ['403', status(403)],
  ['413', status(413)],
];

describe('a first post', () => {
  test.each(PASSING)('%s passes: one card, which shows the end', async (_, fault) => {
    const ended = await deployWith({ ...fault, method: 'POST', path: '/activities' });
    expect(ended).toMatchObject({ state: 'done', post: { state: 'open', whole: true } });
    expect(ended.cards).toEqual([expect.stringMatching(/: done/)]);
  });

  test.each([...REFUSING, ['404', status(404)] as const])(
    '%s ends in a parked post with its reason, and the work goes on',
    async (code, fault) => {
      const ended = await deployWith({ ...fault, method: 'POST', path: '/activities' });
      expect(ended).toMatchObject({ state: 'done', post: { state: 'parked' }, cards: [] });
      expect(ended.post.why).toContain(code);
    },
  );

  test.each<[string, Fault]>([
    ['a reset before it arrived', { kind: 'reset' }],
    ['an answer that is lost', { kind: 'lost' }],
  ])('%s: the card is there, at most twice', async (_, fault) => {
    const ended = await deployWith({ ...fault, method: 'POST', path: '/activities' });
    expect(ended).toMatchObject({ state: 'done', post: { state: 'open', whole: true } });
    expect(ended.cards.length).toBeLessThanOrEqual(2);
    expect(ended.cards.some((summary) => /: done/.test(summary))).toBe(true);
  });
});

describe('an edit', () => {
  test.each([
    ...PASSING,
    ['a reset', { kind: 'reset' }] as const,
    ['an answer that is lost', { kind: 'lost' }] as const,
  ])('%s passes: the same card shows the end', async (_, fault) => {
    const ended = await deployWith({ ...fault, method: 'PUT' });
    expect(ended).toMatchObject({ state: 'done', post: { state: 'open', whole: true } });
    expect(ended.cards).toEqual([expect.stringMatching(/: done/)]);
  });

  test.each(REFUSING)(
    '%s ends in a parked post with its reason, and the work goes on',
    async (code, fault) => {
      const ended = await deployWith({ ...fault, method: 'PUT' });
      expect(ended).toMatchObject({ state: 'done', post: { state: 'parked' } });
      expect(ended.post.why).toContain(code);
      expect(ended.cards).toHaveLength(1);
    },
  );

  test('404: the card was deleted, and a fresh one tells the end', async () => {
    const ended = await deployWith({ ...status(404), method: 'PUT' });
    expect(ended).toMatchObject({ state: 'done', post: { state: 'open', whole: true } });
    expect(ended.cards.at(-1)).toMatch(/: done/);
  });
});
