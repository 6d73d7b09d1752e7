// brickbot.yaml, as one schema. Descriptions are the README's table; unknown keys are refused. Small teams need ten lines:
// everything but the git address and one environment has a default that is safe.
import { z } from 'zod';
import { freeze, gates, locking, weeklyFreeze } from './gates.ts';
import { modelsSchema } from './models.ts';
import { roles, rolesHere } from './roles.ts';
import { teamsSchema } from './teams.ts';

const name = z.string().regex(/^[A-Za-z][\w.-]{0,62}$/, 'use letters, digits, dots, dashes, at most 63');
const minutes = z
  .number()
  .positive()
  .max(24 * 60);

const git = z.strictObject({
  provider: z
    .enum(['git', 'azure-devops', 'github'])
    .default('git')
    .describe('Where the repository is hosted. `git` works with any address.'),
  url: z.string().min(1).describe('Clone address of the ML project.'),
  databricksProvider: z
    .string()
    .optional()
    .describe('Provider name that Databricks uses for this address; guessed from the host when absent.'),
});

const azureDevOps = z.strictObject({
  url: z.url().optional().describe('Address of the organisation; read from git.url when absent.'),
  project: z.string().optional().describe('Name of the project; read from git.url when absent.'),
  repository: z.string().optional().describe('Name of the repository; read from git.url when absent.'),
  identity: z
    .enum(['service', 'user'])
    .default('service')
    .describe(
      '`service`: brickbot works there as itself. `user`: what people look at, run and decide there is done as them; statuses and gates stay brickbot’s.',
    ),
  approvalsChannel: z
    .string()
    .optional()
    .describe('Conversation id of the channel where stages that wait for an approval are posted unasked.'),
  statuses: z.boolean().default(true).describe('Test results are written to the commit as its status.'),
});

const environment = z.strictObject({
  checkout: z
    .string()
    .regex(/^\/(Workspace|Repos|Users|Shared)\//, 'start with /Workspace/, /Repos/, /Users/ or /Shared/')
    .describe('Path of the git folder that a deploy moves.'),
  host: z.string().optional().describe('Workspace address; DATABRICKS_HOST when absent.'),
  production: z
    .boolean()
    .default(false)
    .describe('Asks for a press on Start, needs a releaser, is never a default.'),
  gates: gates.optional(),
  freeze: freeze.optional(),
  weeklyFreeze: weeklyFreeze.optional(),
  locks: locking.optional(),
  roles: rolesHere.optional(),
  identity: z
    .enum(['service', 'user'])
    .default('service')
    .describe(
      '`service`: brickbot works there as itself. `user`: as the person who asked, who has to be signed in.',
    ),
  releaseChannel: z
    .string()
    .optional()
    .describe('Conversation that is told of an emergency; the one where it was asked when absent.'),
});

const suite = z
  .strictObject({
    notebook: z.string().optional().describe('Notebook inside the repository, without extension.'),
    job: z.string().optional().describe('Name or id of a job to run instead of a notebook.'),
    source: z
      .enum(['checkout', 'git'])
      .default('checkout')
      .describe(
        '`checkout`: a temporary git folder. `git`: Databricks fetches the commit itself (git_source).',
      ),
    environment: name.optional().describe('Environment whose workspace runs the suite.'),
    cluster: z.string().optional().describe('Id of an existing cluster; serverless when absent.'),
    timeLimitMinutes: minutes.default(30).describe('The run is stopped after this time.'),
    freshForMinutes: z
      .number()
      .min(0)
      .default(24 * 60)
      .describe('A green result of the same commit counts this long.'),
    parameters: z.record(z.string(), z.string()).default({}).describe('Notebook or job parameters.'),
  })
  .refine((value) => (value.notebook === undefined) !== (value.job === undefined), {
    message: 'give either notebook or job',
  });

const job = z.strictObject({
  notebook: z.string().min(1).describe('Notebook inside the repository, without extension.'),
  environment: name
    .optional()
    .describe('Environment whose git folder it runs from; the default one when absent.'),
  cluster: z.string().optional().describe('Id of an existing cluster; serverless when absent.'),
  timeLimitMinutes: minutes.default(60).describe('Databricks stops a run after this time.'),
  parameters: z.record(z.string(), z.string()).default({}).describe('Parameters with their defaults.'),
});

const experiment = z.strictObject({
  name: z.string().min(1).describe('Full name in MLflow, for example /Shared/churn.'),
  id: z
    .string()
    .regex(/^\d+$/, 'write the number as text')
    .optional()
    .describe('Id in MLflow, written here by `brickbot setup`; a renamed experiment is found by it.'),
  metric: z.string().optional().describe('The metric that counts.'),
  direction: z.enum(['higher', 'lower']).default('higher').describe('Which way is better.'),
  model: z.string().optional().describe('Registered model whose champion is marked.'),
});

export const fileSchema = z.strictObject({
  git,
  environments: z
    .record(name, environment)
    .refine((value) => Object.keys(value).length > 0, 'declare at least one environment'),
  defaults: z
    .strictObject({
      environment: name
        .optional()
        .describe('Environment of a command that names none; production is refused here.'),
      suite: name.default('unit').describe('Suite of `run tests` that names none.'),
    })
    .prefault({}),
  tests: z.record(name, suite).prefault({ unit: { notebook: 'notebooks/unit_tests' } }),
  jobs: z
    .record(name, job)
    .default({})
    .describe('Jobs that `brickbot setup` makes where the workspace has none of that name.'),
  experiments: z.record(name, experiment).default({}),
  models: modelsSchema,
  champion: z.string().default('champion').describe('Alias that marks the model in use.'),
  roles: roles.prefault({}),
  teams: teamsSchema,
  azureDevOps: azureDevOps.optional().describe('Where pipelines are, when git.url does not say it.'),
});

/** brickbot.yaml after parsing, defaults filled in. */
export type ConfigFile = z.infer<typeof fileSchema>;
