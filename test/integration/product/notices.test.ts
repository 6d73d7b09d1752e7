// Subscriptions with the whole bot: a job that somebody else starts in the workspace, its failure in the chat, the buttons on it, and
// the same bot after a restart.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { textOf } from './conversation.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { notebook, openWorld, type World } from './world.ts';

const LIMIT = 120_000;

describe('subscriptions and notices', () => {
  let world: World;
  let stage: Stage;
  let jobId: number;

  beforeAll(async () => {
    world = await openWorld();
    await world.push('main', {
      'jobs/switch.py': notebook("raise RuntimeError('the export target is full')"),
    });
    const made = await world.call('POST', '/api/2.2/jobs/create', {
      name: 'switch',
      git_source: { git_url: world.repository, git_provider: 'gitHub', git_branch: 'main' },
      parameters: [{ name: 'rows', default: '10' }],
      tasks: [{ task_key: 'export', notebook_task: { notebook_path: 'jobs/switch', source: 'GIT' } }],
    });
    jobId = Number(made['job_id']);
    stage = await openStage(world);
  }, LIMIT);
  afterAll(async () => {
    await stage?.close();
    await world?.close();
  }, LIMIT);

  /** Somebody else starts a run of the job. */
  const started = async (): Promise<string> => {
    const answer = await world.call('POST', '/api/2.2/jobs/run-now', { job_id: jobId });
    return String(answer['run_id']);
  };
  const notice = (what: string, fits: RegExp): Promise<Seen> =>
    stage.conversation
      .until(what, ({ message }) => message.card !== undefined && fits.test(message.summary))
      .then(({ message }) => ({
        text: textOf(message),
        summary: message.summary,
        buttons: [],
        op: '',
        card: message.card,
      }));

  test('says in plain words what will be posted; a viewer is refused', async () => {
    const seen = await stage.as('alice').says('subscribe job switch');
    expect(seen.text).toMatch(
      /the first failure, and when it is fixed of job switch in staging, in this chat/,
    );
    expect(seen.text).toMatch(/In the last 7 days that would have been 0 posts/);
    const again = await stage.as('alice').says('subscribe job switch all');
    expect(again.text).toMatch(/Changed[\s\S]*every ending/);
    await stage.as('alice').presses(again, 'Only changes');
    expect((await stage.as('dan').says('subscribe job switch')).failure).toBe('not-permitted');
    expect((await stage.as('alice').says('subscribe job swich')).text).toMatch(/switch/);
    expect((await stage.as('alice').says('subscribe job switch sometimes')).failure).toBe('bad-argument');
  });

  test(
    'a run that somebody else started fails: one card that explains, then repaired from it',
    async () => {
      const runId = await started();
      const seen = await notice('The failure', /^Job switch in staging: failed/);
      expect(seen.text).toMatch(new RegExp(`run ${runId}`));
      expect(seen.text).toMatch(/Task export failed/);
      expect(seen.text).toMatch(/the export target is full/);
      expect((await stage.as('dan').presses(seen, 'Repair failed')).text).toMatch(/needs the role/);
      await world.push('main', { 'jobs/switch.py': notebook("print('there is room again')") });
      const repair = await stage.as('alice').presses(seen, 'Repair failed');
      expect(repair.summary).toMatch(/^Repair job switch in staging/);
      // A repair may check the old commit out again, as Databricks does; either way it ends and is told of truly.
      const over = await stage.ends(repair);
      expect(over.summary).toMatch(/: (done|passed|failed)/);
      expect(world.asked('POST', /runs\/repair/)).toHaveLength(1);
    },
    LIMIT,
  );

  test(
    'fixed while the bot was away: told after the restart, once',
    async () => {
      await stage.stop();
      await started();
      const { folder } = stage;
      let over = false;
      while (!over) {
        const { runs } = await world.call('GET', `/api/2.2/jobs/runs/list?job_id=${jobId}&active_only=true`);
        over = runs === undefined || (runs as readonly unknown[]).length === 0;
      }
      stage = await openStage(world, { folder });
      const post = await stage.conversation.until('The fix', ({ message }) =>
        message.summary.startsWith('Job switch in staging: fixed'),
      );
      expect(post.message.summary).toMatch(/fixed/);
    },
    LIMIT,
  );

  test('lists, mutes and removes; what is another’s stays', async () => {
    const list = await stage.as('bob').says('subscriptions');
    expect(list.text).toMatch(/job switch in staging[\s\S]*changes · Alice Novak/);
    expect((await stage.as('dan').says('mute switch for 2')).text).toMatch(/for 2 hours/);
    expect((await stage.as('bob').says('unsubscribe switch')).failure).toBe('not-yours');
    expect((await stage.as('bob').forges('subscriptions.remove', { subscription: 'XXXX' })).text).toMatch(
      /There is no subscription/,
    );
    expect((await stage.as('alice').says('unsubscribe job switch')).text).toMatch(/is removed/);
    expect((await stage.as('alice').says('subscriptions')).text).toMatch(/Nothing is subscribed to here/);
  });

  test(
    'a branch and an environment are told of by what brickbot did there',
    async () => {
      await stage.as('alice').says('subscribe branch main all');
      await stage.as('alice').says('subscribe environment staging all');
      await stage.ends(await stage.as('alice').says('deploy main to staging'));
      expect((await notice('The branch', /Branch main: passed|endings at once/)).text).toMatch(/main/);
      await notice('Both on one card', /^2 endings at once/);
    },
    LIMIT,
  );

  test(
    'an experiment is told of by its newest training, with its metrics',
    async () => {
      const made = await world.call('POST', '/api/2.0/mlflow/experiments/create', { name: '/Shared/told' });
      const { experiment_id } = made as { experiment_id: string };
      const said = await stage.as('alice').says('subscribe experiment told all');
      expect(said.text).toMatch(/every ending of experiment told in staging/);
      const created = await world.call('POST', '/api/2.0/mlflow/runs/create', {
        experiment_id,
        start_time: Date.now(),
      });
      const { run } = created as { run: { info: { run_id: string } } };
      const { run_id } = run.info;
      await world.call('POST', '/api/2.0/mlflow/runs/log-metric', {
        run_id,
        key: 'auc',
        value: 0.91,
        timestamp: Date.now(),
        step: 0,
      });
      await world.call('POST', '/api/2.0/mlflow/runs/update', {
        run_id,
        status: 'FINISHED',
        end_time: Date.now() + 1_000,
      });
      const seen = await notice('The training', /^Experiment told in staging: passed/);
      expect(seen.text).toMatch(/auc 0\.91/);
      expect(seen.text).not.toMatch(/Repair failed/);
    },
    LIMIT,
  );
});
