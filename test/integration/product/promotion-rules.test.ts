// The rules of an approval as people meet them: who is reminded and when, whose turn it is, deputies, freezes, the emergency path, the
// smoke job, questions, rights that were lost meanwhile, and decisions that come while everything is read again.
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { listAudit } from '../../../src/store/audit.ts';
import { rememberConversation } from '../../../src/store/conversations.ts';
import type { Post } from './conversation.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { notebook, openWorld, type World } from './world.ts';

jest.setTimeout(120_000);
jest.retryTimes(0);

const HOUR = 60 * 60_000;
const CHANNEL = 'approvers-channel';
const iso = (at: number): string => new Date(at).toISOString();
const OFF = 'registry: mlflow, gates: { tests: false, improvement: false }';
/** Reminders come first and wind the clock by a day. */
const yaml = (now: number): string => `models:
  asked: { ${OFF}, approvals: { quorum: 2, approvers: [ca201, e2in, a11ce] } }
  ordered: { ${OFF}, approvals: { order: sequence, approvers: [ca201, e2in] } }
  frozen:
    registry: mlflow
    gates: { tests: false, improvement: false }
    approvals:
      channel: ${CHANNEL}
      freezes: [{ from: '${iso(now - HOUR)}', to: '${iso(now + 27 * HOUR)}', why: the books are closed }]
  smoky: { ${OFF}, smokeJob: score-once }
  plain: { ${OFF} }
`;

let world: World;
let stage: Stage;
const alone = (name: string) =>
  ({
    scope: 'personal',
    conversationId: `${name}-alone`,
    serviceUrl: 'http://127.0.0.1:9/',
    channelId: 'msteams',
    botId: 'brickbot',
  }) as const;

beforeAll(async () => {
  world = await openWorld();
  await world.push('main', {
    'score_once.py': notebook('raise ValueError("the model answers nonsense")'),
  });
  await world.call('POST', '/api/2.2/jobs/create', {
    name: 'score-once',
    git_source: { git_url: world.repository, git_provider: 'gitHub', git_branch: 'main' },
    parameters: [
      { name: 'model_name', default: '' },
      { name: 'model_version', default: '' },
    ],
    tasks: [{ task_key: 'score', notebook_task: { notebook_path: 'score_once', source: 'GIT' } }],
  });
  for (const name of ['asked', 'ordered', 'frozen', 'smoky', 'plain']) {
    await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name });
    for (const count of [1, 2, 3])
      await world.call('POST', '/api/2.0/mlflow/model-versions/create', {
        name,
        source: `s3://models/${count}`,
      });
  }
  stage = await openStage(world, { more: yaml(Date.now()) });
  const { store } = await stage.house.open();
  const now = stage.clock.now();
  for (const [name, personId] of [
    ['alice', 'a11ce'],
    ['bob', 'b0b'],
    ['carol', 'ca201'],
    ['erin', 'e2in'],
    ['dan', 'dan'],
  ] as const)
    await rememberConversation(store.db, alone(name), { personId, now });
  await rememberConversation(
    store.db,
    { ...alone(CHANNEL), scope: 'group', conversationId: CHANNEL },
    { now },
  );
}, 90_000);
beforeEach(() => {
  stage.grant('approver', ['carol', 'erin', 'bob']);
  stage.grant('admin', ['erin']);
  world.forget();
});
afterAll(async () => {
  await stage?.close();
  await world?.close();
});

const MOVES = /registered-models\/alias/;
const ask = async (words: string): Promise<Seen> => {
  const asked = await stage.as('alice').says(`promote ${words} because of the test`);
  expect(asked.failure).toBeUndefined();
  return stage.shows(asked, /Votes 0 of/);
};
const says = async (name: Parameters<Stage['as']>[0], words: string) => stage.as(name).says(words);
/** Lets the operation look at once. */
const stir = async ({ op }: Seen): Promise<void> => {
  const { services, store } = await stage.house.open();
  await store.transaction((trx) => services.operations.stir(trx, op));
};
const until = async (fits: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await fits())) await stage.clock.sleep(20);
};
const stepOf = async ({ op }: Seen, wanted: string) =>
  (await (await stage.house.open()).services.operations.get(op)).steps.find(({ name }) => name === wanted);
const waiting = (seen: Seen): Promise<void> =>
  until(async () => /^waiting/.test((await stepOf(seen, 'decision'))?.detail ?? ''));
const champion = async (model: string): Promise<string | undefined> => {
  const { models } = (await stage.house.open()).services;
  return models.registry(model).holder(models.target(model, undefined));
};
const setChampion = (name: string, version: string) =>
  world.call('POST', '/api/2.0/mlflow/registered-models/alias', { name, alias: 'champion', version });
const wordsTo = (name: string, what: RegExp): readonly Post[] =>
  stage.conversation
    .posts()
    .filter(
      ({ place, message }) =>
        place.conversationId === `${name}-alone` && what.test(message.text ?? message.summary),
    );
const word = (conversationId: string, what: RegExp): Promise<Post> =>
  stage.conversation.until(
    `Word in ${conversationId}: ${what.source}`,
    ({ place, message }) =>
      place.conversationId === conversationId && what.test(message.text ?? message.summary),
  );

describe('reminders', () => {
  test('at half time and an hour before the end, to those alone whose word is missing; then it expires and is asked again', async () => {
    const asked = await ask('asked v1');
    await waiting(asked);
    await says('carol', `approve ${asked.op}`);
    stage.clock.wind(12 * HOUR);
    await stir(asked);
    const waits = new RegExp(`Alice Novak waits for a decision: promote asked v1.*approve ${asked.op}`);
    expect((await word('erin-alone', waits)).message.text).toContain('expires in 12 h');
    stage.clock.wind(11 * HOUR);
    await stir(asked);
    await until(() => wordsTo('erin', waits).length === 2);
    expect(wordsTo('erin', waits)[1]?.message.text).toContain('expires in 1 h');
    for (const name of ['carol', 'alice', 'bob', 'dan']) expect(wordsTo(name, waits)).toEqual([]);

    stage.clock.wind(HOUR);
    // Over, also for whoever is quicker than the clock.
    expect((await says('erin', `approve ${asked.op}`)).failure).toMatch(/approval-expired|already-decided/);
    await stir(asked);
    const ended = await stage.ends(asked);
    expect(ended.summary).toMatch(/expired/);
    expect(await champion('asked')).toBeUndefined();
    expect((await says('erin', `approve ${asked.op}`)).text).toMatch(/already expired at \d\d:\d\d UTC/);
    const again = await stage.as('alice').presses(ended, 'Request again');
    expect(again.op).not.toBe(asked.op);
    await stage.shows(again, /Votes 0 of 2/);
    await says('alice', `withdraw ${again.op}`);
    await stage.ends(again);
  });
});

describe('in sequence', () => {
  test('the second waits for the first, whose deputy speaks in their place, once', async () => {
    const asked = await ask('ordered v1');
    expect(asked.text).toMatch(/May decide.*ca201/s);
    expect((await says('erin', `approve ${asked.op}`)).failure).toBe('not-your-turn');
    await says('carol', `delegate ${asked.op} to b0b`);
    expect((await word('bob-alone', /may decide in place of Carol Jensen/)).message.text).toContain(
      `approvals ${asked.op}`,
    );
    // What was given away cannot be used, nor given a second time.
    expect((await says('carol', `approve ${asked.op}`)).failure).toBe('not-your-turn');
    expect((await says('carol', `delegate ${asked.op} to dan`)).failure).toBe('not-your-turn');
    await says('bob', `approve ${asked.op}`);
    expect((await says('bob', `approve ${asked.op}`)).failure).toBe('already-approved');
    expect((await stage.shows(asked, /Votes 1 of 2/)).text).toContain('named b0b as deputy');
    await says('erin', `approve ${asked.op}`);
    expect((await stage.ends(asked)).summary).toMatch(/promoted/);
    expect(await champion('ordered')).toBe('1');
  });
});

describe('while it is frozen', () => {
  test('approvals count and wait for the end of the window', async () => {
    const asked = await ask('frozen v1');
    expect(asked.text).toMatch(/Frozen until .* the books are closed/);
    await says('carol', `approve ${asked.op}`);
    expect((await stage.shows(asked, /Votes 1 of 1/)).summary).toMatch(/frozen/i);
    expect(await champion('frozen')).toBeUndefined();
    // The emergency path goes through it: an admin alone, with a reason, and everybody is told.
    const other = await ask('frozen v2');
    expect((await says('carol', `approve ${other.op} --emergency because I say so`)).failure).toBe(
      'not-an-admin',
    );
    expect((await says('erin', `approve ${other.op} --emergency`)).failure).toBe('reason-missing');
    await says('erin', `approve ${other.op} --emergency because scoring is down`);
    const done = await stage.ends(other);
    expect(done.summary).toMatch(/promoted/);
    expect(done.text).toContain('alone, in an emergency');
    const told = /Emergency: Erin Walsh decided alone to promote frozen v2 to champion.*scoring is down/;
    await word(CHANNEL, told);
    await word('team', told);
    const { store } = await stage.house.open();
    const entries = await listAudit(store.db, { op: other.op, limit: 50 });
    expect(JSON.stringify(entries)).toContain('emergency');

    // The first was decided on another holder: when the window is over, its votes are void.
    stage.clock.wind(4 * HOUR);
    await stir(asked);
    expect((await stage.ends(asked)).text).toMatch(/The holder is v2 now, it was nothing/);
    expect(await champion('frozen')).toBe('2');
  });
});

describe('the smoke job', () => {
  test('runs after the move; when it fails the receipt leads back', async () => {
    await setChampion('smoky', '1');
    const asked = await ask('smoky v2');
    await says('carol', `approve ${asked.op}`);
    const ended = await stage.ends(asked);
    expect(ended.summary).toMatch(/failed/);
    expect(ended.text).toMatch(/the smoke job score-once ended as failed/);
    expect(await champion('smoky')).toBe('2');
    expect(ended.buttons).toContain('Undo');
    expect(ended.buttons).not.toContain('Request again');
    const plan = await stage.as('bob').presses(ended, 'Undo');
    expect(plan.text).toMatch(/v1 as champion/);
    const back = await stage.as('bob').presses(plan, 'Start');
    await stage.shows(back, /Votes 0 of 1/);
    await says('carol', `approve ${back.op}`);
    await stage.ends(back);
    expect(await champion('smoky')).toBe('1');
  });
});

describe('a press', () => {
  test('of somebody who may not decide is answered at once, before they are asked whether they are sure', async () => {
    const asked = await ask('plain v1');
    expect((await stage.as('dan').presses(asked, 'Approve')).text).toMatch(/needs the role approver/);
    expect((await stage.as('alice').presses(asked, 'Approve')).text).toMatch(/asked for this promotion/);
    const sure = await stage.as('carol').presses(asked, 'Approve');
    expect(sure.text).toMatch(/v1 of plain becomes champion.*Nothing holds that place yet/s);
    await stage.as('erin').says(`reject ${asked.op} because no`);
    await stage.ends(asked);
    // An old card, after the end: who decided and when.
    const late = await stage.as('carol').presses(sure, 'Yes, approve');
    expect(late.text).toMatch(/already rejected by Erin Walsh at \d\d:\d\d UTC/);
    expect((await stage.as('carol').presses(asked, 'Approve')).text).toMatch(/already rejected/);
  });

  test('on Ask a question posts it with a mention, and blocks nothing', async () => {
    const asked = await ask('plain v1');
    const form = await stage.as('carol').presses(asked, 'Ask a question');
    const { data } = (
      form.card as { actions: { verb: string; data: Record<string, unknown> }[] }
    ).actions.find(({ verb }) => verb === 'promote.asked') ?? { data: {} };
    const own = await stage
      .as('carol')
      .forges('promote.asked', { ...data, because: 'Was May cleaned as well?' });
    expect(own.text).toContain('Votes 0 of 1');
    const question = await word('team', /Carol Jensen asks about plain v1 to champion.*Was May cleaned/);
    expect(question.message.mention).toMatchObject({ id: 'a11ce' });
    expect((await stage.as('carol').forges('promote.asked', data)).text).toMatch(/does not belong/);
    await says('carol', `approve ${asked.op}`);
    expect((await stage.ends(asked)).summary).toMatch(/promoted/);
  });
});

describe('between the votes and the move', () => {
  test('whoever has lost the right meanwhile does not count', async () => {
    const asked = await ask('plain v2');
    world.faults.add({ kind: '503', path: '/api/2.0/mlflow/registered-models/get' });
    await says('carol', `approve ${asked.op}`);
    await until(async () => (await stepOf(asked, 'decision'))?.detail?.includes('cannot be read') === true);
    stage.grant('approver', ['erin', 'bob']);
    world.forget();
    const ended = await stage.hurried(asked, () => stage.ends(asked));
    expect(ended.summary).toMatch(/void/);
    expect(ended.text).toContain('Carol Jensen may not decide any more');
    expect(await champion('plain')).toBe('1');
  });

  test('a rejection that comes while everything is read again still ends it', async () => {
    const asked = await ask('plain v2');
    await waiting(asked);
    world.faults.add({ kind: 'slow', path: '/api/2.0/mlflow/registered-models/get', delayMs: 5_000 });
    await says('carol', `approve ${asked.op}`);
    expect((await says('erin', `reject ${asked.op} because the slices look odd`)).failure).toBeUndefined();
    world.faults.clear();
    const ended = await stage.ends(asked);
    expect(ended.summary).toMatch(/rejected/);
    expect(await champion('plain')).toBe('1');
    expect(world.asked('POST', MOVES)).toHaveLength(0);
  });

  test('a holder that moves away and back executes nothing that nobody approved', async () => {
    const asked = await ask('plain v2');
    await waiting(asked);
    world.faults.add({ kind: 'slow', path: '/api/2.0/mlflow/registered-models/get', delayMs: 3_000 });
    await setChampion('plain', '3');
    world.forget();
    world.faults.add({ kind: 'slow', path: '/api/2.0/mlflow/registered-models/get', delayMs: 3_000 });
    await stir(asked);
    // The holder was read and is another; everything is read again, slowly.
    await until(() => world.asked('GET', /registered-models\/alias/).length > 0);
    await setChampion('plain', '1');
    world.faults.clear();
    await until(async () => (await stepOf(asked, 'decision'))?.detail !== 'waiting for approvals');
    await waiting(asked);
    expect((await stage.shows(asked, /Votes 0 of 1/)).summary).toMatch(/needs you/);
    expect(await champion('plain')).toBe('1');
    await says('alice', `withdraw ${asked.op}`);
    await stage.ends(asked);
  });

  test('set and not to be seen: it is called unknown, read again, and set once', async () => {
    const asked = await ask('plain v2');
    await waiting(asked);
    world.forget();
    // Two readings of the holder come before the move; the third reads it back.
    world.faults.add({
      kind: '503',
      method: 'GET',
      path: '/api/2.0/mlflow/registered-models/alias',
      skip: 2,
    });
    await says('carol', `approve ${asked.op}`);
    await until(() => world.asked('POST', MOVES).length === 1);
    await setChampion('plain', '1');
    world.faults.clear();
    const unknown = await stage.hurried(asked, () => stage.shows(asked, /An answer was lost/));
    expect(unknown.text).toContain('sets nothing twice');
    await setChampion('plain', '2');
    expect((await stage.hurried(asked, () => stage.ends(asked))).summary).toMatch(/promoted/);
    // Ours once, the others by the test.
    expect(world.asked('POST', MOVES)).toHaveLength(3);
  });

  test('cancelled by its operation, it waits for nobody any more', async () => {
    await setChampion('plain', '1');
    const asked = await ask('plain v3');
    await says('bob', `cancel ${asked.op}`);
    await stage.ends(asked);
    const { services } = await stage.house.open();
    await until(async () => !(await services.promotions.pending()).some(({ op }) => op === asked.op));
    expect((await says('carol', `approve ${asked.op}`)).text).toMatch(/already withdrawn by Bob Okafor/);
  });
});
