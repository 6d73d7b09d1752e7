// Samples of the dry run of a job.
import { jobPlanCard } from '../job-plan.ts';
import { alice, HOSTILE, minutes, NOW, samples, staging } from './story.ts';

const input = {
  environment: 'staging',
  jobId: '881',
  jobName: 'nightly-train',
  parameters: { rows: '2000' },
};
const plan = {
  id: 'K7Q2M',
  kind: 'job',
  environment: 'staging',
  input,
  parts: { 'The job': 'nightly-train (id 881)', 'What stands there': 'feature-x at 4f2a91c0 (op 7K3F)' },
  requester: alice,
  words: 'run job nightly-train with rows=2000',
  madeAt: NOW,
  expiresAt: NOW + minutes(24 * 60),
} as const;

export const jobPlanSamples = samples({
  happy: () => jobPlanCard({ plan, input, environment: staging, now: NOW }),
  'text from outside': () =>
    jobPlanCard({
      plan: { ...plan, parts: { 'The job': HOSTILE } },
      input: { ...input, jobName: HOSTILE, parameters: { [HOSTILE]: HOSTILE } },
      environment: staging,
      now: NOW,
    }),
});
