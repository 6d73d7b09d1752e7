// The demo has no credentials: it speaks to this machine alone, and Microsoft's Agents Playground can drive it.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { personalMessage } from '../../protocol-cloud/activities.ts';
import { type BotUnderTest, startBot } from '../../protocol-cloud/bot-under-test.ts';
import { type Cloud, startCloud } from '../../protocol-cloud/cloud.ts';
import { type ConnectorStub, startConnector } from '../../protocol-cloud/connector-stub.ts';

let cloud: Cloud;
let stub: ConnectorStub;
let bot: BotUnderTest;
beforeAll(async () => {
  [cloud, stub] = await Promise.all([startCloud(), startConnector()]);
  bot = await startBot(cloud, { demo: true });
});
afterAll(async () => {
  await bot.close();
  await Promise.all([stub.close(), cloud.close()]);
});

/** fetch does not let a test choose the Host header. */
const postAs = (headers: Readonly<Record<string, string>>, path = '/api/messages'): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(bot.url);
    const sending = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sending.on('error', reject);
    sending.end(JSON.stringify(personalMessage(stub.serviceUrl, 'help')));
  });

test('a message of the Playground, without token and trailing slash, is answered without token', async () => {
  const serviceUrl = stub.serviceUrl.replace('/teams/', '/_connector');
  const conversation = { id: 'personal-chat-id' };
  const from = { id: 'user-id-0', name: 'Alex Wilber', aadObjectId: '00000000-0000-0000-0000-0000000000020' };
  const activity = personalMessage(serviceUrl, 'help', { conversation, from, channelData: undefined });
  expect((await bot.post(activity)).status).toBe(200);
  const call = await stub.next();
  expect(call).toMatchObject({
    path: '/v3/conversations/personal-chat-id/activities',
    authorization: undefined,
  });
  expect(bot.heard.at(-1)).toMatchObject({
    text: 'help',
    person: { name: 'Alex Wilber' },
    place: { scope: 'personal' },
  });
  expect((await bot.post({ ...activity, channelId: 'emulator' })).status).toBe(200);
});

test('a connector on another machine is refused', async () => {
  for (const serviceUrl of [
    'https://smba.trafficmanager.net/teams/',
    'http://10.0.0.1/',
    'http://localhost@evil.example/',
    '',
  ])
    expect((await bot.post(personalMessage(serviceUrl, 'help'))).status).toBe(401);
});

describe('a web page cannot drive it', () => {
  const json = { 'content-type': 'application/json' };
  test.each<[string, (host: string) => Record<string, string>, number]>([
    ['by its own address', (host) => ({ host }), 200],
    ['from a page that it has served itself', (host) => ({ host, origin: `http://${host}` }), 200],
    ['from a page of another site', (host) => ({ host, origin: 'https://evil.example' }), 403],
    ['from a page of another port', (host) => ({ host, origin: 'http://127.0.0.1:1' }), 403],
    ['from a file or a sandbox', (host) => ({ host, origin: 'null' }), 403],
    ['from another site, said by the browser', (host) => ({ host, 'sec-fetch-site': 'cross-site' }), 403],
    [
      'by a name that was rebound to loopback',
      (host) => ({ host: host.replace('127.0.0.1', 'evil.example') }),
      403,
    ],
    [
      'by a name that only looks local',
      (host) => ({ host: host.replace('127.0.0.1', 'localhost.evil.example') }),
      403,
    ],
  ])('%s', async (_name, headers, status) => {
    expect(await postAs({ ...json, ...headers(new URL(bot.url).host) })).toBe(status);
  });

  test('nor find out which paths there are', async () => {
    expect(await postAs({ host: 'evil.example' }, '/nothing-here')).toBe(403);
  });
});
