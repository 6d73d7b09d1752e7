// Conversations about tests, jobs and pipelines: started, followed, stopped, run again.
import { expect } from '@jest/globals';
import type { Conversations } from './conversations.ts';

export const running: Conversations = {
  'run tests': async ({ alice, dan, sees }) => {
    await alice.says('run tests on feature-broken');
    const red = await sees('Run tests on feature-broken', 'Failed');
    expect(red.text).toMatch(/1 of \d+ failed/);
    expect(red.buttons[0]).toBe('Run again');
    await alice.says('test main');
    await sees('Run tests on main', 'Passed');
    await alice.says('run tests on main');
    const green = await sees('main is green already', 'Passed');
    expect(green.buttons).toEqual(['Run anyway']);
    expect((await dan.presses(green, 'Run anyway')).text).toContain('needs the role developer');
  },

  'run job': async ({ alice, sees }) => {
    await alice.says('run job integration-test with brickbot_branch=main --dry-run');
    const plan = await sees('Plan: run job integration-test in staging', 'Plan only');
    await alice.presses(plan, plan.buttons[0] ?? '');
    const done = await sees('Run job integration-test in staging', 'Passed');
    expect(done.buttons).toContain('Run again');
    await alice.says('run job');
    expect((await sees('run job: which job?', 'Your choice')).buttons).toContain('nightly-train');
  },

  rerun: async ({ alice, sees, reads }) => {
    await alice.says('run job integration-test');
    const first = await sees('Run job integration-test in staging', 'Passed');
    await alice.says(`rerun ${first.op}`);
    await alice.presses(first, 'Run again');
    await sees('Run job integration-test in staging', 'Passed');
    await alice.says(`rerun ${first.op} with brickbot_branch=main`);
    const changed = await reads('Run job integration-test in staging', /brickbot.branch.*main/);
    expect(changed.text).toContain(`again after op ${first.op}`);
    expect(changed.text).toContain('main (was not given)');
  },

  cancel: async ({ alice, hears, sees }) => {
    await alice.says('run job slow-job with seconds=600');
    const going = await sees('Run job slow-job in staging', 'Running');
    expect(going.buttons).toContain('Cancel');
    await alice.says(`cancel ${going.op}`);
    await hears(`Asked operation ${going.op} to stop`);
    await sees('Run job slow-job in staging', 'Cancelled');
  },

  repair: async ({ alice, sees }) => {
    await alice.says('run job flaky-export');
    const failed = await sees('Run job flaky-export in staging', 'Failed');
    await alice.says(`repair ${failed.op}`);
    const again = await sees('Repair job flaky-export in staging', 'Failed');
    expect(again.buttons).toContain('Repair again');
  },

  'show jobs': async ({ dan, sees }) => {
    await dan.says('jobs');
    const list = await sees('Jobs in staging', '4 jobs');
    expect(list.text).toContain('nightly-train');
    await dan.presses(list, 'Show newest run');
    await sees(/^Run of .+ in staging$/);
  },

  'run pipeline': async ({ alice, carol, sees }) => {
    await alice.says('run pipeline churn on main');
    const waits = await sees('Run pipeline churn on main', 'Needs you');
    expect(waits.buttons).toContain('Approve');
    expect((await alice.presses(waits, 'Approve')).text).toContain('needs the role approver');
    await carol.presses(waits, 'Approve');
    await sees('Run pipeline churn on main', 'Passed');
  },

  'show pipelines': async ({ dan, sees }) => {
    await dan.says('pipelines');
    expect((await sees('Pipelines', '1 pipeline')).text).toContain('churn');
  },

  'show build': async ({ alice, dan, sees }, { azure }) => {
    await alice.says('run pipeline churn on main');
    const { op } = await sees('Run pipeline churn on main', 'Needs you');
    const build = azure.state.builds.at(-1);
    await dan.says(`show build ${build?.id}`);
    const shown = await sees(`Build ${build?.buildNumber} of churn`, 'Needs you');
    expect(shown.text).toContain('Look at the numbers');
    await alice.says(`cancel ${op}`);
    await sees('Run pipeline churn on main', 'Cancelled');
  },

  'approve stage': async ({ alice, carol, sees }, { azure }) => {
    await alice.says('run pipeline churn on main');
    await sees('Run pipeline churn on main', 'Needs you');
    await carol.says(`approve stage ${azure.state.builds.at(-1)?.id} because the numbers hold`);
    await sees('Run pipeline churn on main', 'Passed');
  },

  'reject stage': async ({ alice, carol, sees }, { azure }) => {
    await alice.says('run pipeline churn on main');
    await sees('Run pipeline churn on main', 'Needs you');
    await carol.says(`reject stage ${azure.state.builds.at(-1)?.id}`);
    await sees('A reason is needed');
    await carol.says(`reject stage ${azure.state.builds.at(-1)?.id} because the numbers are off`);
    await sees('Run pipeline churn on main', 'Failed');
  },

  'retry build': async ({ alice, sees }, { azure }) => {
    await alice.says('run pipeline churn on broken');
    await sees('Run pipeline churn on broken', 'Failed');
    const builds = azure.state.builds.length;
    await alice.says(`retry build ${azure.state.builds.at(-1)?.id}`);
    await sees('Run pipeline churn on broken', 'Failed');
    expect(azure.state.builds).toHaveLength(builds);
  },
};
