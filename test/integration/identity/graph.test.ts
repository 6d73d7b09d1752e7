// Groups of Microsoft Entra, asked of a stand-in Graph over HTTP: rights follow them, an old answer serves for looking alone, and a
// Graph that does not answer lets nobody change anything.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { asFault } from '../../../src/base/errors.ts';
import type { Person } from '../../../src/domain/person.ts';
import { type Graph, graph } from '../../../src/identity/graph.ts';
import { KEPT_MS, keptDirectory } from '../../../src/services/directory.ts';
import { rightsService } from '../../../src/services/rights.ts';
import { type GraphStub, startGraph } from '../../protocol-cloud/graph-stub.ts';
import { woundClock } from '../../wound-clock.ts';

const id = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const RELEASERS = id(901);
const ALICE: Person = { id: id(1), name: 'Alice' };
const BOB: Person = { id: id(2), name: 'Bob' };
const STRANGER: Person = { id: '29:anonymous', name: 'Somebody' };

let stub: GraphStub;
let client: Graph;
let clock: ReturnType<typeof woundClock>;
let tokens = 0;

beforeAll(async () => {
  stub = await startGraph();
});
afterAll(() => stub.close());

const rightsNow = () => {
  clock = woundClock();
  tokens = 0;
  client = graph({
    url: stub.url,
    clock,
    timeoutMs: 1_000,
    tokens: async () => {
      tokens += 1;
      return { value: `token-${tokens}`, expiresAt: clock.now() + 3_600_000 };
    },
  });
  const groups = [RELEASERS, ...Array.from({ length: 45 }, (_, at) => id(500 + at))];
  return rightsService(
    { developer: [ALICE.id], releaser: [`group:${RELEASERS}`], approver: [], admin: [] },
    { directory: keptDirectory({ groups, clock, ask: (person, ids) => client.account(person, ids) }) },
  );
};
// What one test leaves under way would count among the calls and tokens of the next.
afterEach(() => client.close());

const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'permitted',
    (error: unknown) => asFault(error).code,
  );

beforeEach(() => {
  stub.people.clear();
  stub.people.set(ALICE.id, { groups: [] });
  stub.people.set(BOB.id, { groups: [RELEASERS] });
  stub.asked.length = 0;
  stub.tokens.length = 0;
  stub.fail(undefined);
});

describe('a group', () => {
  test('gives its members their role, whatever case its id is written in, twenty ids a request', async () => {
    const rights = rightsNow();
    expect(await rights.rolesOf(BOB)).toEqual(['viewer', 'releaser']);
    expect(await code(rights.require(BOB, 'deploy', true, 'Deploying'))).toBe('permitted');
    expect(await code(rights.require(ALICE, 'deploy', true, 'Deploying'))).toBe('not-permitted');
    expect(stub.asked.filter((line) => line.includes('checkMemberGroups'))).toHaveLength(9);
    expect(new Set(stub.tokens)).toEqual(new Set(['Bearer token-1']));
    expect(await rights.groupsOf(BOB, [`GROUP:${RELEASERS.toUpperCase()}`, BOB.id])).toHaveLength(1);
  });
  test('for looking is asked once in five minutes, for what changes something each time', async () => {
    const rights = rightsNow();
    const look = () => rights.may(BOB, 'deploy', true);
    expect(await Promise.all([look(), look()])).toEqual([true, true]);
    const first = stub.asked.length;
    stub.people.set(BOB.id, { groups: [] });
    expect(await look()).toBe(true);
    expect(stub.asked).toHaveLength(first);
    expect(await code(rights.require(BOB, 'deploy', true, 'Deploying'))).toBe('not-permitted');
    stub.people.set(BOB.id, { groups: [RELEASERS] });
    expect(await look()).toBe(false);
    clock.wind(KEPT_MS + 1);
    expect(await look()).toBe(true);
  });
});

describe('a person', () => {
  test('named by principal name or address has the role as long as Graph calls them that; a guest only by principal name', async () => {
    const named = (entry: string) =>
      rightsService(
        { developer: [entry], releaser: [], approver: [], admin: [] },
        { directory: keptDirectory({ groups: [], clock, ask: (who, ids) => client.account(who, ids) }) },
      );
    rightsNow();
    const may = (entry: string) => code(named(entry).require(ALICE, 'deploy', false, 'Deploying'));
    stub.people.set(ALICE.id, { groups: [], upn: 'Alice@contoso.com', mail: 'alice.novak@contoso.com' });
    expect(await may('alice@contoso.com')).toBe('permitted');
    expect(await may('Alice.Novak@contoso.com')).toBe('permitted');
    expect(await may('Alice')).toBe('not-permitted');
    expect(await named('x').whois(ALICE, { fresh: true })).toMatchObject({ upn: 'Alice@contoso.com' });
    stub.people.set(ALICE.id, {
      groups: [],
      guest: true,
      upn: 'a#EXT#@contoso.com',
      mail: 'alice@b.example',
    });
    expect(await may('alice@b.example')).toBe('not-permitted');
    expect(await may('a#ext#@contoso.com')).toBe('permitted');
  });
  test('who is a guest is somebody by name alone', async () => {
    stub.people.set(BOB.id, { groups: [RELEASERS], guest: true });
    stub.people.set(ALICE.id, { groups: [], guest: true });
    const rights = rightsNow();
    expect(await code(rights.require(BOB, 'deploy', true, 'Deploying'))).toBe('not-permitted');
    expect(await rights.groupsOf(BOB, [`group:${RELEASERS}`])).toEqual([]);
    expect(await code(rights.require(ALICE, 'deploy', false, 'Deploying'))).toBe('permitted');
  });
  test.each([
    ['whose account is switched off', ALICE, () => stub.people.set(ALICE.id, { groups: [], enabled: false })],
    ['of another organisation', ALICE, () => stub.people.delete(ALICE.id)],
    ['without an object id', STRANGER, () => undefined],
  ])('%s changes nothing and may look', async (_, person, prepare) => {
    prepare();
    const rights = rightsNow();
    expect(await code(rights.require(person, 'deploy', false, 'Deploying'))).toBe('account-disabled');
    expect(await code(rights.rolesOf(person, { fresh: true }))).toBe('account-disabled');
    expect(await rights.may(person, 'look', true)).toBe(true);
    expect(await rights.rolesOf(person)).toEqual(['viewer']);
  });
  test('at the command line is not asked about', async () => {
    const rights = rightsNow();
    expect(await rights.rolesOf({ id: 'terminal', name: 'root' }, { fresh: true })).toEqual(['viewer']);
    expect(stub.asked).toHaveLength(0);
  });
});

describe('Graph out of order', () => {
  test.each([500, 401, 403, 429, 'hang', 'gibberish'] as const)(
    '%s: no for whatever changes, yes for looking',
    async (fault) => {
      stub.fail(fault);
      const rights = rightsNow();
      for (const person of [ALICE, BOB]) {
        expect(await code(rights.require(person, 'deploy', false, 'Deploying'))).toBe(
          'directory-unavailable',
        );
        expect(await code(rights.groupsOf(person, [`group:${RELEASERS}`]))).toBe('directory-unavailable');
      }
      expect(await code(rights.require(ALICE, 'look', true, 'Looking'))).toBe('permitted');
      expect(await rights.may(ALICE, 'deploy', false)).toBe(true);
      expect(await rights.may(BOB, 'deploy', true)).toBe(false);
    },
  );
  test('an answer that was just right does not serve the moment of effect', async () => {
    const rights = rightsNow();
    expect(await code(rights.require(BOB, 'deploy', true, 'Deploying'))).toBe('permitted');
    stub.fail(503);
    const refused = await rights.require(BOB, 'deploy', true, 'Deploying').catch(asFault);
    expect(refused).toMatchObject({ code: 'directory-unavailable', message: expect.stringContaining('Bob') });
  });
  test('a token that Graph refuses is renewed once', async () => {
    const rights = rightsNow();
    stub.fail(401);
    await code(rights.require(ALICE, 'deploy', false, 'Deploying'));
    expect(tokens).toBe(2);
  });
});
