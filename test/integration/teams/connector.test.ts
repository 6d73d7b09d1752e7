// What the connector of ours does when Teams' does not do what it should: time-outs, throttling, lost answers, closed doors.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Clock, systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Place } from '../../../src/domain/place.ts';
import { checkRegistration } from '../../../src/teams/registration.ts';
import { sendReply } from '../../../src/teams/reply.ts';
import { createTeamsLine, type TeamsLine } from '../../../src/teams/teams.ts';
import { ALICE, personalMessage } from '../../protocol-cloud/activities.ts';
import { cloudSettings, startBot } from '../../protocol-cloud/bot-under-test.ts';
import { type Cloud, startCloud, TENANT } from '../../protocol-cloud/cloud.ts';
import { type ConnectorStub, startConnector } from '../../protocol-cloud/connector-stub.ts';

let cloud: Cloud;
let line: TeamsLine;
let stub: ConnectorStub;
let place: Place;
const message = { summary: 'Deploy feature-x: done', text: 'done' };
/** Undici's timers tick in half seconds: shorter time-outs than this measure nothing. */
const times = { connect: 1_000, answer: 1_000 };

beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());
beforeEach(async () => {
  line = createTeamsLine({
    registration: checkRegistration(cloudSettings(cloud)),
    clock: systemClock,
    log: silentLog,
    times,
  });
  stub = await startConnector(cloud.local);
  place = {
    scope: 'channel',
    conversationId: '19:abc@thread.tacv2',
    threadId: '1699999999999',
    serviceUrl: stub.serviceUrl,
    channelId: 'msteams',
    botId: '28:bot',
    tenantId: TENANT,
  };
});
afterEach(async () => {
  await line.close();
  await stub.close();
});

describe('one attempt', () => {
  test('sends with a token, and tells the id under which the message can be changed', async () => {
    expect(await line.connector.post(place, message)).toEqual({ kind: 'sent', activityId: 'sent-1' });
    expect(await line.connector.update(place, 'sent-1', message)).toEqual({
      kind: 'sent',
      activityId: 'sent-1',
    });
    expect(stub.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v3/conversations/19:abc@thread.tacv2;messageid=1699999999999/activities',
      'PUT /v3/conversations/19:abc@thread.tacv2;messageid=1699999999999/activities/sent-1',
    ]);
    expect(stub.calls.every(({ authorization }) => authorization?.startsWith('Bearer bot-token-'))).toBe(
      true,
    );
  });

  test.each([
    [
      '429 with Retry-After',
      { status: 429, headers: { 'retry-after': '2' } },
      { kind: 'throttled', retryAfterMs: 2_000 },
    ],
    ['429 without', { status: 429 }, { kind: 'throttled' }],
    ['412', { status: 412 }, { kind: 'retry', why: '412' }],
    ['502', { status: 502 }, { kind: 'retry', why: '502' }],
    [
      '403 of a bot that was removed',
      { status: 403, body: { error: { code: 'BotNotInConversationRoster', message: 'secret' } } },
      { kind: 'refused', why: '403 BotNotInConversationRoster' },
    ],
    [
      '404 of a message that was deleted',
      { status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } },
      { kind: 'gone', why: '404 ActivityNotFoundInConversation' },
    ],
  ])('%s', async (_name, fault, expected) => {
    stub.failNext({ kind: 'status', ...fault });
    expect(await line.connector.post(place, message)).toEqual(expected);
    expect(stub.calls).toHaveLength(1);
  });

  test('a lost answer may have been posted: uncertain for a post, worth another try for an update', async () => {
    stub.failNext({ kind: 'reset' }, { kind: 'reset' });
    expect(await line.connector.post(place, message)).toMatchObject({ kind: 'uncertain' });
    expect(await line.connector.update(place, 'sent-1', message)).toMatchObject({ kind: 'retry' });
    expect(stub.calls).toHaveLength(2);
  });

  test.each(['hang', 'drip'] as const)('an answer that does not end (%s) is given up', async (kind) => {
    stub.failNext({ kind });
    const from = performance.now();
    expect(await line.connector.post(place, message)).toMatchObject({ kind: 'uncertain' });
    expect(performance.now() - from).toBeLessThan(4_000);
  });

  test('nobody there: nothing can have been posted', async () => {
    await stub.close();
    expect(await line.connector.post(place, message)).toEqual({ kind: 'retry', why: 'ECONNREFUSED' });
  });

  test('a refused token is renewed once', async () => {
    await line.connector.post(place, message);
    stub.failNext({ kind: 'status', status: 401 });
    expect(await line.connector.post(place, message)).toMatchObject({ kind: 'sent' });
    const tokens = stub.calls.map(({ authorization }) => authorization);
    expect(tokens[1]).toBe(tokens[0]);
    expect(tokens[2]).not.toBe(tokens[0]);
    stub.failNext({ kind: 'status', status: 401 }, { kind: 'status', status: 401 });
    expect(await line.connector.post(place, message)).toEqual({ kind: 'retry', why: '401' });
  });

  test('a token is never sent in the clear to another machine', async () => {
    const elsewhere = { ...place, serviceUrl: 'http://connector.example/teams/' };
    expect(await line.connector.post(elsewhere, message)).toEqual({
      kind: 'refused',
      why: 'unsafe service URL',
    });
  });

  test('a one-to-one conversation is opened by the person’s id', async () => {
    const person = { id: ALICE.aadObjectId, name: 'Alice' };
    const opened = await line.connector.createPersonal({ ...place, teamId: 't' }, person);
    expect(opened).toEqual({
      kind: 'opened',
      place: {
        scope: 'personal',
        conversationId: 'sent-1',
        serviceUrl: stub.serviceUrl,
        channelId: 'msteams',
        botId: '28:bot',
        tenantId: TENANT,
      },
    });
    expect(stub.calls[0]).toMatchObject({
      path: '/v3/conversations',
      body: { members: [{ id: person.id }], tenantId: TENANT, bot: { id: '28:bot' }, isGroup: false },
    });
  });
});

test('warming up fetches keys and token, and says which of them fails', async () => {
  expect(await line.warmUp()).toEqual({ keys: 'ok', token: 'ok' });
  const before = cloud.login.given.length;
  await line.connector.post(place, message);
  expect(cloud.login.given).toHaveLength(before);
  const broken = createTeamsLine({
    registration: checkRegistration({
      ...cloudSettings(cloud),
      loginUrl: 'https://localhost:1/nobody',
      openIdMetadataUrl: `${cloud.issuer.url}/nothing`,
    }),
    clock: systemClock,
    log: silentLog,
  });
  expect(await broken.warmUp()).toEqual({ keys: 'failing', token: 'failing' });
  await broken.close();
});

describe('a reply of a turn', () => {
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => Date.now(),
    sleep: async (ms) => {
      pauses.push(ms);
    },
  };
  beforeEach(() => {
    pauses.length = 0;
  });
  const reply = (): Promise<void> => sendReply(line.connector, place, message, { clock, log: silentLog });

  test('is tried again after throttling, as long as the connector asks', async () => {
    stub.failNext(
      { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
      { kind: 'status', status: 412 },
    );
    await reply();
    expect(pauses).toEqual([2_000, 1_000]);
    expect(stub.calls).toHaveLength(3);
  });

  test('is given up after four attempts, or at once when the wait would be longer than Teams waits', async () => {
    stub.failNext(...Array.from({ length: 4 }, () => ({ kind: 'status', status: 502 }) as const));
    await reply();
    expect(stub.calls).toHaveLength(4);
    stub.failNext({ kind: 'status', status: 429, headers: { 'retry-after': '60' } });
    await reply();
    expect(stub.calls).toHaveLength(5);
  });

  test('is not repeated when it may stand in the chat already, nor when the door is closed', async () => {
    stub.failNext({ kind: 'reset' });
    await reply();
    stub.failNext({ kind: 'status', status: 403 });
    await reply();
    expect(stub.calls).toHaveLength(2);
  });
});

test('a turn whose work takes longer than Teams waits is answered, and its words follow', async () => {
  let ring: () => void = () => {};
  const clock: Clock = {
    now: () => Date.now(),
    sleep: () =>
      new Promise((resolve) => {
        ring = resolve;
      }),
  };
  const bot = await startBot(cloud, { clock });
  let finish: (text: string) => void = () => {};
  const begun = new Promise<void>((started) => {
    bot.answerWith(
      () =>
        new Promise((resolve) => {
          finish = (text) => resolve({ kind: 'text', text });
          started();
        }),
    );
  });
  const authorization = `Bearer ${await cloud.issuer.sign(stub.serviceUrl)}`;
  const answered = bot.post(personalMessage(stub.serviceUrl, 'show experiment'), { authorization });
  await begun;
  ring();
  expect((await answered).status).toBe(200);
  expect(stub.calls).toHaveLength(0);
  finish('here it is');
  await bot.idle();
  expect(stub.calls[0]?.body).toMatchObject({ text: 'here it is' });
  await bot.close();
});
