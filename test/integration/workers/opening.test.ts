// Words to somebody alone with whom brickbot has never spoken alone, over the stand-in connector: the conversation is opened first, and
// where that is refused nothing is lost without a trace.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { parkedFindings } from '../../../src/app/doctor.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Place } from '../../../src/domain/place.ts';
import { personalPlace, rememberConversation, wayTo } from '../../../src/store/conversations.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { addPost, countPosts, openPosts } from '../../../src/store/posts.ts';
import { checkRegistration } from '../../../src/teams/registration.ts';
import { createTeamsLine, type TeamsLine } from '../../../src/teams/teams.ts';
import { createNotifier, type Notifier } from '../../../src/workers/notifier.ts';
import { cloudSettings } from '../../protocol-cloud/bot-under-test.ts';
import { type Cloud, startCloud, TENANT } from '../../protocol-cloud/cloud.ts';
import { type ConnectorStub, startConnector } from '../../protocol-cloud/connector-stub.ts';
import { type WoundClock, woundClock } from '../../wound-clock.ts';

const signal = new AbortController().signal;
let cloud: Cloud;
let stub: ConnectorStub;
let line: TeamsLine;
let store: Store;
let clock: WoundClock;
let notifier: Notifier;
let shared: Place;

beforeAll(async () => {
  cloud = await startCloud();
  clock = woundClock();
  store = await openStore({ memory: true, clock });
}, 60_000);
afterAll(async () => {
  await store?.close();
  await cloud.close();
});
beforeEach(async () => {
  stub = await startConnector(cloud.local);
  line = createTeamsLine({
    registration: checkRegistration(cloudSettings(cloud)),
    clock: systemClock,
    log: silentLog,
    times: { connect: 1_000, answer: 1_000 },
  });
  notifier = createNotifier({
    ...{ store, clock, log: silentLog, sender: line.connector },
    operations: { find: async () => undefined },
    rate: { turn: async () => {} },
    face: () => Promise.reject(new Error('no operation is drawn here')),
  });
  shared = {
    scope: 'channel',
    conversationId: '19:abc@thread.tacv2',
    serviceUrl: stub.serviceUrl,
    channelId: 'msteams',
    botId: '28:bot',
    tenantId: TENANT,
    teamId: 'team',
  };
});
afterEach(async () => {
  await line.close();
  await stub.close();
});

const wordsFor = async (personId: string, ...said: readonly string[]): Promise<string> => {
  await rememberConversation(store.db, shared, { now: clock.now() });
  const place = await wayTo(store.db, personId);
  if (!place) throw new Error('no way');
  for (const summary of said)
    await store.transaction((trx) =>
      addPost(trx, { kind: 'message', place, message: { summary }, now: clock.now() }),
    );
  return place.conversationId;
};
const paths = (): readonly string[] => stub.calls.map(({ method, path }) => `${method} ${path}`);

test('where brickbot was never in a place of several, or only a name is known, there is no way', async () => {
  expect(await wayTo(store.db, 'ada')).toBeUndefined();
  await rememberConversation(store.db, shared, { now: clock.now() });
  expect(await wayTo(store.db, 'ada@example.com')).toBeUndefined();
});

test('the conversation is opened by id and tenant, and what waits for it is sent there in order', async () => {
  const waiting = await wordsFor('ada', 'Your lock on staging is over.', 'staging is yours.');
  await notifier.serve(waiting, signal);
  expect(stub.calls[0]).toMatchObject({
    path: '/v3/conversations',
    body: { members: [{ id: 'ada' }], tenantId: TENANT, channelData: { tenant: { id: TENANT } } },
  });
  const place = await personalPlace(store.db, 'ada');
  expect(place).toMatchObject({ scope: 'personal', conversationId: 'sent-1', tenantId: TENANT });
  expect(place).not.toHaveProperty('teamId');
  await notifier.serve('sent-1', signal);
  expect(stub.calls.slice(1).map(({ path, body }) => [path, body])).toEqual([
    [
      '/v3/conversations/sent-1/activities',
      expect.objectContaining({ text: 'Your lock on staging is over.' }),
    ],
    ['/v3/conversations/sent-1/activities', expect.objectContaining({ text: 'staging is yours.' })],
  ]);
  expect(await countPosts(store.db)).toEqual({ waiting: 0, parked: 0 });
  // The next words go there at once.
  expect(await wordsFor('ada', 'again')).toBe('sent-1');
  await notifier.serve('sent-1', signal);
  expect(paths().filter((path) => path.endsWith('/v3/conversations'))).toHaveLength(1);
});

test('trouble that passes is waited out, and a lost answer opens the same conversation again', async () => {
  const waiting = await wordsFor('bob', 'You are asked for a decision.');
  stub.failNext({ kind: 'status', status: 503 }, { kind: 'reset' });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await notifier.serve(waiting, signal);
    // Before its time it is left alone.
    await notifier.serve(waiting, signal);
    expect(stub.calls).toHaveLength(attempt + 1);
    clock.wind(60_000);
  }
  await notifier.serve(waiting, signal);
  await notifier.serve('sent-3', signal);
  expect(paths().at(-1)).toBe('POST /v3/conversations/sent-3/activities');
});

test('somebody who has written meanwhile is answered there', async () => {
  const waiting = await wordsFor('carol', 'You are asked for a decision.');
  const alone: Place = { ...shared, scope: 'personal', conversationId: 'a:carol' };
  await rememberConversation(store.db, alone, { personId: 'carol', now: clock.now() });
  await notifier.serve(waiting, signal);
  await notifier.serve('a:carol', signal);
  expect(paths()).toEqual(['POST /v3/conversations/a:carol/activities']);
});

test('the app is not installed for the person: parked with the reason, and the doctor says what to do', async () => {
  const waiting = await wordsFor('dan', 'Your lock on staging is over.');
  const body = { error: { code: 'BotNotInConversationRoster', message: 'secret' } };
  stub.failNext({ kind: 'status', status: 403, body });
  await notifier.serve(waiting, signal);
  await notifier.serve(waiting, signal);
  expect(paths()).toEqual(['POST /v3/conversations']);
  expect(await openPosts(store.db, waiting, 10)).toEqual([]);
  const [finding] = await parkedFindings(store.db);
  expect(finding?.what).toMatch(
    /Not delivered: message .* to one-to-one to:dan, .*: 403 BotNotInConversationRoster$/,
  );
  expect(finding?.remedy).toMatch(/install it for them in Teams, or have them write to it once/);
  expect(JSON.stringify(finding)).not.toContain('secret');
});
