// Promotions under pressure: fifty presses at once on two replicas, and a bot that is killed between the move and reading it back. What
// counts is what the registry was asked to do.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Person } from '../../../src/domain/person.ts';
import { onEveryEngine } from '../../stores.ts';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);
jest.retryTimes(0);

const CROWD: readonly Person[] = Array.from({ length: 50 }, (_, index) => ({
  id: `approver-${index}`,
  name: `Approver ${index}`,
}));
const MODELS = `models:
  churn:
    registry: mlflow
    gates: { tests: false }
    approvals:
      quorum: 3
      approvers: [${CROWD.map(({ id }) => id).join(', ')}]
`;
const MOVES = /registered-models\/alias/;

onEveryEngine('promotions', (bench) => {
  // A block of its own: its end comes before that of the database.
  describe('under pressure', () => {
    let world: World;
    let stages: readonly Stage[] = [];
    let environment: Readonly<Record<string, string>> = {};
    const [first, last] = [() => stages[0] as Stage, () => stages.at(-1) as Stage];
    beforeAll(async () => {
      world = await openWorld();
      environment = bench.engine === 'postgres' ? { DATABASE_URL: await bench.database() } : {};
      const one = await openStage(world, { more: MODELS, environment });
      // The embedded engine belongs to one process; a server serves two replicas.
      stages =
        bench.engine === 'postgres'
          ? [one, await openStage(world, { more: MODELS, environment, conversation: one.conversation })]
          : [one];
      for (const rate of ['0.2', '0.8']) {
        const seen = await first()
          .as('bob')
          .says(`run job nightly-train with learning_rate=${rate} register=true`);
        await first().ends(seen);
      }
    }, 90_000);
    afterAll(async () => {
      for (const stage of stages) await stage.close();
      await world.close();
    });

    describe('fifty approvers', () => {
      test('press at once, some of them twice: one execution, and nobody counts double', async () => {
        const asked = await first()
          .as('alice')
          .says('promote churn v1 to champion because everybody wants it');
        await first().shows(asked, /Votes 0 of 3/);
        world.forget();
        const presses = [...CROWD, ...CROWD.slice(0, 10)].map(async (person, index) => {
          const { services } = await (index % 2 === 0 ? first() : last()).house.open();
          return services.promotions
            .vote({
              op: asked.op,
              verdict: 'approve',
              because: undefined,
              person,
              press: `press-${person.id}`,
            })
            .then(
              () => 'taken',
              (fault: { readonly code: string }) => fault.code,
            );
        });
        const answers = await Promise.all(presses);
        expect(
          [...new Set(answers)].filter((answer) => answer !== 'taken' && answer !== 'already-decided'),
        ).toEqual([]);
        expect((await first().ends(asked)).summary).toMatch(/promoted/);
        expect(world.asked('POST', MOVES)).toHaveLength(1);
        const { services } = await first().house.open();
        const { votes } = await services.promotions.approval(asked.op);
        expect(new Set(votes.map(({ person }) => person.id)).size).toBe(votes.length);
        expect(votes.length).toBeGreaterThanOrEqual(3);
        expect((await services.audit.verify()).fault).toBeUndefined();
      });
    });

    describe('a bot that is killed', () => {
      test('between the move and reading it back: the next one reads, and moves nothing a second time', async () => {
        const asked = await first().as('alice').says('promote churn v2 to champion because it survives');
        await first().shows(asked, /Votes 0 of 3/);
        world.forget();
        // The move takes effect, its answer is lost, and nobody can look until the bot is gone.
        world.faults.add({
          kind: 'reset',
          method: 'POST',
          path: '/api/2.0/mlflow/registered-models/alias',
          after: true,
          times: 1,
        });
        const { services } = await first().house.open();
        for (const person of CROWD.slice(0, 3))
          await services.promotions.vote({
            op: asked.op,
            verdict: 'approve',
            because: undefined,
            person,
            press: `second-${person.id}`,
          });
        while (world.asked('POST', MOVES).length === 0) await first().clock.sleep(5);
        world.faults.add({ kind: '503', method: 'GET', path: '/api/2.0/mlflow/registered-models/alias' });
        const folder = first().folder;
        const conversation = first().conversation;
        for (const stage of stages) await stage.stop();
        world.faults.clear();
        const next = await openStage(world, { folder, conversation, more: MODELS, environment });
        stages = [...stages, next];
        expect((await next.hurried(asked, () => next.ends(asked))).summary).toMatch(/promoted/);
        expect(world.asked('POST', MOVES)).toHaveLength(1);
        const { services: after } = await next.house.open();
        expect(await after.models.registry('churn').holder(after.models.target('churn', undefined))).toBe(
          '2',
        );
      });
    });
  });
});
