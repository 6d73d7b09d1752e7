// The fault matrix of models and promotions: every call that looking at a model and moving an alias make × every way in which it can go
// wrong. What only looks ends in a card that says what to do; what moves has moved once, or tells that it has not.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CATALOGUE } from '../../../src/base/catalogue.ts';
import { hasEnded } from '../../../src/domain/operation.ts';
import type { FaultRule } from '../../../src/local/kernel/faults.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(8 * 60_000);
// A matrix is not run twice: a cell that fails names itself.
jest.retryTimes(0);

type Kind = Pick<FaultRule, 'kind' | 'retryAfterSeconds' | 'delayMs' | 'times'>;
const PASSING: Readonly<Record<string, Kind>> = {
  '429 with Retry-After': { kind: '429', retryAfterSeconds: 1, times: 2 },
  '500': { kind: '500', times: 2 },
  '503': { kind: '503', times: 2 },
  reset: { kind: 'reset', times: 2 },
  'time-out': { kind: 'timeout', delayMs: 1_500, times: 1 },
};
const STAYING: Readonly<Record<string, Kind>> = {
  '401 expired token': { kind: 'expired-token' },
  '403': { kind: '403' },
  '404': { kind: '404' },
  'malformed JSON': { kind: 'malformed' },
  'sign-in page 200': { kind: 'signin-200' },
};

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, {
    more: `models:
  churn:
    registry: mlflow
    metric: auc
    gates: { tests: false, improvement: false }
`,
    environment: { BRICKBOT_DATABRICKS_TIMEOUT: '0.5' },
  });
  stage.grant('approver', ['carol']);
  const run = await stage.as('bob').says('run job nightly-train with epochs=1 register=true');
  await stage.ends(run);
  const again = await stage.as('bob').says('run job nightly-train with epochs=2 register=true');
  await stage.ends(again);
}, 60_000);
afterAll(async () => {
  await stage?.close();
  await world?.close();
});

const calls = (only: RegExp): readonly { readonly method: string; readonly path: string }[] => {
  const shapes = ['GET', 'POST', 'PUT', 'DELETE'].flatMap((method) =>
    world.asked(method, /^\/api\//).map(({ path }) => `${method} ${path}`),
  );
  return [...new Set(shapes)]
    .filter((shape) => only.test(shape))
    .map((shape) => {
      const [method = '', path = ''] = shape.split(' ');
      return { method, path };
    });
};
const complaints = (seen: Seen, code: string | undefined): readonly string[] => [
  ...(code === undefined || !(code in CATALOGUE) || code === 'internal' ? [`the code is ${code}`] : []),
  ...(/Next: \S|Did you mean/.test(seen.text) ? [] : ['nothing to do next']),
];

describe('the fault matrix of models', () => {
  test('show model: what the registry answers wrongly is told, what a run answers wrongly is left out by name', async () => {
    const play = () => stage.as('dan').says('show model churn');
    world.forget();
    expect((await play()).failure).toBeUndefined();
    const wrong: string[] = [];
    for (const { method, path } of calls(/./))
      for (const [name, kind] of Object.entries({ ...PASSING, ...STAYING })) {
        world.forget();
        world.faults.add({ ...kind, method, path });
        const seen = await play();
        world.forget();
        if (seen.failure === undefined) continue;
        const missing = complaints(seen, seen.failure);
        // A 500 decides at once when somebody only looks: they look again. Everything else that passes is nobody's business.
        if (missing.length > 0 || (name in PASSING && name !== '500'))
          wrong.push(`${method} ${path} × ${name}: ${missing.join(', ')}\n${seen.text.slice(0, 400)}`);
      }
    expect(wrong).toEqual([]);
  });

  test('the move: it takes place once, or the card says that it did not', async () => {
    const { services } = await stage.house.open();
    const target = services.models.target('churn', 'champion');
    const holder = () => services.models.registry('churn').holder(target);
    const ask = async (): Promise<Seen> => {
      const version = (await holder()) === '1' ? '2' : '1';
      const asked = await stage.as('alice').says(`promote churn v${version} to champion because of a fault`);
      return stage.shows(asked, /Votes 0 of 1/);
    };
    const decide = async (asked: Seen): Promise<Seen> => {
      await stage.as('carol').says(`approve ${asked.op}`);
      return stage.hurried(asked, () => stage.ends(asked));
    };
    const first = await ask();
    world.forget();
    expect((await decide(first)).summary).toMatch(/promoted/);
    const wrong: string[] = [];
    const cells = calls(/^POST .*(?:alias|set-tag)$/);
    expect(cells.map(({ path }) => path.split('/').slice(-2).join('/'))).toEqual([
      'registered-models/alias',
      'model-versions/set-tag',
    ]);
    for (const { method, path } of cells)
      for (const [name, kind] of Object.entries({ ...PASSING, ...STAYING })) {
        const asked = await ask();
        const before = await holder();
        world.forget();
        world.faults.add({ ...kind, method, path });
        const seen = await decide(asked);
        world.forget();
        const cell = `${method} ${path} × ${name}`;
        const stored = await services.operations.find(asked.op);
        const after = await holder();
        const promoted = stored?.state === 'done';
        if (!stored || !hasEnded(stored.state)) wrong.push(`${cell}: it is ${stored?.state}`);
        if (promoted && after === before) wrong.push(`${cell}: told as done, and nothing moved`);
        if (!promoted) {
          if (name in PASSING) wrong.push(`${cell}: it passed, and yet ${seen.summary}`);
          for (const missing of complaints(seen, stored?.reason?.code))
            wrong.push(`${cell}: ${missing}\n${seen.text.slice(0, 600)}`);
          // What moved all the same is said to have moved.
          if (after !== before && /Nothing was changed/.test(seen.text))
            wrong.push(`${cell}: it moved, and the card says that nothing was changed\n${seen.text}`);
        }
      }
    expect(wrong).toEqual([]);
  });

  test('the answer of the move is lost: it is read back, set once, and told as done', async () => {
    const { services } = await stage.house.open();
    const target = services.models.target('churn', 'champion');
    const before = await services.models.registry('churn').holder(target);
    const version = before === '1' ? '2' : '1';
    const asked = await stage
      .as('alice')
      .says(`promote churn v${version} to champion because of a lost answer`);
    await stage.shows(asked, /Votes 0 of 1/);
    world.forget();
    world.faults.add({
      kind: 'reset',
      method: 'POST',
      path: '/api/2.0/mlflow/registered-models/alias',
      after: true,
      times: 1,
    });
    await stage.as('carol').says(`approve ${asked.op}`);
    const seen = await stage.hurried(asked, () => stage.ends(asked));
    expect(seen.summary).toMatch(/promoted/);
    expect(await services.models.registry('churn').holder(target)).toBe(version);
    world.forget();
  });
});
