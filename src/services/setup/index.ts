// Everything that a team has to have before the first deploy, in the order in which it is needed. Each step looks first, so that the whole
// can be run again at any time.
import { type AzureWanted, azureSteps } from './azure.ts';
import { type Door, destinationStep, type JobNamed, jobStep, jobTellsStep } from './jobs.ts';
import type { SetupStep } from './step.ts';
import {
  checkoutStep,
  credentialStep,
  type ExperimentWanted,
  experimentStep,
  type GitWanted,
  type SetupWorkspace,
  workspaceStep,
} from './workspace.ts';

export interface SetupWanted {
  /** One entry a host, in the order of their environments. */
  readonly workspaces: readonly SetupWorkspace[];
  readonly git: GitWanted;
  /** Number of branches that the repository shows to brickbot. @throws Fault */
  branches(): Promise<number>;
  /** Experiments live in the workspace of the first environment. */
  readonly experiments: readonly ExperimentWanted[];
  readonly jobs: readonly JobNamed[];
  readonly databricksDoor: Door;
  readonly azure: AzureWanted;
}

export const setupSteps = (wanted: SetupWanted): readonly SetupStep[] => {
  const { workspaces, git, experiments, jobs, databricksDoor } = wanted;
  const { renew } = git;
  let open = false;
  const [home] = workspaces;
  const homeOf = (environment: string): readonly SetupWorkspace[] =>
    workspaces.filter(({ environments }) => environments.some(({ name }) => name === environment));
  return [
    {
      name: 'repository',
      title: 'Git repository',
      look: async () => {
        const count = await wanted.branches();
        open = git.token === undefined && /^https?:/.test(git.url);
        return {
          kind: 'there',
          found: `${git.url} shows ${count} ${count === 1 ? 'branch' : 'branches'}${open ? ', without a token' : ''}`,
        };
      },
    },
    ...workspaces.flatMap((workspace) => [
      workspaceStep(workspace),
      credentialStep(workspace, git, () => open),
      ...workspace.environments.map((environment) => checkoutStep(workspace, environment, git)),
    ]),
    ...(home ? experiments.map((experiment) => experimentStep(home, experiment)) : []),
    ...jobs.flatMap((job) => homeOf(job.environment).map((workspace) => jobStep(workspace, job))),
    ...workspaces.map((workspace) => destinationStep(workspace, databricksDoor, renew)),
    ...jobs.flatMap((job) =>
      homeOf(job.environment).map((workspace) => jobTellsStep(workspace, job, databricksDoor)),
    ),
    ...azureSteps(wanted.azure),
  ];
};
