// Every command and every button × every role × every kind of environment, made from the records, decided by the true dispatcher and
// the true rights service, compared with the table that is printed in docs/rights.md.
import { describe, expect, test } from '@jest/globals';
import * as dialogs from '../../../dialogs/index.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { asFault, Fault } from '../../../src/base/errors.ts';
import { randomIds } from '../../../src/base/ids.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type CommandRecord, command, verbOf } from '../../../src/commands/command.ts';
import { createDispatch } from '../../../src/commands/dispatch.ts';
import { createRegistry } from '../../../src/commands/registry.ts';
import { wordingOf } from '../../../src/commands/usage.ts';
import type { Person } from '../../../src/domain/person.ts';
import type { Place } from '../../../src/domain/place.ts';
import { type Permission, ROLES, type Role } from '../../../src/domain/roles.ts';
import { type Rights, rightsService } from '../../../src/services/rights.ts';
import { printedRights } from '../../printed-rights.ts';

const PERSON: Person = { id: 'a11ce', name: 'Alice' };
const PLACE: Place = {
  scope: 'group',
  conversationId: 'c',
  serviceUrl: '',
  channelId: 'msteams',
  botId: 'b',
};
const NOBODY = { developer: [], releaser: [], approver: [], admin: [] };
const records: readonly CommandRecord[] = Object.values(dialogs);
const registry = createRegistry(records);
const printed = new Map(printedRights().map((right) => [right.what, right]));
const rightOf = (what: string) => {
  const right = printed.get(what);
  if (!right) throw new Error(`docs/rights.md says nothing of ${what}; npm run docs`);
  return right;
};

/** Alice with one role: in one environment, or in the house. */
const holding = (role: Role, environment?: 'staging' | 'production'): Rights => {
  const book = role === 'viewer' ? {} : { [role]: [PERSON.id] };
  return environment === undefined
    ? rightsService({ ...NOBODY, ...book })
    : rightsService(NOBODY, { environments: { [environment]: book } });
};

/** What the dispatcher decided: it ends where the turn would ask for the house. */
const decided = async (
  rights: Rights,
  said: { readonly text: string } | { readonly verb: string },
): Promise<'allowed' | 'refused'> => {
  let verdict: 'allowed' | 'refused' | undefined;
  const dispatch = createDispatch({
    ...{ registry, rights, clock: systemClock, ids: randomIds, log: silentLog },
    services: () => Promise.reject(new Fault('stopping', { changed: 'no' })),
    witness: {
      allowed: async () => {
        verdict = 'allowed';
      },
      answered: async () => {},
      refused: async (_utterance, _permission, error) => {
        if (asFault(error).code === 'not-permitted') verdict = 'refused';
      },
    },
  });
  const by = { id: '1', person: PERSON, place: PLACE };
  await dispatch(
    'text' in said ? { ...by, kind: 'words', ...said } : { ...by, kind: 'press', data: {}, ...said },
  );
  if (verdict === undefined) throw new Error(`nothing was decided on ${JSON.stringify(said)}`);
  return verdict;
};

/** Words that are complete: every required argument has some value. */
const wordsOf = (record: CommandRecord): string => {
  const said = record.examples.find((example) => registry.parse(example).kind === 'match');
  if (said !== undefined) return said;
  const required = Object.entries(record.arguments).filter(([, { required: must }]) => must);
  return wordingOf(record, Object.fromEntries(required.map(([name]) => [name, 'x'])));
};

const SAID: readonly { what: string; permission: Permission; said: { text: string } | { verb: string } }[] =
  records.flatMap((record) => [
    { what: record.name, permission: record.permission, said: { text: wordsOf(record) } },
    ...Object.entries(record.presses).map(([turn, { permission }]) => ({
      what: verbOf(record, turn),
      permission,
      said: { verb: verbOf(record, turn) },
    })),
  ]);

test('the table prints every command and every button once, and nothing else', () => {
  expect(printedRights().map(({ what }) => what)).toEqual(SAID.map(({ what }) => what));
});

describe.each(SAID)('“$what”', ({ what, permission, said }) => {
  test.each(ROLES)('said by a %s, where no environment is named yet', async (role) => {
    const { elsewhere, production } = rightOf(what);
    const may = elsewhere.includes(role) || production.includes(role);
    expect(await decided(holding(role), said)).toBe(may ? 'allowed' : 'refused');
  });

  test.each(ROLES)('for a %s of staging, and of production, there and not elsewhere', async (role) => {
    const places = [
      { name: 'staging', production: false },
      { name: 'production', production: true },
    ] as const;
    for (const own of places)
      for (const place of places) {
        const rights = holding(role, own.name);
        const column = rightOf(what)[place.production ? 'production' : 'elsewhere'];
        const may = column.includes('viewer') || (own === place && column.includes(role));
        expect(await rights.may(PERSON, permission, place)).toBe(may);
        const asked = rights.require(PERSON, permission, place, 'This');
        await (may
          ? expect(asked).resolves.toBeUndefined()
          : expect(asked).rejects.toMatchObject({ code: 'not-permitted' }));
        if (own === place && may) expect(await decided(rights, said)).toBe('allowed');
      }
  });
});

test('words behind a button are decided like words', async () => {
  const dispatched = async (role: Role): Promise<string> => {
    const dispatch = createDispatch({
      ...{ registry, rights: holding(role), clock: systemClock, ids: randomIds, log: silentLog },
      services: () => Promise.reject(new Fault('stopping', { changed: 'no' })),
    });
    const answer = await dispatch({
      ...{ kind: 'press', id: '1', person: PERSON, place: PLACE, verb: 'say' },
      data: { say: 'deploy main to production' },
    });
    return answer.kind === 'text' ? answer.text : '';
  };
  expect(await dispatched('viewer')).toContain('needs the role');
  expect(await dispatched('releaser')).not.toContain('needs the role');
});

describe('what does not start the bot', () => {
  const good = command({
    ...{ name: 'x', group: 'About', summary: 'X', permission: 'look', arguments: {}, examples: ['x'] },
    run: async () => ({ kind: 'silence' }),
  });
  test('a command without a permission, or with one that nobody knows', () => {
    const { permission: _none, ...without } = good;
    expect(() => createRegistry([without as CommandRecord])).toThrow('Command “x” has no known permission');
    const unknown = { ...good, permission: 'everything' } as unknown as CommandRecord;
    expect(() => createRegistry([unknown])).toThrow('Command “x” has no known permission');
  });

  test('a button without one', () => {
    const press = { run: async () => ({ kind: 'silence' }) } as unknown as CommandRecord['presses'][string];
    expect(() => createRegistry([{ ...good, presses: { go: press } }])).toThrow(
      'Button “x.go” has no known permission',
    );
  });
});
