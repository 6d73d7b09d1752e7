// The bot is killed (SIGKILL) while it moves an alias, with the answer of the registry on its way: once the alias stands, and once the
// call never arrived. The next process reads before it writes, the same card tells the end, and nothing is moved on a guess.
import { expect, jest, test } from '@jest/globals';
import { systemClock } from '../../src/base/clock.ts';
import { verifyChain } from '../../src/services/audit/verify.ts';
import { openStore } from '../../src/store/index.ts';
import { ALICE, GROUP, openTown, type Town } from './chaos/town.ts';

jest.retryTimes(0);
jest.setTimeout(240_000);

const ALIAS = '/api/2.0/mlflow/registered-models/alias';
/** Far longer than the bot lives: nobody gets this answer, in ms. */
const NEVER = 10 * 60_000;
/** Far beyond what a promotion takes, in ms. */
const LONG = 120_000;
const more = `models:
  churn:
    registry: mlflow
    gates: { tests: false, improvement: false }
    approvals: { approvers: [${ALICE}] }
`;

/** What was asked about the alias, oldest first; calls whose answer nobody took are among them. */
const asked = ({ world }: Town): readonly string[] =>
  world.journal.entries().flatMap(({ method, path }) => (path === ALIAS ? [method] : []));

/**
 * Promotes, kills the bot at the call that moves, and starts it again.
 * @param fault what becomes of that call
 * @returns what the registry was asked about the alias, from that call on
 */
const killAtTheMove = async (fault: {
  readonly kind: 'slow' | 'timeout';
  readonly after: boolean;
}): Promise<readonly string[]> => {
  const town = await openTown({ more });
  try {
    const { world, exchange, chat } = town;
    await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name: 'churn' });
    for (const count of [1, 2])
      await world.call('POST', '/api/2.0/mlflow/model-versions/create', {
        name: 'churn',
        source: `s3://models/${count}`,
      });
    await world.call('POST', ALIAS, { name: 'churn', alias: 'champion', version: '1' });
    const first = town.spawn(undefined);
    exchange.connect(String(await first.hears('url')));
    await first.hears('ready');
    await chat.api.open({ as: 'bob', in: GROUP });
    town.say('promote churn v2 to champion because it survives');
    const card = await chat.api.waitFor(
      GROUP,
      ({ attachments }) => /Votes 0 of 1/.test(JSON.stringify(attachments)),
      LONG,
    );
    const [, op] = /\bop (\w{4,6})\b/.exec(card.summary) ?? [];

    const before = asked(town).length;
    world.faults.add({ ...fault, method: 'POST', path: ALIAS, times: 1, delayMs: NEVER });
    chat.api.say({ as: 'alice', in: GROUP, text: `@brickbot approve ${op}` });
    await town.held();
    await first.end('SIGKILL');
    world.faults.clear();

    const second = town.spawn(undefined);
    exchange.connect(String(await second.hears('url')));
    const ended = await chat.api.waitFor(
      GROUP,
      ({ id, summary }) => id === card.id && /: promoted/.test(summary),
      LONG,
    );
    expect(ended.summary).toContain(`op ${op}`);
    await town.settled(second, []);
    await second.end('SIGTERM');
    await town.keepRows(undefined);

    const holder = await world.call('GET', `${ALIAS}?name=churn&alias=champion`);
    expect(holder).toMatchObject({ model_version: { version: '2' } });
    await wholeStory(town, String(op));
    return asked(town).slice(before);
  } finally {
    await town.close();
  }
};

/** One move in the ledger, the trail unbroken, both people in it. */
const wholeStory = async (town: Town, op: string): Promise<void> => {
  const store = await openStore({ folder: `${town.folder}/store`, clock: systemClock });
  try {
    expect(await store.db.selectFrom('alias_ledger').select(['op']).execute()).toEqual([{ op }]);
    expect((await verifyChain(store.db, 500)).fault).toBeUndefined();
  } finally {
    await store.close();
  }
};

test('the alias stands and its answer is on its way: it is read, and not set again', async () => {
  const calls = await killAtTheMove({ kind: 'slow', after: true });
  expect(calls.filter((method) => method === 'POST')).toHaveLength(1);
});

test('the call never arrived: the alias is read first, and then set for the first time', async () => {
  const calls = await killAtTheMove({ kind: 'timeout', after: false });
  const [first, second, ...others] = calls.flatMap((method, at) => (method === 'POST' ? [at] : []));
  expect(others).toEqual([]);
  // Between the two stands a look that showed the old holder.
  expect(calls.slice((first ?? 0) + 1, second)).toContain('GET');
});
