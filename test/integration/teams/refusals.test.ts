// What is not let in: every faulty token and every faulty body is 401 or 400, never 500, says nothing about why, reaches
// nobody, and leaves nothing behind in memory.
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Log } from '../../../src/base/log.ts';
import { personalMessage } from '../../protocol-cloud/activities.ts';
import { type BotUnderTest, startBot } from '../../protocol-cloud/bot-under-test.ts';
import { APP_ID, type Cloud, startCloud } from '../../protocol-cloud/cloud.ts';
import type { TokenWish } from '../../protocol-cloud/issuer.ts';

let cloud: Cloud;
let bot: BotUnderTest;
let serviceUrl: string;
const lines: { fields: object; message: string }[] = [];
const recording: Log = {
  debug: () => {},
  info: () => {},
  warn: (fields, message) => void lines.push({ fields, message }),
  error: (fields, message) => void lines.push({ fields, message }),
};
const seconds = (): number => Math.floor(Date.now() / 1_000);

beforeAll(async () => {
  cloud = await startCloud();
  bot = await startBot(cloud, { log: recording });
  ({ serviceUrl } = cloud.connector);
});
afterAll(async () => {
  await bot.close();
  await cloud.close();
});
let heardBefore = 0;
beforeEach(() => {
  heardBefore = bot.heard.length;
});

const send = async (
  authorization: string | undefined,
  over: Readonly<Record<string, unknown>> = {},
): Promise<{ status: number; text: string }> =>
  bot.post(personalMessage(serviceUrl, 'help', over), authorization === undefined ? {} : { authorization });
const refused = { status: 401, text: '{"error":"unauthorized"}' };

describe('let in', () => {
  test('a good token, and one that expired four minutes ago (clocks differ)', async () => {
    expect((await send(`Bearer ${await cloud.issuer.sign(serviceUrl)}`)).status).toBe(200);
    const late = await cloud.issuer.sign(serviceUrl, { claims: { exp: seconds() - 240 } });
    expect((await send(`Bearer ${late}`)).status).toBe(200);
    expect(bot.heard).toHaveLength(heardBefore + 2);
  });

  test('a key without endorsements', async () => {
    const token = await cloud.issuer.sign(serviceUrl, { kid: 'second', signedBy: 'second' });
    expect((await send(`Bearer ${token}`)).status).toBe(200);
  });
});

describe('refused by the header alone', () => {
  test.each<[string, string | undefined]>([
    ['no header', undefined],
    ['an empty one', ''],
    ['Basic', 'Basic YWxpY2U6c2VjcmV0'],
    ['garbage', 'Bearer garbage'],
    ['three dots of garbage', 'Bearer a.b.c'],
    ['a header of JSON null', `Bearer ${Buffer.from('null').toString('base64url')}.e30.AA`],
    ['a very long one', `Bearer ${'a'.repeat(9_000)}.b.c`],
    ['nothing after Bearer', 'Bearer '],
  ])('%s', async (_name, authorization) => {
    expect(await send(authorization)).toEqual(refused);
    expect(bot.heard).toHaveLength(heardBefore);
  });

  test('bearer in lower case, and two tokens', async () => {
    const token = await cloud.issuer.sign(serviceUrl);
    expect(await send(`bearer ${token}`)).toEqual(refused);
    expect(await send(`Bearer ${token} ${token}`)).toEqual(refused);
  });
});

describe('refused by the token', () => {
  test.each<[string, TokenWish]>([
    ['expired an hour ago', { claims: { exp: 1_700_000_000 } }],
    ['without an expiry', { claims: { exp: undefined } }],
    ['an expiry that is no number', { claims: { exp: 'tomorrow' } }],
    ['not valid yet', { claims: { nbf: Math.floor(Date.now() / 1_000) + 3_600 } }],
    ['for another bot', { claims: { aud: '99999999-1111-4111-8111-111111111111' } }],
    ['without audience', { claims: { aud: undefined } }],
    ['of another issuer', { claims: { iss: 'https://sts.windows.net/somebody/' } }],
    [
      'of the real Bot Framework issuer, signed by a stranger',
      { claims: { iss: 'https://api.botframework.com' } },
    ],
    ['without issuer', { claims: { iss: undefined } }],
    ['signed with another key', { signedBy: 'stranger' }],
    ['an unknown key id', { kid: 'nobody', signedBy: 'stranger' }],
    ['a key id of another key', { kid: 'second' }],
    ['a key that is not RSA', { kid: 'elliptic' }],
    ['another algorithm', { alg: 'RS512' }],
    ['another service URL', { claims: { serviceurl: 'https://evil.example/' } }],
    ['no service URL', { claims: { serviceurl: undefined } }],
    ['a service URL that is a list', { claims: { serviceurl: ['x'] } }],
    [
      'the emulator’s shape',
      { claims: { serviceurl: undefined, appid: APP_ID, ver: '1.0', tid: 'anybody' } },
    ],
    [
      'an issuer of the emulator’s list',
      {
        claims: {
          iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
          appid: APP_ID,
          ver: '1.0',
        },
      },
    ],
    [
      'the shape of a skill',
      { claims: { ver: '2.0', azp: 'ffffffff-1111-4111-8111-111111111111' }, signedBy: 'stranger' },
    ],
  ])('%s', async (_name, wish) => {
    expect(await send(`Bearer ${await cloud.issuer.sign(serviceUrl, wish)}`)).toEqual(refused);
    expect(bot.heard).toHaveLength(heardBefore);
  });

  test.each(['HS256', 'none'] as const)('algorithm %s', async (alg) => {
    expect(await send(`Bearer ${cloud.issuer.forge(serviceUrl, alg)}`)).toEqual(refused);
    // A token without signature has an empty third part; with something in it, it is refused all the same.
    expect(await send(`Bearer ${cloud.issuer.forge(serviceUrl, alg)}AA`)).toEqual(refused);
  });

  test('a remembered token is compared with each activity again', async () => {
    const authorization = `Bearer ${await cloud.issuer.sign(serviceUrl)}`;
    expect((await send(authorization)).status).toBe(200);
    expect(await send(authorization, { serviceUrl: 'https://evil.example/' })).toEqual(refused);
    expect(await send(authorization, { serviceUrl: serviceUrl.replace(/\/$/, '') })).toEqual(refused);
  });
});

describe('refused by the activity, in spite of a good token', () => {
  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['no service URL', { serviceUrl: undefined }],
    ['an empty service URL', { serviceUrl: '' }],
    ['a service URL that is an object', { serviceUrl: {} }],
    ['no channel', { channelId: undefined }],
    ['a channel that is a number', { channelId: 7 }],
    ['a channel that the key does not speak for', { channelId: 'directline' }],
    ['the ASE channel', { channelId: 'AseChannel' }],
    ['the emulator', { channelId: 'emulator' }],
    ['another tenant', { channelData: { tenant: { id: 'other' } } }],
    ['no tenant', { channelData: {}, conversation: { id: 'a:1', conversationType: 'personal' } }],
    ['two tenants of which one is ours', { conversation: { id: 'a:1', tenantId: 'other' } }],
  ])('%s', async (_name, over) => {
    expect(await send(`Bearer ${await cloud.issuer.sign(serviceUrl)}`, over)).toEqual(refused);
    expect(bot.heard).toHaveLength(heardBefore);
  });

  test('a key without endorsements does not open other channels', async () => {
    const token = await cloud.issuer.sign(serviceUrl, { kid: 'second', signedBy: 'second' });
    expect(await send(`Bearer ${token}`, { channelId: 'webchat' })).toEqual(refused);
  });
});

describe('bodies that are no activity', () => {
  test.each<[string, unknown, number]>([
    ['an array', [], 400],
    ['a number', 7, 400],
    ['null', null, 400],
    ['a string', '"hello"', 400],
    ['no JSON', '{', 400],
    ['nothing', ' ', 400],
    ['no type', { text: 'help' }, 400],
    ['a type that is an object', { type: {} }, 400],
    ['an empty type', { type: '' }, 400],
  ])('%s', async (_name, body, status) => {
    const authorization = `Bearer ${await cloud.issuer.sign(serviceUrl)}`;
    expect((await bot.post(body, { authorization })).status).toBe(status);
  });

  test('hostile shapes behind a good token are taken without a word', async () => {
    const authorization = `Bearer ${await cloud.issuer.sign(serviceUrl)}`;
    const tenant = { tenant: { id: '22222222-2222-4222-8222-222222222222' } };
    for (const over of [
      { from: null },
      { from: [], recipient: 7 },
      { conversation: { id: 5, tenantId: tenant.tenant.id } },
      { conversation: { id: 'x'.repeat(5_000), tenantId: tenant.tenant.id } },
      { recipient: undefined },
      { id: undefined },
      {
        entities: { length: 1e9 },
        text: {},
        conversation: { id: '19:x', conversationType: 'channel' },
        channelData: tenant,
      },
      { type: 'conversationUpdate', membersAdded: 'everybody' },
      { type: 'invoke', name: 'adaptiveCard/action', value: 'x' },
      { type: 'invoke', name: 'adaptiveCard/action', value: { action: null }, from: undefined },
      { type: 'messageUpdate', channelData: { ...tenant, eventType: {} } },
    ])
      expect((await send(authorization, over)).status).toBe(200);
    expect(bot.heard).toHaveLength(heardBefore);
  });
});

test('thousands of refusals leave nothing behind: not in the SDK’s list of issuers, not in the log, not in the heap', async () => {
  const { ToBotFromBotOrEmulatorTokenValidationParameters: parameters } = createRequire(import.meta.url)(
    'botframework-connector/lib/auth/tokenValidationParameters',
  ) as { ToBotFromBotOrEmulatorTokenValidationParameters: { issuer: string[] } };
  const issuers = parameters.issuer.length;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const flood = async (from: number, count: number): Promise<void> => {
    for (let nth = from; nth < from + count; nth += 20) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, offset) => {
          const tid = `tenant-${nth + offset}-${'x'.repeat(2_000)}`;
          const token = `${part({ alg: 'RS256', kid: `k${nth + offset}` })}.${part({ tid, iss: `https://sts.windows.net/${tid}/`, appid: APP_ID, ver: '1.0' })}.AAAA`;
          return send(`Bearer ${token}`);
        }),
      );
      expect(answers.every(({ status }) => status === 401)).toBe(true);
    }
  };
  const fetches = cloud.issuer.keyFetches();
  const told = lines.length;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  await flood(0, 500);
  const before = heap();
  await flood(500, 2_000);
  const grown = heap() - before;
  expect(parameters.issuer).toHaveLength(issuers);
  // 2,000 tokens of 5 KB would be 10 MB in any place that kept them.
  expect(grown).toBeLessThan(3_000_000);
  expect(cloud.issuer.keyFetches() - fetches).toBeLessThanOrEqual(1);
  expect(lines.length - told).toBeLessThanOrEqual(1);
  expect(bot.line.refusals.totals()['bad-token']).toBeGreaterThanOrEqual(2_500);
}, 30_000);

test('an issuer out of reach is 503 for a token that nobody can judge, and heals by itself', async () => {
  const other = await startCloud();
  other.issuer.setReachable(false);
  let now = Date.now();
  const clock = { now: () => now, sleep: () => new Promise<void>(() => {}) };
  const fresh = await startBot(other, { clock });
  const authorization = `Bearer ${await other.issuer.sign(other.connector.serviceUrl)}`;
  const activity = personalMessage(other.connector.serviceUrl, 'help');
  expect(await fresh.post(activity, { authorization })).toEqual({
    status: 503,
    text: '{"error":"unavailable"}',
  });
  other.issuer.setReachable(true);
  now += 6_000;
  expect((await fresh.post(activity, { authorization })).status).toBe(200);
  // Known keys outlive an outage, and a day.
  other.issuer.setReachable(false);
  now += 25 * 3_600_000;
  const later = await other.issuer.sign(other.connector.serviceUrl, {
    claims: { exp: Math.floor(now / 1_000) + 60 },
  });
  expect((await fresh.post(activity, { authorization: `Bearer ${later}` })).status).toBe(200);
  await fresh.close();
  await other.close();
}, 20_000);
