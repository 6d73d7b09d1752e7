import { expect, test } from '@jest/globals';
import { seedJobs } from '../../../../src/local/sample/index.ts';
import { noPython, openJobsGuest } from '../jobs/jobs-guest.ts';

test('the sample’s jobs are made once', async () => {
  const guest = await openJobsGuest();
  const door = { url: guest.url, token: guest.token, gitUrl: guest.gitUrl('sample') };
  await seedJobs(door);
  await seedJobs(door);
  const { jobs } = await guest.ok('GET', '/api/2.2/jobs/list');
  const found = jobs as { job_id: bigint; settings: { name: string } }[];
  expect(new Set(found.map((job) => job.settings.name))).toEqual(
    new Set(['nightly-train', 'integration-test', 'slow-job', 'flaky-export']),
  );
  expect(found).toHaveLength(4);
  if (noPython === undefined) {
    const slow = found.find((job) => job.settings.name === 'slow-job');
    const started = await guest.ok('POST', '/api/2.2/jobs/run-now', {
      job_id: slow?.job_id,
      job_parameters: { seconds: '0' },
    });
    expect((await guest.ended(started['run_id']))['state']).toMatchObject({ result_state: 'SUCCESS' });
  }
  await guest.close();
});
