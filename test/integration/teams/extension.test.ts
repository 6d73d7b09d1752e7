// The message extension at the edge: how long it waits, what it says when it cannot wait longer, and what it never does.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Finder, Found, Opened } from '../../../src/commands/finder.ts';
import { composeExtension } from '../../protocol-cloud/activities.ts';
import { type BotUnderTest, startBot } from '../../protocol-cloud/bot-under-test.ts';
import { type Cloud, startCloud } from '../../protocol-cloud/cloud.ts';
import { type WoundClock, woundClock } from '../../wound-clock.ts';

let cloud: Cloud;
let bot: BotUnderTest;
let clock: WoundClock;
let headers: { authorization: string };
/** Answers that the test lets go one by one. */
let found = Promise.withResolvers<Found>();
let opened = Promise.withResolvers<Opened>();
const finder: Finder = {
  find: () => found.promise,
  choices: async () => [],
  open: () => opened.promise,
  unfurl: () => opened.promise,
};

beforeAll(async () => {
  cloud = await startCloud();
  clock = woundClock(Date.now());
  bot = await startBot(cloud, { clock, finder });
  headers = { authorization: `Bearer ${await cloud.issuer.sign(cloud.connector.serviceUrl)}` };
});
afterAll(async () => {
  await bot.close();
  await cloud.close();
});

const invoke = (what: Parameters<typeof composeExtension>[1], value: unknown) =>
  bot.post(composeExtension(cloud.connector.serviceUrl, what, value), headers);

describe('a slow workspace', () => {
  test('a search is answered before Teams gives up, and nothing follows it', async () => {
    found = Promise.withResolvers();
    const asleep = clock.asleep(1);
    const answered = invoke('query', { commandId: 'runs', parameters: [] });
    await asleep;
    clock.wind(4_000);
    const { status, text } = await answered;
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      composeExtension: { type: 'message', text: expect.stringContaining('takes long') },
    });
    found.resolve({ kind: 'found', findings: [] });
    await bot.idle();
    expect(cloud.connector.calls).toEqual([]);
  });

  test('a link stays a link, without a word', async () => {
    opened = Promise.withResolvers();
    const asleep = clock.asleep(1);
    const answered = invoke('queryLink', { url: 'https://example.com/jobs/1' });
    await asleep;
    clock.wind(4_000);
    expect(JSON.parse((await answered).text)).toEqual({
      composeExtension: { type: 'result', attachmentLayout: 'list', attachments: [] },
    });
    opened.resolve({ kind: 'nothing' });
    await bot.idle();
  });
});

test('a conversation in which somebody only searched is not remembered: the bot may be no member of it', async () => {
  found = Promise.withResolvers();
  found.resolve({ kind: 'found', findings: [] });
  expect((await invoke('query', { commandId: 'runs', parameters: [] })).status).toBe(200);
  expect(bot.remembered).toEqual([]);
  expect(bot.heard).toEqual([]);
});

test('a bot without search says that it has none', async () => {
  const plain = await startBot(cloud);
  const { status } = await plain.post(
    composeExtension(cloud.connector.serviceUrl, 'query', { commandId: 'runs', parameters: [] }),
    headers,
  );
  expect(status).toBe(501);
  await plain.close();
});
