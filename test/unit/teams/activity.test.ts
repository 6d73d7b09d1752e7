import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readActivity, readEnvelope, tenantsNamed } from '../../../src/teams/activity.ts';
import {
  ALICE,
  added,
  BOT,
  channelMessage,
  personalMessage,
  pressExecute,
} from '../../protocol-cloud/activities.ts';
import { TENANT } from '../../protocol-cloud/cloud.ts';

const URL = 'https://smba.example/emea/';
const personal = { id: 'a:1', conversationType: 'personal', tenantId: TENANT };

describe('where it was said', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['one to one', { conversation: personal }, { scope: 'personal', conversationId: 'a:1' }],
    [
      'a group chat',
      { conversation: { id: '19:g@thread.v2', conversationType: 'groupChat', isGroup: true } },
      { scope: 'group', conversationId: '19:g@thread.v2' },
    ],
    [
      'a thread of a channel',
      { conversation: { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel' } },
      { scope: 'channel', conversationId: '19:c@thread.tacv2', threadId: '17' },
    ],
    [
      'a channel, by its team alone',
      {
        conversation: { id: '19:c@thread.tacv2' },
        channelData: { team: { id: 't' }, tenant: { id: TENANT } },
      },
      { scope: 'channel', teamId: 't' },
    ],
    ['a group, by isGroup alone', { conversation: { id: 'g', isGroup: true } }, { scope: 'group' }],
    ['somewhere that says nothing', { conversation: { id: 'p' } }, { scope: 'personal' }],
  ])('%s', (_name, over, expected) => {
    const mention = { entities: [{ type: 'mention', mentioned: BOT, text: '<at>brickbot</at>' }] };
    const incoming = readActivity(personalMessage(URL, 'help', { ...mention, ...over }));
    expect(incoming).toMatchObject({
      kind: 'utterance',
      utterance: { place: { serviceUrl: URL, ...expected } },
    });
    expect(tenantsNamed(personalMessage(URL, 'help', over))).toContain(TENANT);
  });
});

describe('who says it', () => {
  test('is known by the Entra id where there is one, else by the channel’s', () => {
    const by = (from: unknown): unknown => readActivity(personalMessage(URL, 'x', { from }));
    expect(by(ALICE)).toMatchObject({
      utterance: { person: { id: ALICE.aadObjectId, name: 'Alice', tenantId: TENANT } },
    });
    expect(by({ id: '29:bob' })).toMatchObject({ utterance: { person: { id: '29:bob', name: 'Somebody' } } });
    expect(by({ name: 'nobody' })).toMatchObject({ kind: 'nothing' });
  });

  test('bots are not answered', () => {
    expect(readActivity(personalMessage(URL, 'x', { from: BOT }))).toMatchObject({ kind: 'nothing' });
    expect(readActivity(personalMessage(URL, 'x', { from: { id: '28:other', role: 'bot' } }))).toMatchObject({
      kind: 'nothing',
    });
  });
});

describe('what is meant for us', () => {
  test('in a channel only what mentions us', () => {
    expect(readActivity(channelMessage(URL, 'help'))).toMatchObject({ utterance: { text: 'help' } });
    expect(readActivity(channelMessage(URL, 'help', { entities: [] }))).toMatchObject({ kind: 'nothing' });
    const other = [{ type: 'mention', mentioned: ALICE, text: '<at>Alice</at>' }];
    expect(readActivity(channelMessage(URL, 'help', { entities: other }))).toMatchObject({ kind: 'nothing' });
  });

  test('a press needs no mention', () => {
    const { conversation } = channelMessage(URL, '');
    expect(readActivity(pressExecute(URL, 'deploy.start', undefined, { conversation }))).toMatchObject({
      kind: 'utterance',
      invoke: true,
      utterance: { kind: 'press', verb: 'deploy.start', data: {}, place: { threadId: '1699999999999' } },
    });
  });

  test('an edit of what was meant for us, and nothing else that changes a message', () => {
    const edit = (over: Record<string, unknown>): unknown =>
      readActivity(personalMessage(URL, 'x', { type: 'messageUpdate', ...over }));
    expect(edit({ channelData: { eventType: 'editMessage' } })).toMatchObject({ kind: 'edited' });
    expect(edit({ channelData: { eventType: 'undeleteMessage' } })).toMatchObject({ kind: 'nothing' });
    expect(edit({ channelData: undefined })).toMatchObject({ kind: 'nothing' });
    const unaddressed = { ...channelMessage(URL, 'x'), type: 'messageUpdate', entities: [] };
    expect(readActivity({ ...unaddressed, channelData: { eventType: 'editMessage' } })).toMatchObject({
      kind: 'nothing',
    });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['installed', {}, { kind: 'added', greet: true }],
    ['upgraded', { action: 'add-upgrade' }, { kind: 'added', greet: false }],
    ['uninstalled', { action: 'remove' }, { kind: 'removed' }],
    ['removed by an upgrade', { action: 'remove-upgrade' }, { kind: 'removed' }],
    ['something new', { action: 'paused' }, { kind: 'nothing' }],
    [
      'added to a team',
      { type: 'conversationUpdate', membersAdded: [ALICE, BOT] },
      { kind: 'added', greet: true },
    ],
    ['a person added', { type: 'conversationUpdate', membersAdded: [ALICE] }, { kind: 'nothing' }],
    ['removed from a team', { type: 'conversationUpdate', membersRemoved: [BOT] }, { kind: 'removed' }],
  ])('%s', (_name, over, expected) => {
    expect(readActivity(added(URL, over))).toMatchObject(expected);
  });
});

describe('hostile', () => {
  test('a key called __proto__ does not travel on', () => {
    const data = JSON.parse('{"__proto__":{"admin":true},"op":"7K3F"}') as unknown;
    const incoming = readActivity(pressExecute(URL, 'x', data));
    const press =
      incoming.kind === 'utterance' && incoming.utterance.kind === 'press' ? incoming.utterance : undefined;
    expect(Object.keys(press?.data ?? {})).toEqual(['op']);
    expect(({ ...press?.data } as { admin?: boolean }).admin).toBeUndefined();
  });

  test('a text of any length is cut, never dropped: the grammar refuses it by its length', () => {
    const incoming = readActivity(personalMessage(URL, 'x'.repeat(200_000)));
    expect(incoming).toMatchObject({
      kind: 'utterance',
      utterance: { text: expect.stringMatching(/^x{32000}$/) },
    });
  });

  test('whatever JSON comes, reading it does not throw', () => {
    const keys = [
      'type',
      'name',
      'id',
      'from',
      'recipient',
      'conversation',
      'channelData',
      'entities',
      'value',
      'text',
      'serviceUrl',
      'channelId',
      'membersAdded',
      'action',
      'locale',
    ];
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('message', 'invoke', 'adaptiveCard/action', 'conversationUpdate'),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (fields) => {
        expect(readActivity(fields).kind).toEqual(expect.any(String));
        expect(readActivity(personalMessage(URL, 'x', fields)).kind).toEqual(expect.any(String));
        readEnvelope(fields);
        tenantsNamed(fields);
      }),
      { numRuns: 300 },
    );
    for (const body of [undefined, null, 7, 'x', [], [[]]]) expect(readEnvelope(body)).toBeUndefined();
  });

  test.each(['de-DE', 'en', 'zh-Hans-CN'])('locale %s is taken', (locale) => {
    expect(readActivity(personalMessage(URL, 'x', { locale }))).toMatchObject({ utterance: { locale } });
  });

  test.each(['', 'x'.repeat(100), '../../etc', 7])('locale %j is not', (locale) => {
    const incoming = readActivity(personalMessage(URL, 'x', { locale }));
    expect(incoming.kind === 'utterance' && 'locale' in incoming.utterance).toBe(false);
  });
});
