// The whole road of a deploy on every engine, with the bot killed in the middle: gates, a plan, the way back, a lock handed over, and
// two replicas that are asked for the same plan at once.
import { expect, jest, test } from '@jest/globals';
import { onEveryEngine } from '../../stores.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld } from './world.ts';

jest.setTimeout(120_000);

const planIn = ({ text }: Seen): string => /\bapply (\w{5})\b/.exec(text)?.[1] ?? '';

onEveryEngine('shipping', (bench) => {
  test('from a closed gate to production and back again, over a restart', async () => {
    const world = await openWorld();
    const environment: Record<string, string> =
      bench.engine === 'postgres' ? { DATABASE_URL: await bench.database() } : {};
    const options = {
      environment,
      below: { production: '    gates: { after: staging, suite: unit }\n' },
    };
    let stage: Stage = await openStage(world, options);
    stage.grant('approver', ['carol']);
    const restart = async (): Promise<void> => {
      await stage.stop();
      const { folder, conversation } = stage;
      stage = await openStage(world, { ...options, folder, conversation });
      stage.grant('approver', ['carol']);
    };
    try {
      const tested = await stage.ends(await stage.as('bob').says('run tests on main'));
      expect(tested.summary).toContain('passed');
      expect((await stage.as('bob').says('deploy main to production')).failure).toBe('gates-closed');
      await stage.ends(await stage.as('alice').says('deploy main to staging'));
      const first = await stage.as('bob').says('deploy main to production');
      await stage.ends(await stage.as('bob').presses(first, 'Start'));

      // A plan outlives the process that made it.
      await stage.ends(await stage.as('alice').says('run tests on feature-x'));
      await stage.ends(await stage.as('alice').says('deploy feature-x to staging'));
      const plan = await stage.as('bob').says('deploy feature-x to production --dry-run');
      await restart();
      const held = await stage.as('bob').says(`apply ${planIn(plan)}`);
      await stage.ends(await stage.as('bob').presses(held, 'Start'));

      // The way back is cut off in its middle and seen through.
      const way = await stage.as('bob').says('rollback production');
      world.faults.add({ kind: 'slow', method: 'PATCH', path: '/api/2.0/repos', times: 1, delayMs: 1_500 });
      const back = await stage.as('carol').presses(way, 'Start');
      await stage.shows(back, /Running 3\/4/);
      await restart();
      expect((await stage.ends(back)).summary).toMatch(/^Roll production back to \w{8}: done/);
      expect((await stage.as('carol').says(`apply ${planIn(way)}`)).text).toContain(
        'was carried out already',
      );

      // The lock and its wish outlive a restart, too.
      await stage.as('bob').says('lock staging for 1h "data backfill" branch feature-x');
      await stage.as('alice').says('ask for staging because the demo is at three');
      await restart();
      const locks = await stage.as('dan').says('locks');
      expect(locks.text).toContain('data backfill');
      expect(locks.text).not.toContain('branch');
      expect((await stage.as('bob').says('give staging to Alice')).summary).toContain('to Alice Novak');
      const waiting = await stage.as('bob').says('deploy main to staging');
      await stage.shows(waiting, /locked by Alice Novak/);
      await stage.as('alice').says('unlock staging');
      expect((await stage.ends(waiting)).summary).toContain(': done');
    } finally {
      await stage.close();
      await world.close();
    }
  });
});
