// The section `models` of brickbot.yaml: which registry keeps a model, what its gates ask, who decides on it.
import { z } from 'zod';
import { rolesHere } from './roles.ts';

const hours = z
  .number()
  .positive()
  .max(24 * 30);
const people = z.array(z.string().min(1)).default([]);
const limits = z.record(z.string(), z.number());

const gates = z
  .strictObject({
    minimum: z
      .union([z.literal(false), limits])
      .default(false)
      .describe('Metric to its limit: at least this, or at most this where lower is better.'),
    improvement: z
      .union([z.literal(false), z.number().min(0)])
      .default(0)
      .describe('How much better than the present holder the metric has to be; 0: not worse. `false`: off.'),
    tests: z
      .union([z.literal(false), z.string()])
      .optional()
      .describe(
        'Suite that has to be green on the commit of the version; the default suite when absent. `false`: off.',
      ),
    freshnessDays: z
      .union([z.literal(false), z.number().positive()])
      .default(false)
      .describe('How old the data may be, by the tag `data.date` (ISO 8601) of the run or version.'),
    winRate: z
      .union([
        z.literal(false),
        z.strictObject({
          artifact: z
            .string()
            .default('eval/rows.json')
            .describe('Artifact of the run with one loss for each row.'),
          least: z
            .number()
            .min(0)
            .max(1)
            .default(0.5)
            .describe('Share of resamples in which the candidate has to win.'),
          resamples: z.number().int().min(100).max(20_000).default(2_000),
          seed: z.number().int().default(20_240_601),
          required: z
            .boolean()
            .default(true)
            .describe('Whether both versions have to log these rows; `false`: only where both do.'),
        }),
      ])
      .default(false)
      .describe('Paired bootstrap over rows that both versions were measured on. `false`: off.'),
  })
  .describe('Gates are on unless switched off; one that is off is shown as off.');

const target = z.union([
  z.strictObject({ alias: z.string().min(1) }).describe('An alias of the same model.'),
  z
    .strictObject({
      stage: z.enum(['Staging', 'Production', 'Archived']),
      archive: z.boolean().default(true),
    })
    .describe('A stage of the workspace registry; who held it is archived.'),
  z
    .strictObject({ copy: z.string().min(1), alias: z.string().min(1) })
    .describe('A copy under another name, with an alias there.'),
]);

const freeze = z
  .strictObject({
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    why: z.string().min(1),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), 'let the window end after it begins');

const approvals = z.strictObject({
  quorum: z.number().int().min(1).max(10).default(1).describe('Distinct people who have to approve.'),
  order: z
    .enum(['any', 'all', 'sequence'])
    .default('any')
    .describe('`any`: so many of the approvers. `all`, `sequence`: each entry of the list once.'),
  approvers: people.describe(
    'Object ids, principal names, e-mail addresses or `group:<object id>`; the role approver when empty.',
  ),
  expiresHours: hours.default(24).describe('A request that nobody decided on ends after this.'),
  channel: z
    .string()
    .optional()
    .describe('Conversation id of the approvers’ channel, where the card is posted as well.'),
  freezes: z.array(freeze).default([]).describe('Windows in which nothing is promoted.'),
});

const model = z.strictObject({
  name: z.string().optional().describe('Name in the registry; the key when absent.'),
  registry: z
    .enum(['catalog', 'workspace', 'mlflow'])
    .optional()
    .describe(
      'Who keeps it. A name of three parts is `catalog`, any other `workspace` (`mlflow` on this machine), when absent.',
    ),
  environment: z
    .string()
    .optional()
    .describe('Environment whose workspace has the registry; the first when absent.'),
  tracking: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('MLflow server that has its runs and registry, where that is not the workspace.'),
  metric: z.string().optional().describe('The metric that the model is judged by.'),
  direction: z.enum(['higher', 'lower']).default('higher').describe('Which way is better.'),
  gates: gates.prefault({}),
  roles: rolesHere.optional(),
  owners: people.describe('Who may waive a failed gate; nobody when empty.'),
  targets: z.record(z.string(), target).default({}).describe('What `to <word>` means beside aliases.'),
  smokeJob: z
    .string()
    .optional()
    .describe('Job that is run after the move, with parameters model_name and model_version.'),
  approvals: approvals.prefault({}),
});

export const modelsSchema = z.record(z.string().regex(/^[A-Za-z][\w.-]{0,62}$/), model).default({});
export type ModelSettings = z.output<typeof model>;

/** What holds for a model that the file does not name: every default. */
export const unnamedModel = (): ModelSettings => model.parse({});
