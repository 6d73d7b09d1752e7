// Who is reminded of a decision that is missing: people by id, by principal name and out of groups, found through a stand-in Graph; and
// what is said where the approvers see the card when somebody cannot be written to.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Approval, Vote } from '../../../../src/domain/approval.ts';
import type { Evidence } from '../../../../src/domain/evidence.ts';
import { fingerprintOf, fingerprintParts } from '../../../../src/domain/fingerprint.ts';
import type { Place } from '../../../../src/domain/place.ts';
import { graph } from '../../../../src/identity/graph.ts';
import { keptDirectory, MOST_LISTED } from '../../../../src/services/directory.ts';
import { remind } from '../../../../src/services/promotions/remind.ts';
import { rightsService } from '../../../../src/services/rights.ts';
import { insertApproval } from '../../../../src/store/approvals.ts';
import { rememberConversation } from '../../../../src/store/conversations.ts';
import { openStore, type Store } from '../../../../src/store/index.ts';
import { insertOperation } from '../../../../src/store/operations.ts';
import { type GraphStub, startGraph } from '../../../protocol-cloud/graph-stub.ts';
import { woundClock } from '../../../wound-clock.ts';

const HOUR = 60 * 60_000;
const id = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const [RITA, CAROL, ERIN, GUSTAV, OTTO] = [id(1), id(2), id(3), id(4), id(5)] as const;
const GROUP = id(900);
const NOBODY = { developer: [], releaser: [], approver: [], admin: [] } as const;
const place = (conversationId: string, scope: 'personal' | 'group'): Place => ({
  ...{ scope, conversationId, serviceUrl: 'http://127.0.0.1:9/', channelId: 'msteams', botId: 'brickbot' },
});

let stub: GraphStub;
let store: Store;
const clock = woundClock();
beforeAll(async () => {
  stub = await startGraph();
  store = await openStore({ memory: true, clock });
  for (const [name, personId] of [['carol', CAROL] as const, ['erin', ERIN] as const])
    await rememberConversation(store.db, place(`${name}-alone`, 'personal'), { personId, now: clock.now() });
  await rememberConversation(store.db, place('approvers', 'group'), { now: clock.now() });
});
afterAll(async () => {
  await store.close();
  await stub.close();
});
beforeEach(() => {
  stub.fail(undefined);
  stub.people.clear();
  stub.people.set(RITA, { name: 'Rita Rossi', groups: [GROUP] });
  stub.people.set(CAROL, { name: 'Carol Jensen', upn: 'carol@contoso.com', groups: [GROUP] });
  stub.people.set(ERIN, { name: 'Erin Walsh', upn: 'erin@contoso.com', groups: [GROUP] });
  stub.people.set(GUSTAV, { name: 'Gustav Guest', guest: true, groups: [GROUP] });
  stub.people.set(OTTO, { name: 'Otto Off', enabled: false, groups: [GROUP] });
});

let asked = 0;
/** Lets a reminder be due for these approvers and gives what was posted, by conversation. */
const reminded = async (
  approvers: readonly string[],
  { votes = [], graphed = true }: { readonly votes?: readonly Vote[]; readonly graphed?: boolean } = {},
): Promise<Readonly<Record<string, string>>> => {
  asked += 1;
  const op = `TEST${asked}`;
  const rita = { id: RITA, name: 'Rita Rossi' };
  const target = { kind: 'alias', model: 'churn', alias: 'champion' } as const;
  const evidence: Evidence = {
    target,
    candidate: { model: 'churn', version: '12', status: 'ready', aliases: [], createdAt: 0, tags: {} },
    ...{ metrics: [], params: [], sameParams: 0, unfair: [], gates: [], curves: [], missing: [] },
    ...{ makers: {}, readAt: 0 },
  };
  const policy = {
    order: 'any',
    quorum: 2,
    approvers,
    owners: [],
    expiresMs: 24 * HOUR,
    freezes: [],
  } as const;
  const parts = fingerprintParts(evidence, policy);
  const approval: Approval = {
    op,
    target,
    requester: rita,
    evidence,
    policy,
    parts,
    fingerprint: fingerprintOf(parts),
    because: 'it is better',
    askedAt: clock.now() - 12 * HOUR,
    expiresAt: clock.now() + 12 * HOUR,
    votes,
    waivers: [],
    handOvers: [],
  };
  await store.transaction(async (trx) => {
    await insertOperation(trx, {
      ...{ op, key: op, kind: 'promote', input: {}, requester: rita, place: place('somewhere', 'group') },
      ...{ words: 'promote churn', utteranceId: op, joinKey: undefined, exclusiveKey: undefined },
      ...{ rerunOf: undefined, startedAt: clock.now(), heldUntil: undefined, stepNames: ['decision'] },
    });
    await insertApproval(trx, approval);
  });
  const client = graph({
    url: stub.url,
    clock,
    timeoutMs: 2_000,
    tokens: async () => ({ value: 'token', expiresAt: clock.now() + HOUR }),
  });
  const directory = keptDirectory({
    groups: [GROUP],
    clock,
    ask: (person, ids) => client.account(person, ids),
    behind: (entry) => client.behind(entry, MOST_LISTED),
  });
  const rights = rightsService(NOBODY, graphed ? { directory } : {});
  await remind({ store, clock, rights, approvers: [], channel: 'approvers' }, approval);
  client.close();
  const posts = await store.db
    .selectFrom('posts')
    .select(['conversation', 'message'])
    .where('message', 'is not', null)
    .execute();
  const mine = posts.flatMap(({ conversation, message }) => {
    const { summary, text } = message as { summary: string; text: string };
    return summary.includes(approval.op) ? [[conversation, text] as const] : [];
  });
  return Object.fromEntries(mine);
};

test('everybody in a group but guests, who is switched off, who asked and who spoke', async () => {
  const said: Vote = { person: { id: CAROL, name: 'Carol Jensen' }, verdict: 'approve', at: clock.now() };
  expect(Object.keys(await reminded([`group:${GROUP}`], { votes: [said] }))).toEqual(['erin-alone']);
});

test('a principal name is looked up', async () => {
  const posts = await reminded(['Erin@contoso.com', 'carol@contoso.com']);
  expect(posts['carol-alone']).toMatch(/^Rita Rossi waits for a decision: promote churn v12 to champion/);
});

test('whoever has no conversation with brickbot is named where the approvers see the card', async () => {
  stub.people.set(id(6), { name: 'Nils Neu', groups: [GROUP] });
  const posts = await reminded([`group:${GROUP}`, id(7)]);
  expect(Object.keys(posts).toSorted()).toEqual(['approvers', 'carol-alone', 'erin-alone']);
  expect(posts['approvers']).toMatch(
    /^Nils Neu, an approver who has not spoken to me yet: Rita Rossi waits .* It expires in 12 h\./,
  );
});

test.each([
  [
    'is too large',
    () =>
      void Array.from({ length: MOST_LISTED }, (_, at) => stub.people.set(id(100 + at), { groups: [GROUP] })),
  ],
  ['cannot be read', () => stub.fail(503)],
])('a group that %s is called as a whole', async (_, happens) => {
  happens();
  const posts = await reminded([`group:${GROUP}`]);
  expect(Object.keys(posts)).toEqual(['approvers']);
  expect(posts['approvers']).toMatch(/^a group of approvers: Rita Rossi waits/);
});

test('without a directory a principal name is called as it stands', async () => {
  expect((await reminded(['erin@contoso.com'], { graphed: false }))['approvers']).toMatch(
    /^erin@contoso\.com: /,
  );
});
