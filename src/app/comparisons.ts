// Joins comparisons with what they read.
import type { Config } from '../base/config/load.ts';
import { Fault } from '../base/errors.ts';
import type { Databricks } from '../databricks/client.ts';
import type { GitProvider } from '../devops/git.ts';
import type { Environment } from '../domain/environment.ts';
import { type Comparisons, comparisonsService } from '../services/comparisons/index.ts';
import type { Environments } from '../services/environments.ts';
import type { Experiments } from '../services/experiments/index.ts';
import type { Models } from '../services/models/port.ts';

interface Parts {
  readonly config: Config;
  readonly git: GitProvider;
  readonly environments: Environments;
  readonly experiments: Experiments;
  readonly models: Models;
  databricks(environment: Environment): Databricks;
  testsOn(suite: string, commit: string): Promise<'passed' | 'failed' | 'none'>;
}

export const openComparisons = ({
  config,
  git,
  environments,
  experiments,
  models,
  databricks,
  testsOn,
}: Parts): Comparisons =>
  comparisonsService({
    config,
    git,
    models,
    experiments,
    runs: () => {
      const [first] = environments.list();
      if (!first)
        throw new Fault('not-configured', { facts: { what: 'An environment', key: 'environments' } });
      return databricks(first).experiments;
    },
    testsOn: (commit) => testsOn(config.defaults.suite ?? Object.keys(config.tests)[0] ?? '', commit),
  });
