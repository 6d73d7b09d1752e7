// Samples of the cards that hold few facts: lists of deployments, help, questions, brickbot about itself.
import { Fault } from '../../base/errors.ts';
import type { Deployment } from '../../domain/deployment.ts';
import { versionCard, welcomeCard, whoamiCard } from '../about.ts';
import { askCard, chooseCard, didYouMeanCard } from '../ask.ts';
import { commandHelpCard, type HelpView, helpCard } from '../help.ts';
import { deploymentsCard, environmentsCard } from '../lists.ts';
import {
  alice,
  COMMITS,
  HOSTILE,
  LONG,
  mallory,
  minutes,
  NOW,
  production,
  RIGHT_TO_LEFT,
  samples,
  staging,
} from './story.ts';

const stood = (extra: Partial<Deployment> = {}): Deployment => ({
  op: '7K3F',
  environment: 'staging',
  ref: 'feature-x',
  commit: COMMITS.feature.id,
  previousCommit: COMMITS.main.id,
  by: 'Alice Adler',
  at: NOW - minutes(95),
  ...extra,
});

export const environmentsSamples = samples({
  'happy: two environments': () =>
    environmentsCard({
      standing: [
        { environment: staging, deployment: stood() },
        {
          environment: production,
          deployment: stood({
            op: '5D2M',
            ref: 'v1.1',
            commit: COMMITS.main.id,
            by: 'Bob Brandt',
            at: NOW - minutes(9_000),
          }),
        },
      ],
      now: NOW,
    }),
  'nothing deployed yet': () =>
    environmentsCard({
      standing: [
        { environment: staging, deployment: undefined },
        { environment: production, deployment: undefined },
      ],
      now: NOW,
    }),
  empty: () => environmentsCard({ standing: [], now: NOW }),
  'long, hostile, right-to-left': () =>
    environmentsCard({
      standing: [
        { environment: { ...staging, name: LONG }, deployment: stood({ ref: LONG, by: LONG }) },
        { environment: { ...staging, name: HOSTILE }, deployment: stood({ ref: HOSTILE, by: HOSTILE }) },
        { environment: production, deployment: stood({ ref: RIGHT_TO_LEFT, by: 'דנה לוי' }) },
      ],
      now: NOW,
    }),
});

export const deploymentsSamples = samples({
  'happy: everywhere': () =>
    deploymentsCard({
      deployments: [
        stood(),
        stood({
          op: '5D2M',
          environment: 'production',
          ref: 'v1.1',
          commit: COMMITS.main.id,
          previousCommit: COMMITS.older.id,
          by: 'Bob Brandt',
          at: NOW - minutes(1_600),
        }),
        stood({ op: '2B9C', ref: 'main', previousCommit: null, at: NOW - minutes(40_000) }),
      ],
      now: NOW,
    }),
  'one environment': () =>
    deploymentsCard({
      deployments: [stood(), stood({ at: NOW - minutes(500) })],
      environment: 'staging',
      now: NOW,
    }),
  empty: () => deploymentsCard({ deployments: [], environment: 'production', now: NOW }),
  'fifty with long names': () =>
    deploymentsCard({
      deployments: Array.from({ length: 50 }, () => stood({ ref: LONG, by: LONG })),
      now: NOW,
    }),
  'hostile text': () =>
    deploymentsCard({
      deployments: [stood({ ref: HOSTILE, by: HOSTILE, environment: HOSTILE })],
      environment: HOSTILE,
      now: NOW,
    }),
});

const line = (usage: string, summary: string, example: string) => ({ usage, summary, example });
const help: HelpView = {
  scope: 'channel',
  groups: [
    {
      group: 'Ship',
      commands: [
        line(
          'deploy <branch|tag> [to <environment>]',
          'Brings a branch or tag to an environment, checked by commit',
          'deploy feature-x',
        ),
      ],
    },
    {
      group: 'Test',
      commands: [
        line(
          'run tests [<branch|tag>]',
          'Runs a test suite on an isolated checkout of a commit',
          'run tests on feature-x',
        ),
        line('run job <job>', 'Runs a Databricks job and follows it to its end', 'run job nightly-train'),
      ],
    },
    {
      group: 'Look',
      commands: [
        line(
          'show environments',
          'Shows what stands in each environment, since when and by whom',
          'show environments',
        ),
        line(
          'show experiment <name|id>',
          'Shows the runs of an MLflow experiment with the best and the champion',
          'show experiment churn',
        ),
      ],
    },
    {
      group: 'Steer',
      commands: [
        line('cancel <op>', 'Asks an operation to stop', 'cancel 7K3F'),
        line('rerun <op>', 'Runs an ended operation again', 'rerun 7K3F'),
      ],
    },
    {
      group: 'About',
      commands: [
        line('whoami', 'Shows who you are to brickbot and which roles you hold', 'whoami'),
        line('help [<command>]', 'Shows what can be asked here', 'help'),
      ],
    },
  ],
};
const USAGE = 'deploy <branch|tag> [to <environment>] [--dry-run] [--clean]';
const deployHelp = {
  name: 'deploy',
  usage: USAGE,
  summary: 'Brings a branch or tag to an environment, checked by commit',
  also: ['ship', 'release'],
  examples: ['deploy feature-x', 'deploy feature-x to staging', 'deploy v1.2 to production --dry-run'],
  allowed: { elsewhere: true, production: false },
  gates: [
    { environment: 'staging', production: false, rules: { freezes: [] } },
    {
      environment: 'production',
      production: true,
      rules: {
        after: 'staging',
        suite: 'unit',
        freshForMs: minutes(24 * 60),
        freezes: [{ from: NOW - minutes(60), until: NOW + minutes(600), reason: 'Black Friday' }],
      },
    },
  ],
  now: NOW,
};
const option = (title: string) => ({ title, say: `deploy ${title} to staging` });
const ask = { command: 'deploy', argument: 'branch|tag', usage: USAGE };

export const helpSamples = samples({
  'happy: in a channel': () => helpCard(help),
  'in a personal chat': () => helpCard({ ...help, scope: 'personal' }),
  'one command': () => commandHelpCard(deployHelp),
  'a viewer’s rights': () =>
    commandHelpCard({ ...deployHelp, allowed: { elsewhere: false, production: false } }),
});

export const askSamples = samples({
  'few choices': () => askCard({ ...ask, options: ['feature-x', 'main', 'feature-broken'].map(option) }),
  'many choices': () =>
    askCard({ ...ask, options: Array.from({ length: 50 }, (_, index) => option(`feature/churn-${index}`)) }),
  'more than a card holds: asked for while one types': () =>
    askCard({
      ...ask,
      options: Array.from({ length: 60 }, (_, index) => option(`feature/churn-${index}`)),
      dataset: 'ref',
    }),
  'nothing to choose from': () => askCard({ ...ask, argument: 'run id', options: [] }),
  'free text': () =>
    askCard({ ...ask, argument: 'reason', options: [], free: 'lock staging because {value}' }),
  'long, hostile, right-to-left': () =>
    askCard({ ...ask, options: [LONG, HOSTILE, RIGHT_TO_LEFT].map(option) }),
  'branch not found': () =>
    chooseCard({
      fault: new Fault('ref-not-found', { changed: 'no', facts: { ref: 'featur-x', repository: 'churn' } }),
      options: ['feature-x', 'feature-y', 'feature-broken'].map(option),
    }),
  'branch ambiguous': () =>
    chooseCard({
      fault: new Fault('ref-ambiguous', { changed: 'no', facts: { ref: 'feature' } }),
      options: ['feature-x', 'feature-broken'].map(option),
    }),
  'did you mean': () =>
    didYouMeanCard({ typed: 'depoly feature-x', guesses: ['deploy feature-x', 'show deployments'] }),
  'a question': () =>
    didYouMeanCard({ typed: 'deploy feature-x', guesses: ['deploy feature-x'], question: true }),
  'not understood at all': () => didYouMeanCard({ typed: 'make me a sandwich', guesses: [] }),
  'hostile text': () => didYouMeanCard({ typed: HOSTILE, guesses: [`deploy ${HOSTILE}`] }),
});

export const whoamiSamples = samples({
  'happy: a releaser': () =>
    whoamiCard({ person: alice, roles: ['viewer', 'developer', 'releaser'], scope: 'personal' }),
  'a viewer': () =>
    whoamiCard({ person: { id: '29:1a2b', name: 'Zoe' }, roles: ['viewer'], scope: 'channel' }),
  'hostile text': () => whoamiCard({ person: mallory, roles: ['viewer'], scope: 'group' }),
});

export const versionSamples = samples({ happy: () => versionCard({ version: '0.1.0', node: 'v26.10.0' }) });

const greeting = {
  examples: [
    { words: 'deploy feature-x', tells: 'brings it to staging' },
    { words: 'run tests on feature-x', tells: 'runs the smoke suite' },
    { words: 'show experiment churn', tells: 'the last runs with the champion' },
  ],
};
export const welcomeSamples = samples({
  'happy: a channel': () => welcomeCard({ ...greeting, scope: 'channel' }),
  'a personal chat': () => welcomeCard({ ...greeting, scope: 'personal' }),
  'a group chat': () => welcomeCard({ ...greeting, scope: 'group' }),
});
