// Promotion as people talk it through: train two versions, ask, decide, see the alias move in the registry, undo. And the ways in which
// it must not go through.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);
// One conversation: a second try of its middle would meet what the first left behind.
jest.retryTimes(0);

const MODELS = `models:
  churn:
    registry: mlflow
    metric: auc
    gates:
      minimum: { auc: 0.7 }
      tests: false
    owners: [e2in]
    approvals:
      quorum: 2
`;

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, { more: MODELS });
  stage.grant('approver', ['carol', 'erin', 'alice']);
  for (const rate of ['0.2', '0.8']) await train(`learning_rate=${rate} register=true`);
});
afterAll(async () => {
  await stage.close();
  await world.close();
});

const train = async (parameters: string): Promise<void> => {
  const seen = await stage.as('bob').says(`run job nightly-train with ${parameters}`);
  expect((await stage.ends(seen)).summary).toMatch(/done|passed/);
};
const champion = async (): Promise<string | undefined> => {
  const { registered_model: model } = (await world.call(
    'GET',
    '/api/2.0/mlflow/registered-models/get?name=churn',
  )) as { registered_model: { aliases?: { alias: string; version: string }[] } };
  return model.aliases?.find(({ alias }) => alias === 'champion')?.version;
};
const setChampion = (version: string) =>
  world.call('POST', '/api/2.0/mlflow/registered-models/alias', {
    name: 'churn',
    alias: 'champion',
    version,
  });
/** The prompt, once the evidence is on it. */
const ask = async (words: string): Promise<Seen> => {
  const asked = await stage.as('alice').says(words);
  expect(asked.failure).toBeUndefined();
  return stage.shows(asked, /Votes 0 of/);
};
const look = async (seen: Seen): Promise<Seen> => stage.shows(seen, /op /);
/** What the step that waits for people says. */
const decisionOf = async ({ op }: Seen): Promise<string | undefined> =>
  (await (await stage.house.open()).services.operations.get(op)).steps.find(({ name }) => name === 'decision')
    ?.detail;
const until = async (fits: () => Promise<boolean>): Promise<void> => {
  while (!(await fits())) await stage.clock.sleep(50);
};
/** Lets the operation look at once. */
const stir = async (seen: Seen): Promise<void> => {
  const { services, store } = await stage.house.open();
  await store.transaction((trx) => services.operations.stir(trx, seen.op));
};

describe('a promotion', () => {
  test('two approvers move the alias; the receipt has an undo that one approver decides on', async () => {
    const asked = await ask('promote churn v1 to champion because it is the first');
    expect(asked.text).toContain('it is the first');
    const sure = await stage.as('carol').presses(asked, 'Approve');
    expect(sure.text).toMatch(/v1.*becomes.*champion/s);
    await stage.as('carol').presses(sure, 'Yes, approve');
    await stage.shows(asked, /Votes 1 of 2/);
    expect(await champion()).toBeUndefined();
    await stage.as('erin').says(`approve ${asked.op}`);
    const receipt = await stage.ends(asked);
    expect(receipt.summary).toMatch(/promoted/);
    expect(await champion()).toBe('1');

    // A late press is answered with who decided.
    const late = await stage.as('erin').says(`reject ${asked.op} because too late`);
    expect(late.failure).toBe('already-decided');
    expect(late.text).toMatch(/approved by Erin Walsh/);

    const plan = await stage.as('bob').presses(receipt, 'Undo');
    expect(plan.text).toMatch(/nothing as champion/);
    const back = await stage.as('bob').presses(plan, 'Start');
    await stage.shows(back, /Votes 0 of 1/);
    await stage.as('carol').says(`approve ${back.op}`);
    expect((await stage.ends(back)).summary).toMatch(/released/);
    expect(await champion()).toBeUndefined();
  });

  test('the second version against the first: deltas, differing parameters, and the way back restores the first', async () => {
    await setChampion('1');
    const asked = await ask('promote churn v2 to champion because it trains longer');
    expect(asked.text).toMatch(/learning_rate/);
    await stage.as('carol').says(`approve ${asked.op}`);
    await stage.as('erin').says(`approve ${asked.op}`);
    const receipt = await stage.ends(asked);
    expect(receipt.summary).toMatch(/promoted/);
    expect(await champion()).toBe('2');
    const { services } = await stage.house.open();
    const version = await services.models.find('churn', 'v2');
    expect(version.tags).toMatchObject({ 'brickbot.op': asked.op, 'brickbot.verdict': 'approved' });
    expect(await services.promotions.history('churn')).toMatchObject([
      { from: '1', to: '2', how: 'promotion', op: asked.op },
      { how: 'rollback', from: '1', to: null },
      { from: null, to: '1', how: 'promotion' },
    ]);
    const back = await stage.as('bob').says('rollback model churn because it scores too slowly');
    await stage.shows(back, /Votes 0 of 1/);
    await stage.as('carol').says(`approve ${back.op}`);
    await stage.ends(back);
    expect(await champion()).toBe('1');
  });

  test('without a reason the chat asks for one, and nothing was started', async () => {
    const seen = await stage.as('alice').says('promote churn v2');
    expect(seen.failure).toBe('reason-missing');
    expect(seen.op).toBe('');
    expect(seen.buttons).toEqual(['Request']);
  });

  test('who asked may not decide, nor may a viewer or a developer; a rejection needs a reason and ends it', async () => {
    const asked = await ask('promote churn v2 to champion because again');
    expect((await stage.as('alice').says(`approve ${asked.op}`)).failure).toBe('own-request');
    expect((await stage.as('dan').says(`approve ${asked.op}`)).failure).toBe('not-permitted');
    expect((await stage.as('bob').presses(asked, 'Approve')).text).toContain('needs the role approver');
    expect((await stage.as('carol').says(`reject ${asked.op}`)).failure).toBe('reason-missing');
    await stage.as('carol').says(`reject ${asked.op} because the data is old`);
    const ended = await stage.ends(asked);
    expect(ended.summary).toMatch(/rejected/);
    expect(ended.text).toContain('the data is old');
    expect(await champion()).toBe('1');
  });

  test('a forged press, one for another operation and one of an old card change nothing', async () => {
    const asked = await ask('promote churn v2 to champion because of the forger');
    const data = (asked.card as { actions: { verb: string; data: Record<string, unknown> }[] }).actions.find(
      ({ verb }) => verb === 'approve.ask',
    )?.data;
    const forged = { ...data, code: 'made-up-made-up' };
    for (const made of [forged, { ...data }])
      expect((await stage.as('carol').forges('approve.vote', made)).text).toContain(
        'does not belong to anything',
      );
    const sure = await stage.as('carol').presses(asked, 'Approve');
    const vote = (sure.card as { actions: { verb: string; data: Record<string, unknown> }[] }).actions.find(
      ({ verb }) => verb === 'approve.vote',
    )?.data;
    const old = { ...vote, fingerprint: '0000000000000000' };
    expect((await stage.as('carol').forges('approve.vote', old)).text).toContain('older state');
    expect((await look(asked)).text).toContain('Votes 0 of 2');
    await stage.as('alice').says(`withdraw ${asked.op}`);
    expect((await stage.ends(asked)).summary).toMatch(/withdrawn/);
  });

  test('the holder moved between the votes: they are void, the card says what moved, and Request again asks anew', async () => {
    const asked = await ask('promote churn v2 to champion because of the race');
    await stage.as('carol').says(`approve ${asked.op}`);
    await train('learning_rate=0.5 register=true');
    await setChampion('3');
    await stage.as('erin').says(`approve ${asked.op}`);
    const ended = await stage.ends(asked);
    expect(ended.text).toMatch(/v3/);
    expect(ended.text).toMatch(/v1/);
    expect(await champion()).toBe('3');
    expect(ended.buttons).toContain('Request again');
    await setChampion('1');
  });

  test('the version is deleted while people think', async () => {
    await train('learning_rate=0.6 register=true');
    const asked = await ask('promote churn v4 to champion because it is new');
    await stage.as('carol').says(`approve ${asked.op}`);
    await world.call('DELETE', '/api/2.0/mlflow/model-versions/delete', { name: 'churn', version: '4' });
    await stage.as('erin').says(`approve ${asked.op}`);
    expect((await stage.ends(asked)).text).toMatch(/no version 4/);
    expect(await champion()).toBe('1');
  });

  test('set in Databricks meanwhile: the card takes that decision and names its place', async () => {
    const asked = await ask('promote churn v2 to champion because of the others');
    await setChampion('2');
    await stir(asked);
    const ended = await stage.ends(asked);
    expect(ended.text).toContain('Databricks');
    expect(ended.buttons).not.toContain('Undo');
    await setChampion('1');
  });

  test('the registry is down after the last vote: it waits, and goes on when the registry is back', async () => {
    const asked = await ask('promote churn v2 to champion because of the outage');
    await stage.as('carol').says(`approve ${asked.op}`);
    world.faults.add({ kind: '503', path: '/api/2.0/mlflow/' });
    await stage.as('erin').says(`approve ${asked.op}`);
    await until(async () => (await decisionOf(asked))?.includes('cannot be read') === true);
    world.forget();
    expect((await stage.hurried(asked, () => stage.ends(asked))).summary).toMatch(/promoted/);
    expect(await champion()).toBe('2');
    await setChampion('1');
  });

  test('a failed gate blocks; only its owner waives it, with a reason, and the receipt says so', async () => {
    await train('epochs=1 learning_rate=0.0001 register=true');
    const asked = await ask('promote churn v5 to champion because I insist');
    expect(asked.text).toMatch(/✕ failed/);
    expect((await stage.as('carol').says(`approve ${asked.op}`)).failure).toBe('gates-red');
    expect((await stage.as('carol').says(`waive ${asked.op} relative because I want it`)).failure).toBe(
      'not-a-gate-owner',
    );
    expect((await stage.as('erin').says(`waive ${asked.op} relative`)).failure).toBe('reason-missing');
    await stage.as('erin').says(`waive ${asked.op} relative because it is a drill`);
    await stage.as('erin').says(`waive ${asked.op} absolute:auc because it is a drill`);
    await stage.as('carol').says(`approve ${asked.op}`);
    await stage.as('erin').says(`approve ${asked.op}`);
    const receipt = await stage.ends(asked);
    expect(receipt.text).toMatch(/waived/);
    expect(receipt.text).toContain('it is a drill');
    expect(await champion()).toBe('5');
    await setChampion('1');
  });
});
