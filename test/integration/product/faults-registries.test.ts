// The fault matrix of models: looking at one, and every kind of move: an alias of MLflow and of Unity Catalog, a stage of the workspace
// registry, and what is taken away again. However a cell ends, what moved is said to have moved, and what did not is not.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { unseenFindings } from '../../../src/app/doctor.ts';
import { KINDS } from '../databricks/call-rows.ts';
import { faultCells, passes } from './fault-cells.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(8 * 60_000);
// A matrix is not run twice: a cell that fails names itself.
jest.retryTimes(0);

const OFF = 'gates: { tests: false, improvement: false }';
const MODELS = `models:
  churn: { registry: mlflow, metric: auc, ${OFF}, targets: { trial: { alias: challenger }, spare: { alias: spare } } }
  staged: { registry: workspace, ${OFF} }
  retention: { name: main.ml.retention, ${OFF}, targets: { trial: { alias: challenger } } }
`;

let world: World;
let stage: Stage;
const cells = faultCells(
  () => world,
  () => stage,
);

beforeAll(async () => {
  world = await openWorld();
  await world.call('POST', '/api/2.1/unity-catalog/models', {
    ...{ catalog_name: 'main', schema_name: 'ml', name: 'retention' },
  });
  for (const name of ['churn', 'staged'])
    await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name });
  const { experiment_id } = await world.call('POST', '/api/2.0/mlflow/experiments/create', {
    name: '/Shared/churn',
  });
  for (const [family, name] of [
    ['mlflow', 'churn'],
    ['mlflow', 'staged'],
    ['mlflow/unity-catalog', 'main.ml.retention'],
  ])
    for (const count of [1, 2]) {
      const { run } = (await world.call('POST', '/api/2.0/mlflow/runs/create', {
        ...{ experiment_id, start_time: Date.now() },
      })) as { run: { info: { run_id: string } } };
      const { run_id } = run.info;
      await world.call('POST', '/api/2.0/mlflow/runs/log-metric', {
        ...{ run_id, key: 'auc', value: 0.8 + count / 100, timestamp: Date.now() },
      });
      await world.call('POST', `/api/2.0/${family}/model-versions/create`, {
        ...{ name, source: `s3://models/${count}`, run_id },
      });
    }
  stage = await openStage(world, { more: MODELS, environment: { BRICKBOT_DATABRICKS_TIMEOUT: '0.5' } });
  stage.grant('approver', ['carol']);
}, 60_000);
afterAll(async () => {
  console.log(cells.summary());
  await stage?.close();
  await world?.close();
});

const holder = async (model: string, target?: string): Promise<string | undefined> => {
  const { models } = (await stage.house.open()).services;
  return models.registry(model).holder(models.target(model, target));
};
const decide = async (asked: Seen): Promise<Seen> => {
  await stage.as('carol').says(`approve ${asked.op}`);
  return cells.hurried(asked, () => stage.ends(asked));
};
const promotion = async (words: string): Promise<Seen> =>
  stage.shows(await stage.as('alice').says(`promote ${words} because of a fault`), /Votes 0 of 1/);

interface Move {
  readonly name: string;
  /** Asks for it: a request that waits for its vote. */
  ask(): Promise<Seen>;
  holds(): Promise<string | undefined>;
  /** The calls by which it is made: each goes wrong in every way. */
  readonly calls: readonly RegExp[];
}

/** The other version than the one that holds. */
const toTheOther = (model: string) => async (): Promise<Seen> =>
  promotion(`${model} v${(await holder(model)) === '1' ? '2' : '1'}`);
/** What a first promotion set is undone: then nothing holds the alias. */
const awayAgain = (model: string, target: string) => {
  let receipt: Seen | undefined;
  return async (): Promise<Seen> => {
    // What an earlier cell could not take away still holds it, and its promotion can still be undone.
    if (!receipt || (await holder(model, target)) === undefined)
      receipt = await decide(await promotion(`${model} v1 to ${target}`));
    const plan = await stage.as('bob').presses(receipt, 'Undo');
    return stage.shows(await stage.as('bob').presses(plan, 'Start'), /Votes 0 of 1/);
  };
};

const MOVES: readonly Move[] = [
  {
    name: 'an alias of MLflow',
    ask: toTheOther('churn'),
    holds: () => holder('churn'),
    calls: [/^POST .*\/registered-models\/alias$/, /^POST .*\/set-tag$/],
  },
  {
    name: 'an alias in Unity Catalog',
    ask: toTheOther('retention'),
    holds: () => holder('retention'),
    calls: [/^POST .*\/set-tag$/, /^PUT .*\/aliases\//],
  },
  {
    name: 'a stage of the workspace registry',
    ask: toTheOther('staged'),
    holds: () => holder('staged'),
    calls: [/^POST .*\/transition-stage$/, /^POST .*\/set-tag$/],
  },
  {
    name: 'an alias of MLflow that is taken away',
    ask: awayAgain('churn', 'trial'),
    holds: () => holder('churn', 'trial'),
    calls: [/^DELETE .*\/registered-models\/alias$/],
  },
  {
    name: 'an alias in Unity Catalog that is taken away',
    ask: awayAgain('retention', 'trial'),
    holds: () => holder('retention', 'trial'),
    calls: [/^DELETE .*\/aliases\//],
  },
];

/** Changes; searches are POSTs that change nothing. */
const CHANGES = /^(?!GET ).*(?<!\/search)$/;

/** What is wrong with how a move ended. */
const untruths = async (
  kind: string,
  seen: Seen,
  before: string | undefined,
  after: string | undefined,
): Promise<readonly string[]> => {
  if (/promoted|released/.test(seen.summary))
    return after === before ? ['told as done, and nothing moved'] : [];
  return [
    ...(passes(kind) ? [`it passed, and yet ${seen.summary}`] : []),
    ...(await cells.complaints(seen)),
    ...(after !== before && /Nothing was changed/.test(seen.text)
      ? ['it moved, and is told as unchanged']
      : []),
    ...(after === before && /(?<!Nothing |anything )was changed/.test(seen.text)
      ? ['it is told as changed']
      : []),
  ];
};

describe('the fault matrix of models', () => {
  test('show model: what the registry answers wrongly is told, what a run answers wrongly is left out by name', async () => {
    const play = () => cells.quickly(() => stage.as('dan').says('show model churn'));
    world.forget();
    expect((await play()).failure).toBeUndefined();
    const wrong: string[] = [];
    for (const call of cells.asked())
      for (const kind of Object.keys(KINDS)) {
        const seen = await cells.meet(kind, call, play);
        cells.count(seen.failure === undefined);
        if (seen.failure === undefined) continue;
        const missing = await cells.complaints(seen);
        // A 500 decides at once when somebody only looks: they look again. Everything else that passes is nobody's business.
        if (missing.length > 0 || (passes(kind) && kind !== '500'))
          wrong.push(
            `${call.method} ${call.path} × ${kind}: ${missing.join(', ')}\n${seen.text.slice(0, 400)}`,
          );
      }
    expect(wrong).toEqual([]);
  });

  test.each(MOVES)('$name', async ({ ask, holds, calls }) => {
    const first = await ask();
    world.forget();
    expect((await decide(first)).summary).toMatch(/promoted|released/);
    const found = cells.asked(CHANGES);
    // A call that is added to a move tomorrow is seen here.
    expect(found.map(({ method, path }) => `${method} ${path}`)).toEqual(
      calls.map((call) => expect.stringMatching(call)),
    );
    const wrong: string[] = [];
    const play = async (kind: string, rule: Parameters<World['faults']['add']>[0]): Promise<void> => {
      const asked = await ask();
      const before = await holds();
      world.forget();
      world.faults.add(rule);
      const seen = await decide(asked);
      world.forget();
      cells.count(/promoted|released/.test(seen.summary));
      for (const each of await untruths(kind, seen, before, await holds()))
        wrong.push(`${rule.method} ${rule.path} × ${kind}: ${each}\n${seen.text.slice(0, 600)}`);
    };
    for (const call of found) {
      for (const kind of Object.keys(KINDS)) {
        // That something is not there is no trouble for what takes it away: it is gone already.
        if (call.method === 'DELETE' && kind === '404') continue;
        await play(kind, { ...(KINDS[kind] ?? { kind: 'reset' }), ...call });
      }
      // The effect takes place and its answer is lost: it is read back, set once, and done.
      await play('reset', { kind: 'reset', after: true, times: 1, ...call });
    }
    expect(wrong).toEqual([]);
  });

  test('a registry that never shows what it was told: the outcome is unknown, the card and the doctor say where to look', async () => {
    const asked = await promotion('churn v1 to spare');
    world.forget();
    world.faults.add({ kind: '404', method: 'GET', path: '/api/2.0/mlflow/registered-models/alias' });
    const seen = await decide(asked);
    world.forget();
    expect(seen.summary).toMatch(/: outcome unknown/);
    expect(seen.text).toMatch(
      /looked for 10 minutes and could not see whether this took effect: set spare of churn to version 1/,
    );
    expect(seen.text).toMatch(/Next: It may have\. Look in Databricks at spare of churn/);
    expect(await cells.complaints(seen)).toEqual([]);
    const { store, services } = await stage.house.open();
    expect(await services.operations.get(asked.op)).toMatchObject({
      state: 'failed',
      reason: { code: 'outcome-unseen', changed: 'unknown' },
    });
    const [finding] = await unseenFindings(store.db, stage.clock.now());
    expect(finding?.what).toContain(`Outcome unknown: op ${asked.op}, “promote churn v1 to spare`);
    expect(finding?.remedy).toContain('Look in Databricks at spare of churn');
    // It had taken effect all the while.
    expect(await holder('churn', 'spare')).toBe('1');
  });
});
