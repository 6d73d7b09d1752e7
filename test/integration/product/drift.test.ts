// An alias that somebody moves past brickbot: it is noticed once, told to the people, written down, and stays or goes back by their word.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { textOf } from './conversation.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);

const MODELS = `models:
  churn:
    registry: mlflow
    gates: { tests: false, improvement: false }
`;

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, { more: MODELS });
  stage.grant('approver', ['carol', 'erin']);
  for (const rate of ['0.2', '0.8', '0.5']) {
    const run = await stage
      .as('bob')
      .says(`run job nightly-train with learning_rate=${rate} epochs=5 register=true`);
    expect((await stage.ends(run)).summary).toMatch(/done|passed/);
  }
  await promote('v1');
});
afterAll(async () => {
  await stage?.close();
  await world?.close();
});

const promote = async (version: string): Promise<void> => {
  const asked = await stage.as('alice').says(`promote churn ${version} to champion because of the test`);
  await stage.shows(asked, /Votes 0 of 1/);
  await stage.as('carol').says(`approve ${asked.op}`);
  expect((await stage.ends(asked)).summary).toMatch(/promoted/);
};
const moveElsewhere = (version: string) =>
  world.call('POST', '/api/2.0/mlflow/registered-models/alias', {
    name: 'churn',
    alias: 'champion',
    version,
  });
const champion = async (): Promise<string | undefined> => {
  const { registered_model: model } = (await world.call(
    'GET',
    '/api/2.0/mlflow/registered-models/get?name=churn',
  )) as { registered_model: { aliases?: { alias: string; version: string }[] } };
  return model.aliases?.find(({ alias }) => alias === 'champion')?.version;
};
const drift = async () => (await stage.house.open()).services.drift;
const alarms = () =>
  stage.conversation
    .posts()
    .filter(({ message }) => /moved elsewhere: .*needs your word/.test(message.summary));
const alarm = async (what: RegExp): Promise<Seen> => {
  const post = await stage.conversation.until(`An alarm with ${what}`, ({ message }) =>
    what.test(message.summary),
  );
  const { card, summary } = post.message;
  return { text: textOf(post.message), summary, card, buttons: [], op: '' };
};

const SETTLED = /Somebody has answered this/;

describe('an alias moved past brickbot', () => {
  test('what brickbot did itself raises no alarm', async () => {
    await (await drift()).look();
    expect(alarms()).toHaveLength(0);
  });

  test('two looks at once tell of it once; the ledger has it; a viewer cannot answer, an approver accepts, once', async () => {
    await moveElsewhere('2');
    await Promise.all([(await drift()).look(), (await drift()).look('churn'), (await drift()).look()]);
    const seen = await alarm(/champion of churn moved elsewhere: v1 to v2/);
    expect(seen.text).toMatch(/v1 promoted · by Carol Jensen/);
    expect(alarms()).toHaveLength(1);
    expect((await stage.as('alice').says('history model churn')).text).toMatch(/v1 → v2.*moved elsewhere/s);

    expect((await stage.as('dan').presses(seen, 'Accept')).text).toMatch(/role approver/);
    const accepted = await stage.as('carol').presses(seen, 'Accept');
    expect(accepted.text).toMatch(/accepted by Carol Jensen/);
    expect((await stage.as('erin').presses(seen, 'Accept')).text).toMatch(SETTLED);
    expect((await stage.as('carol').forges('history-model.accept', { alarm: 'made-up' })).text).toMatch(
      SETTLED,
    );
    expect(await champion()).toBe('2');
    await (await drift()).look();
    expect(alarms()).toHaveLength(1);
  });

  test('reverting is a request like every other: one approver, then the earlier version is back', async () => {
    await moveElsewhere('3');
    await stage.house.registryHint('churn');
    const seen = await alarm(/v2 to v3/);
    const answered = await stage.as('bob').presses(seen, 'Revert to v2');
    expect(answered.text).toMatch(/reverted by Bob Okafor · .*op \w{4}/);
    expect(await champion()).toBe('3');
    const op = /reverted by.*op (\w{4,6})/.exec(answered.text)?.[1] ?? '';
    const asked = await stage.shows({ ...answered, op }, /Votes 0 of 1/);
    await stage.as('carol').says(`approve ${op}`);
    await stage.ends(asked);
    expect(await champion()).toBe('2');
    expect((await stage.as('erin').presses(seen, 'Accept')).text).toMatch(SETTLED);
    await (await drift()).look();
    expect(alarms()).toHaveLength(2);
  });

  test('taken away, and a registry that does not answer is no alarm', async () => {
    world.faults.add({ kind: '503', path: '/api/2.0/mlflow/registered-models/' });
    await (await drift()).look();
    world.forget();
    expect(alarms()).toHaveLength(2);
    await world.call('DELETE', '/api/2.0/mlflow/registered-models/alias', {
      name: 'churn',
      alias: 'champion',
    });
    await (await drift()).look();
    expect((await alarm(/v2 to nothing/)).text).toMatch(/v2 → nothing/);
  });
});
