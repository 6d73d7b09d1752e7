// A conversation over the true protocol: signed tokens in, bearer tokens out, everything over real sockets.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/base/errors.ts';
import type { Card } from '../../../src/cards/card.ts';
import {
  ALICE,
  added,
  BOT,
  channelMessage,
  personalMessage,
  pressExecute,
} from '../../protocol-cloud/activities.ts';
import { type BotUnderTest, startBot } from '../../protocol-cloud/bot-under-test.ts';
import { type Cloud, startCloud, TENANT } from '../../protocol-cloud/cloud.ts';

let cloud: Cloud;
let bot: BotUnderTest;
let serviceUrl: string;
let bearer: { authorization: string };
const card: Card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Hello' }] };

beforeAll(async () => {
  cloud = await startCloud();
  bot = await startBot(cloud);
  ({ serviceUrl } = cloud.connector);
  bearer = { authorization: `Bearer ${await cloud.issuer.sign(serviceUrl)}` };
});
afterAll(async () => {
  await bot.close();
  await cloud.close();
});

describe('a message', () => {
  test('is dispatched as words and answered with a card at the connector, with the bot’s own token', async () => {
    bot.answerWith({ kind: 'card', card, summary: 'Help for brickbot' });
    const activity = personalMessage(serviceUrl, 'help');
    expect(await bot.post(activity, bearer)).toEqual({ status: 200, text: '' });
    expect(bot.heard.at(-1)).toEqual({
      kind: 'words',
      text: 'help',
      id: activity['id'],
      locale: 'en-GB',
      person: { id: ALICE.aadObjectId, name: 'Alice', tenantId: TENANT, accountId: ALICE.id },
      place: {
        scope: 'personal',
        conversationId: 'a:1personal',
        serviceUrl,
        channelId: 'msteams',
        botId: BOT.id,
        botName: 'brickbot',
        tenantId: TENANT,
      },
    });
    const call = await cloud.connector.next();
    expect(call).toEqual({
      method: 'POST',
      path: '/v3/conversations/a:1personal/activities',
      authorization: `Bearer ${cloud.login.given[0]}`,
      body: {
        type: 'message',
        from: BOT,
        conversation: { id: 'a:1personal' },
        summary: 'Help for brickbot',
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
      },
    });
    expect(new URLSearchParams(cloud.login.asked[0]).get('scope')).toContain(
      'https://api.botframework.com/.default',
    );
  });

  test('in a channel is answered in its thread, and its mention is not part of the words', async () => {
    bot.answerWith({ kind: 'text', text: 'on it' });
    expect((await bot.post(channelMessage(serviceUrl, 'deploy feature-x'), bearer)).status).toBe(200);
    expect(bot.heard.at(-1)).toMatchObject({
      kind: 'words',
      text: 'deploy feature-x',
      place: {
        scope: 'channel',
        conversationId: '19:abc@thread.tacv2',
        threadId: '1699999999999',
        teamId: '19:team@thread.tacv2',
      },
    });
    const call = await cloud.connector.next();
    expect(call.path).toBe('/v3/conversations/19:abc@thread.tacv2;messageid=1699999999999/activities');
    expect(call.body).toMatchObject({ text: 'on it', textFormat: 'plain', summary: 'on it' });
  });

  test('that became an operation posts nothing: its card comes through the outbox', async () => {
    const before = cloud.connector.calls.length;
    bot.answerWith({ kind: 'operation', op: '7K3F' });
    expect((await bot.post(personalMessage(serviceUrl, 'deploy x'), bearer)).status).toBe(200);
    await bot.idle();
    expect(cloud.connector.calls).toHaveLength(before);
  });

  test('that joined an operation is told so: the card of that one may stand in another conversation', async () => {
    bot.answerWith({ kind: 'operation', op: '7K3F', notice: 'Joined operation 7K3F.' });
    expect((await bot.post(personalMessage(serviceUrl, 'deploy x'), bearer)).status).toBe(200);
    expect((await cloud.connector.next()).body).toMatchObject({ text: 'Joined operation 7K3F.' });
  });

  test('whose dispatch throws is answered with the fault’s words, never with a stack', async () => {
    bot.answerWith(() => {
      throw new Fault('environment-not-found', { facts: { environment: 'mars', known: 'staging' } });
    });
    expect((await bot.post(personalMessage(serviceUrl, 'deploy x to mars'), bearer)).status).toBe(200);
    expect((await cloud.connector.next()).body).toMatchObject({
      text: 'There is no environment “mars”. Known here: staging.',
    });
  });

  test('keeps one token for many replies', () => {
    expect(cloud.login.given).toEqual(['bot-token-1']);
  });
});

describe('a press', () => {
  test('of Action.Execute gets the next card in the body of the answer', async () => {
    bot.answerWith({ kind: 'card', card, summary: 'Done' });
    const answer = await bot.post(
      pressExecute(serviceUrl, 'deploy.start', { op: '7K3F', reason: 'because' }),
      bearer,
    );
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: card,
    });
    expect(bot.heard.at(-1)).toMatchObject({
      kind: 'press',
      verb: 'deploy.start',
      data: { op: '7K3F', reason: 'because' },
      cardActivityId: 'card-1',
    });
  });

  test('may be answered with a line for the presser alone', async () => {
    bot.answerWith({ kind: 'text', text: 'Only Bob may do this.' });
    const answer = await bot.post(pressExecute(serviceUrl, 'deploy.start', {}), bearer);
    expect(JSON.parse(answer.text)).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'Only Bob may do this.',
    });
  });

  test('without a verb is HTTP 200 with an error in the envelope', async () => {
    const answer = await bot.post(pressExecute(serviceUrl, '', {}), bearer);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({
      statusCode: 400,
      type: 'application/vnd.microsoft.error',
    });
  });

  test('of Action.Submit comes as a press too', async () => {
    bot.answerWith({ kind: 'silence' });
    const value = { verb: 'help.topic', topic: 'deploy' };
    const activity = personalMessage(serviceUrl, '', { text: undefined, value, replyToId: 'card-2' });
    expect((await bot.post(activity, bearer)).status).toBe(200);
    expect(bot.heard.at(-1)).toMatchObject({
      kind: 'press',
      verb: 'help.topic',
      data: { topic: 'deploy' },
      cardActivityId: 'card-2',
    });
  });

  test('unknown invokes are 501', async () => {
    expect((await bot.post(pressExecute(serviceUrl, 'x', {}, { name: 'task/fetch' }), bearer)).status).toBe(
      501,
    );
  });
});

describe('events of a conversation', () => {
  test('being added twice over (two events) greets once; remembered once, and once more with whom it is', async () => {
    const conversation = { id: 'a:1fresh', conversationType: 'personal', tenantId: TENANT };
    const before = bot.remembered.length;
    await bot.post(added(serviceUrl, { conversation }), bearer);
    const joined = { type: 'conversationUpdate', action: undefined, membersAdded: [BOT], conversation };
    await bot.post(added(serviceUrl, joined), bearer);
    await bot.post(personalMessage(serviceUrl, 'help', { conversation }), bearer);
    await bot.idle();
    const posted = cloud.connector.calls.filter(({ path }) => path.includes('a:1fresh'));
    expect(posted.map(({ body }) => (body as { text?: string }).text)).toEqual(['welcome']);
    // The second time by the message: only that tells whose conversation it is.
    expect(bot.remembered.slice(before).map(({ conversationId }) => conversationId)).toEqual([
      'a:1fresh',
      'a:1fresh',
    ]);
  });

  test('a store that is slow to remember holds up no answer; one that fails is asked again by the next message', async () => {
    const conversation = { id: 'a:1slow', conversationType: 'personal', tenantId: TENANT };
    const says = () => bot.post(personalMessage(serviceUrl, 'help', { conversation }), bearer);
    const store = Promise.withResolvers<void>();
    store.promise.catch(() => {});
    bot.rememberAfter(() => store.promise);
    expect((await says()).status).toBe(200);
    store.reject(new Error('no store'));
    await bot.idle();
    bot.rememberAfter(async () => {});
    const before = bot.remembered.length;
    expect((await says()).status).toBe(200);
    await bot.idle();
    expect(bot.remembered.slice(before)).toMatchObject([{ conversationId: 'a:1slow' }]);
  });

  test('an upgrade does not greet; a removal forgets', async () => {
    const conversation = { id: 'a:1old', conversationType: 'personal', tenantId: TENANT };
    await bot.post(added(serviceUrl, { conversation, action: 'add-upgrade' }), bearer);
    await bot.post(added(serviceUrl, { conversation, action: 'remove' }), bearer);
    expect(cloud.connector.calls.some(({ path }) => path.includes('a:1old'))).toBe(false);
    expect(bot.forgotten.map(({ conversationId }) => conversationId)).toEqual(['a:1old']);
  });

  test('an edited message starts nothing and gets a hint', async () => {
    const heard = bot.heard.length;
    const edit = { type: 'messageUpdate', channelData: { tenant: { id: TENANT }, eventType: 'editMessage' } };
    expect((await bot.post(personalMessage(serviceUrl, 'deploy y', edit), bearer)).status).toBe(200);
    expect(bot.heard).toHaveLength(heard);
    expect(cloud.connector.calls.at(-1)?.body).toMatchObject({
      text: expect.stringContaining('Send the command as a new message'),
    });
  });

  test.each(['messageReaction', 'typing', 'event', 'endOfConversation', 'somethingNew'])(
    '%s is taken without a word',
    async (type) => {
      const before = cloud.connector.calls.length;
      expect((await bot.post(personalMessage(serviceUrl, 'x', { type }), bearer)).status).toBe(200);
      expect(cloud.connector.calls).toHaveLength(before);
    },
  );
});
