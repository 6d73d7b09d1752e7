// The stand-in Teams over HTTP: a true botbuilder bot behind it, people in front of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { renderCardsPage } from '../../../src/local/chat/cards-page.ts';
import { type Chat, startChat } from '../../../src/local/chat/start.ts';
import { type EchoBot, startEchoBot } from './chat/echo-bot.ts';
import { countingCard } from './chat/sample-card.ts';

let bot: EchoBot;
let chat: Chat;
const mine = { as: 'alice', in: 'personal/alice' };
const general = { as: 'alice', in: 'channel/general' };

beforeAll(async () => {
  bot = await startEchoBot(countingCard);
  chat = await startChat({ botEndpoint: () => bot.url, commands: [{ title: 'help', description: 'h' }] });
});
afterAll(async () => {
  await chat.close();
  await bot.close();
});
beforeEach(() => chat.api.faults.clear());

const request = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${chat.url}${path}`, init);
const connector = (path: string, method = 'GET', body?: unknown): Promise<Response> =>
  fetch(`${chat.serviceUrl}v3/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const idOf = (key: string): string => chat.api.roster.conversation(key)?.id ?? '';
const askForCard = async () => {
  const asked = chat.api.say({ ...mine, text: 'card' });
  return chat.api.waitFor(
    mine.in,
    (each) => each.author === 'bot' && each.attachments.length > 0 && Number(each.id) > Number(asked.id),
  );
};

describe('what the bot is sent', () => {
  test('opening a chat installs the bot once: conversationUpdate, then installationUpdate, then its welcome', async () => {
    await chat.api.open({ as: 'dan', in: 'personal/dan' });
    await chat.api.open({ as: 'dan', in: 'personal/dan' });
    const events = bot.heard.filter((each) => each.from.name === 'Dan Ito').map((each) => each.type);
    expect(events).toEqual(['conversationUpdate', 'installationUpdate']);
    expect((await chat.api.waitFor('personal/dan', (each) => each.author === 'bot')).text).toBe('Welcome!');
  });

  test('a personal message carries the fields of Teams', async () => {
    const message = chat.api.say({ ...mine, text: 'hello' });
    const activity = await bot.waitFor((each) => each.id === message.id);
    const alice = chat.api.roster.person('alice');
    expect(activity).toMatchObject({
      type: 'message',
      channelId: 'msteams',
      text: 'hello',
      serviceUrl: chat.serviceUrl,
      from: { id: alice?.id, name: 'Alice Novak', aadObjectId: alice?.aadObjectId },
      recipient: { id: '28:brickbot' },
      conversation: { conversationType: 'personal', tenantId: chat.api.roster.tenantId },
      attachments: [{ contentType: 'text/html', content: '<div>hello</div>' }],
    });
    expect(activity.conversation.id).toMatch(/^a:1/);
  });

  test('in a channel it hears only mentions, with the thread in the conversation id', async () => {
    const silent = chat.api.say({ ...general, text: 'nobody listens' });
    const heard = chat.api.say({ ...general, text: '@brickbot hello' });
    const activity = await bot.waitFor((each) => each.id === heard.id);
    expect(activity.text).toBe('<at>brickbot</at> hello\n');
    expect(activity.conversation.id).toBe(`${idOf('channel/general')};messageid=${heard.id}`);
    expect(activity.entities?.filter((each) => each.type === 'mention')).toEqual([
      { type: 'mention', mentioned: { id: '28:brickbot', name: 'brickbot' }, text: '<at>brickbot</at>' },
    ]);
    expect(bot.heard.some((each) => each.id === silent.id)).toBe(false);
    const reply = await chat.api.waitFor(general.in, (each) => each.text === 'echo: hello');
    expect(reply.root).toBe(heard.id);
  });

  test('a reply stays in its thread', async () => {
    const root = chat.api.say({ ...general, text: '@brickbot one' });
    const reply = chat.api.say({ ...general, text: '@brickbot two', thread: root.id });
    const activity = await bot.waitFor((each) => each.id === reply.id);
    expect(activity.conversation.id.endsWith(`;messageid=${root.id}`)).toBe(true);
  });

  test('edit and delete arrive as messageUpdate and messageDelete', async () => {
    const message = chat.api.say({ ...mine, text: 'first' });
    await bot.waitFor((each) => each.id === message.id);
    chat.api.edit({ ...mine, message: message.id, text: 'second' });
    const edited = await bot.waitFor((each) => each.type === 'messageUpdate' && each.id === message.id);
    expect(edited.text).toBe('second');
    expect(edited.channelData).toMatchObject({ eventType: 'editMessage' });
    chat.api.remove({ ...mine, message: message.id });
    const removed = await bot.waitFor((each) => each.type === 'messageDelete' && each.id === message.id);
    expect(removed.channelData).toMatchObject({ eventType: 'softDeleteMessage' });
  });

  test('a message that is not answered in time comes again with the same id', async () => {
    const patient = await startChat({ botEndpoint: () => bot.url, patienceMs: 40, redeliveries: 1 });
    await patient.api.open(mine);
    const { promise, resolve } = Promise.withResolvers<void>();
    bot.gate = promise;
    const message = patient.api.say({ ...mine, text: 'slow' });
    let seen = 0;
    await bot.waitFor((each) => each.id === message.id && ++seen === 2);
    resolve();
    bot.gate = Promise.resolve();
    expect(seen).toBe(2);
    await patient.api.waitFor(mine.in, (each) => each.text === 'echo: slow');
    await patient.close();
  });

  test('what is sent is signed when credentials are given', async () => {
    const signed: unknown[] = [];
    const authorized = await startChat({
      botEndpoint: () => bot.url,
      credentials: { appId: 'app-1', sign: (activity) => `token-${signed.push(activity['serviceUrl'])}` },
    });
    await authorized.api.open(mine);
    expect(signed).toEqual([authorized.serviceUrl, authorized.serviceUrl]);
    expect(bot.heard.at(-1)?.recipient.id).toBe('28:app-1');
    await authorized.close();
  });
});

describe('cards', () => {
  test('Execute: the card comes back and the message is updated in place', async () => {
    const card = await askForCard();
    const outcome = await chat.api.press({
      ...mine,
      message: card.id,
      action: { type: 'Action.Execute', verb: 'start', data: { op: '7K3F' } },
      inputs: { reason: 'now' },
    });
    expect(outcome).toMatchObject({ kind: 'card' });
    expect(bot.heard.at(-1)).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: card.id,
      value: {
        action: { type: 'Action.Execute', verb: 'start', data: { op: '7K3F', reason: 'now' } },
        trigger: 'manual',
      },
    });
    const after = chat.api.messages(mine.in).find((each) => each.id === card.id);
    expect(JSON.stringify(after?.attachments)).toContain('Step 1 of 3');
    expect(after?.editedAt).not.toBeNull();
  });

  test.each([
    ['tell', { kind: 'message', text: 'Noted' }],
    ['refuse', { kind: 'error', text: 'You may not do this', detail: '403 Forbidden' }],
    ['stock-refuse', { kind: 'error', text: 'Something went wrong. Please try again.' }],
  ])('the answer to %s is shown as Teams shows it', async (verb, expected) => {
    const card = await askForCard();
    const outcome = await chat.api.press({
      ...mine,
      message: card.id,
      action: { type: 'Action.Execute', verb },
    });
    expect(outcome).toMatchObject(expected);
  });

  test('Submit: a message with a value and no text', async () => {
    const card = await askForCard();
    const outcome = await chat.api.press({
      ...mine,
      message: card.id,
      action: { type: 'Action.Submit', data: { kind: 'form' } },
      inputs: { reason: 'because' },
    });
    expect(outcome.kind).toBe('sent');
    const activity = bot.heard.at(-1);
    expect(activity?.value).toEqual({ kind: 'form', reason: 'because' });
    expect(activity?.text).toBeUndefined();
  });

  test('search: the drop-down gets the bot’s choices', async () => {
    const card = await askForCard();
    const found = await chat.api.search({ ...mine, message: card.id, dataset: 'branches', query: 'fea' });
    expect(found.map((each) => each.title)).toEqual(['feature-x', 'feature-broken']);
  });

  test('text and a card in one activity become two messages without an id', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const asked = chat.api.say({ ...mine, text: 'both' });
    const stop = chat.api.listen((event) => {
      if (event.kind === 'delivery' && event.message === asked.id) resolve();
    });
    await promise;
    stop();
    const [words, card] = chat.api.messages(mine.in).slice(-2);
    expect([words?.text, words?.attachments.length]).toEqual(['with text', 0]);
    expect([card?.text, card?.attachments.length]).toEqual(['', 1]);
    const sent = chat.api.calls().filter((each) => JSON.stringify(each.body).includes('with text'));
    expect(sent.map((each) => each.status)).toEqual([202]);
  });

  test('an unreachable bot gives an error outcome, and the page is told', async () => {
    let endpoint = bot.url;
    const lonely = await startChat({ botEndpoint: () => endpoint });
    lonely.api.say({ ...mine, text: 'card' });
    const card = await lonely.api.waitFor(mine.in, (each) => each.attachments.length > 0);
    endpoint = 'http://127.0.0.1:9/api/messages';
    const outcome = await lonely.api.press({ ...mine, message: card.id, action: { type: 'Action.Execute' } });
    expect(outcome).toMatchObject({ kind: 'error', text: 'Unable to reach brickbot. Please try again.' });
    const { promise, resolve } = Promise.withResolvers<string>();
    lonely.api.listen((event) => {
      if (event.kind === 'delivery') resolve(event.state);
    });
    lonely.api.say({ ...mine, text: 'anybody?' });
    expect(await promise).toBe('failed');
    await lonely.close();
  });
});

describe('the connector', () => {
  test('members, one member, paged members and teams', async () => {
    await chat.api.open(general);
    const channel = encodeURIComponent(idOf(general.in));
    const alice = chat.api.roster.person('alice');
    const members = (await (await connector(`conversations/${channel}/members`)).json()) as unknown[];
    expect(members).toHaveLength(5);
    const one = await connector(`conversations/${channel}/members/${alice?.aadObjectId}`);
    expect(await one.json()).toMatchObject({ id: alice?.id, userPrincipalName: 'alice@example.com' });
    expect((await connector(`conversations/${channel}/members/nobody`)).status).toBe(404);
    expect(await (await connector(`conversations/${channel}/pagedmembers?pageSize=50`)).json()).toMatchObject(
      {
        members: expect.any(Array),
      },
    );
    const team = encodeURIComponent(chat.api.roster.conversation(general.in)?.team?.id ?? '');
    expect(await (await connector(`teams/${team}`)).json()).toMatchObject({ name: 'MLOps', channelCount: 2 });
    expect(await (await connector(`teams/${team}/conversations`)).json()).toMatchObject({
      conversations: [{ name: null }, { name: 'Releases' }],
    });
  });

  test('a conversation with a person is the same every time; a channel gets a new post', async () => {
    const bob = chat.api.roster.person('bob');
    const create = () =>
      connector('conversations', 'POST', {
        bot: { id: '28:brickbot' },
        members: [{ id: bob?.id }],
        tenantId: 't',
      });
    const first = (await (await create()).json()) as { id: string };
    expect(await (await create()).json()).toEqual(first);
    const path = `conversations/${encodeURIComponent(first.id)}/activities`;
    const posted = await connector(path, 'POST', { type: 'message', text: 'psst' });
    expect(posted.status).toBe(201);
    expect(chat.api.messages('personal/bob').at(-1)?.text).toBe('psst');
    await chat.api.open(general);
    const response = await connector('conversations', 'POST', {
      isGroup: true,
      channelData: { channel: { id: idOf(general.in) } },
      activity: { type: 'message', text: 'news' },
    });
    const post = (await response.json()) as { id: string; activityId: string };
    expect(post.id).toBe(`${idOf(general.in)};messageid=${post.activityId}`);
  });

  test('refusals carry the codes of Teams', async () => {
    const code = async (response: Response) => {
      const body = (await response.json()) as { error?: { code?: string } };
      return [response.status, body.error?.code];
    };
    const message = { type: 'message', text: 'x' };
    const personal = `conversations/${encodeURIComponent(idOf(mine.in))}/activities`;
    expect(await code(await connector('conversations/19:nowhere/activities', 'POST', message))).toEqual([
      404,
      'ConversationNotFound',
    ]);
    expect(await code(await connector(`${personal}/123`, 'PUT', message))).toEqual([
      404,
      'ActivityNotFoundInConversation',
    ]);
    expect(await code(await connector(personal, 'POST', { type: 'message' }))).toEqual([400, 'BadSyntax']);
    expect(
      await code(await connector(personal, 'POST', { type: 'message', text: 'x'.repeat(60_000) })),
    ).toEqual([413, 'MessageSizeTooBig']);
    const releases = `conversations/${encodeURIComponent(idOf('channel/releases'))}/activities`;
    expect(await code(await connector(releases, 'POST', message))).toEqual([
      403,
      'BotNotInConversationRoster',
    ]);
  });

  test('the bot deletes what it wrote, and cannot touch what others wrote', async () => {
    const card = await askForCard();
    const path = `conversations/${encodeURIComponent(idOf(mine.in))}/activities`;
    expect((await connector(`${path}/${card.id}`, 'DELETE')).status).toBe(200);
    expect(chat.api.messages(mine.in).find((each) => each.id === card.id)?.deleted).toBe(true);
    const own = chat.api.say({ ...mine, text: 'mine' });
    expect((await connector(`${path}/${own.id}`, 'DELETE')).status).toBe(404);
  });

  test('faults: status with and without Retry-After, reset, lost answer', async () => {
    const quiet = { as: 'carol', in: 'personal/carol' };
    await chat.api.open(quiet);
    const path = `conversations/${encodeURIComponent(idOf(quiet.in))}/activities`;
    const send = (text: string) => connector(path, 'POST', { type: 'message', text });
    chat.api.faults.add({ kind: 'status', status: 429, retryAfter: 3 });
    const throttled = await send('a');
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '3']);
    chat.api.faults.add({ kind: 'status', status: 412 });
    const failed = await send('b');
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([412, null]);
    chat.api.faults.add({ kind: 'reset' });
    await expect(send('c')).rejects.toMatchObject({ name: 'TypeError' });
    chat.api.faults.add({ kind: 'lost' });
    await expect(send('lost answer')).rejects.toMatchObject({ name: 'TypeError' });
    const texts = chat.api.messages(quiet.in).map((each) => each.text);
    expect(texts).toContain('lost answer');
    expect(texts).not.toContain('c');
    expect((await send('d')).status).toBe(201);
  });

  test('Teams’ rate limits when asked for: the eighth send within a second is throttled', async () => {
    let now = 1_000_000;
    const strict = await startChat({ botEndpoint: () => bot.url, rateLimits: true, now: () => now });
    await strict.api.install({ ...mine });
    await strict.api.waitFor(mine.in, (each) => each.text === 'Welcome!');
    now += 60_000;
    const url = `${strict.serviceUrl}v3/conversations/${encodeURIComponent(idOf(mine.in))}/activities`;
    const send = () => fetch(url, { method: 'POST', body: JSON.stringify({ type: 'message', text: 'x' }) });
    const statuses: number[] = [];
    for (let count = 0; count < 8; count += 1) statuses.push((await send()).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 201, 429]);
    now += 1_001;
    expect((await send()).status).toBe(201);
    await strict.close();
  });

  test('after a removal the bot may not write there', async () => {
    await chat.api.open({ as: 'erin', in: 'personal/erin' });
    await chat.api.uninstall({ as: 'erin', in: 'personal/erin' });
    const path = `conversations/${encodeURIComponent(idOf('personal/erin'))}/activities`;
    expect((await connector(path, 'POST', { type: 'message', text: 'x' })).status).toBe(403);
    expect(bot.heard.at(-1)).toMatchObject({ type: 'installationUpdate', action: 'remove' });
  });

  test('only a bot with the right token is let in when a check is given', async () => {
    const guarded = await startChat({
      botEndpoint: () => bot.url,
      verifyBot: (header) => header === 'Bearer good',
    });
    const url = `${guarded.serviceUrl}v3/conversations`;
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    const letIn = await fetch(url, {
      method: 'POST',
      body: '{}',
      headers: { authorization: 'Bearer good' },
    });
    expect(letIn.status).toBe(400);
    await guarded.close();
  });
});

describe('the house rules of the page', () => {
  test('a foreign origin, a foreign host name and a cross-site fetch are refused', async () => {
    expect((await request('/api/state')).status).toBe(200);
    expect((await request('/api/state', { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await request('/api/state', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    const { request: ask } = await import('node:http');
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = ask(`${chat.url}/api/state`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end();
    });
    expect(status).toBe(403);
  });

  test('the page comes with a strict policy and no inline script', async () => {
    const response = await request('/');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await response.text()).not.toMatch(/<script(?![^>]* src=)/);
    expect((await request('/../start.ts')).status).toBe(404);
    expect((await request('/%2e%2e/start.ts')).status).toBe(404);
  });

  test('admin routes want their key', async () => {
    expect((await request('/admin/calls')).status).toBe(403);
    const headers = { 'x-chat-admin': chat.api.adminKey };
    expect((await request('/admin/calls', { headers })).status).toBe(200);
    const wrong = await request('/admin/faults', { method: 'POST', headers, body: '{"kind":"flood"}' });
    expect(wrong.status).toBe(400);
  });

  test('bad requests are refused, not crashed on', async () => {
    const post = (path: string, body: string) => request(path, { method: 'POST', body });
    expect((await post('/api/say', '{"as":"alice","in":"personal/bob","text":"x"}')).status).toBe(404);
    expect((await post('/api/say', '{"as":"alice","in":"personal/alice","text":"  "}')).status).toBe(400);
    expect((await post('/api/say', '[1]')).status).toBe(400);
    expect((await post('/api/say', '{')).status).toBe(400);
    expect((await post('/api/nothing', '{}')).status).toBe(404);
    expect((await connector('conversations/%E0%A4%A/activities', 'POST', {})).status).toBe(400);
  });
});

test('a chat with a folder keeps its messages and installs over a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chat-'));
  const first = await startChat({ botEndpoint: () => bot.url, dataDir });
  first.api.say({ ...mine, text: 'remember me' });
  await first.api.waitFor(mine.in, (each) => each.text === 'echo: remember me');
  await first.close();
  const installs = bot.heard.filter((each) => each.type === 'installationUpdate').length;
  const second = await startChat({ botEndpoint: () => bot.url, dataDir });
  expect(second.api.messages(mine.in).map((each) => each.text)).toEqual(
    expect.arrayContaining(['Welcome!', 'remember me', 'echo: remember me']),
  );
  await second.api.open(mine);
  expect(bot.heard.filter((each) => each.type === 'installationUpdate')).toHaveLength(installs);
  await second.close();
  rmSync(dataDir, { recursive: true });
});

test('a cards page carries everything inside and lets no card end its script', () => {
  const html = renderCardsPage({ cards: [{ title: '<b>', card: { text: '</script><script>alert(1)' } }] });
  expect(html).not.toMatch(/<(script|link)[^>]* (src|href)=/);
  expect(html).not.toContain('</script><script>alert');
  expect(html).toContain('<title>&lt;b></title>');
});
