// `show jobs`: the jobs of a workspace with their last run.
import { jobsCard, jobsSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';

const ROWS = 10;

export const showJobs = command({
  name: 'show jobs',
  also: ['jobs', 'list jobs'],
  group: 'Look',
  summary: 'Lists the jobs that brickbot can see, with their last run',
  permission: 'look',
  arguments: { environment: { kind: 'environment', positional: true, keywords: ['in'] } },
  examples: ['show jobs', 'show jobs in staging'],
  run: async ({ values, services, now }) => {
    const { jobs } = await services();
    const found = await jobs.list(values.environment, ROWS);
    return faceAnswer(jobsCard({ ...found, now }), {
      jobs: found.rows.map(({ job: { schedule, ...job }, lastRun }) => ({
        ...job,
        ...(schedule && { schedule: schedule.cron }),
        ...(lastRun && {
          lastRun: { runId: lastRun.runId, state: lastRun.state, startedAt: lastRun.startedAt },
        }),
      })),
    });
  },
  samples: jobsSamples,
});
