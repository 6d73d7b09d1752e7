// Every call that goes to the Bot connector × every way in which it can go wrong: what the outbox is told to do next. A first post whose
// answer is lost may stand there; everything else may be asked for again.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Message } from '../../../src/domain/delivery.ts';
import type { Place } from '../../../src/domain/place.ts';
import { checkRegistration } from '../../../src/teams/registration.ts';
import { createTeamsLine, type TeamsLine } from '../../../src/teams/teams.ts';
import { ALICE } from '../../protocol-cloud/activities.ts';
import { cloudSettings } from '../../protocol-cloud/bot-under-test.ts';
import { type Cloud, startCloud, TENANT } from '../../protocol-cloud/cloud.ts';
import { type ConnectorStub, startConnector } from '../../protocol-cloud/connector-stub.ts';

let cloud: Cloud;
let line: TeamsLine;
let stub: ConnectorStub;
let place: Place;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());
beforeEach(async () => {
  line = createTeamsLine({
    registration: checkRegistration(cloudSettings(cloud)),
    clock: systemClock,
    log: silentLog,
    times: { connect: 1_000, answer: 1_000 },
  });
  stub = await startConnector(cloud.local);
  place = {
    scope: 'group',
    conversationId: '19:abc@thread.v2',
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

const card: Message = { summary: 'Deploy feature-x: done', card: { type: 'AdaptiveCard', body: [] } };
const signIn: Message = {
  summary: 'Sign in',
  signIn: { connectionName: 'brickbot', text: 'Sign in', link: 'https://token.botframework.com/api' },
};
const CALLS = {
  'a first post': () => line.connector.post(place, card),
  'the card that asks to sign in': () => line.connector.post(place, signIn),
  'an edit': () => line.connector.update(place, 'sent-0', card),
  'a one-to-one conversation': () =>
    line.connector.createPersonal(place, { id: ALICE.aadObjectId, name: 'Alice' }),
} as const;
type CallName = keyof typeof CALLS;
/** Sending these twice would show in the chat. */
const ONCE: readonly CallName[] = ['a first post', 'the card that asks to sign in'];

const status = (code: number, headers?: Readonly<Record<string, string>>) =>
  ({ kind: 'status', status: code, ...(headers && { headers }) }) as const;
const KINDS = [
  ['400', status(400), 'refused'],
  ['401, twice', status(401), 'retry'],
  ['403', status(403), 'refused'],
  ['404', status(404), 'gone'],
  ['408', status(408), 'retry'],
  ['412', status(412), 'retry'],
  ['413', status(413), 'refused'],
  ['429 with Retry-After', status(429, { 'retry-after': '2' }), 'throttled'],
  ['429 without', status(429), 'throttled'],
  ['500', status(500), 'retry'],
  ['502', status(502), 'retry'],
  ['503', status(503), 'retry'],
  ['503 with Retry-After', status(503, { 'retry-after': '2' }), 'throttled'],
  ['504', status(504), 'retry'],
  ['a reset', { kind: 'reset' }, 'lost'],
  ['an answer that does not come', { kind: 'hang' }, 'lost'],
  ['an answer that does not end', { kind: 'drip' }, 'lost'],
] as const;

describe.each(Object.keys(CALLS) as CallName[])('%s', (name) => {
  test.each(KINDS)('%s', async (_, fault, expected) => {
    stub.failNext(fault, ...(fault.kind === 'status' && fault.status === 401 ? [fault] : []));
    const outcome = await CALLS[name]();
    expect(outcome.kind).toBe(expected === 'lost' ? (ONCE.includes(name) ? 'uncertain' : 'retry') : expected);
  });

  test('nobody there: it never left', async () => {
    await stub.close();
    expect(await CALLS[name]()).toMatchObject({ kind: 'retry' });
  });

  test('a connector elsewhere is never spoken to in the clear', async () => {
    place = { ...place, serviceUrl: 'http://connector.example/teams/' };
    expect(await CALLS[name]()).toMatchObject({ kind: 'refused' });
  });
});
