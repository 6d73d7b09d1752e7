// The environments that the configuration declares, and which one a command means that names none.
import type { Config } from '../base/config/load.ts';
import { Fault } from '../base/errors.ts';
import type { Environment } from '../domain/environment.ts';
import { nearest } from '../domain/nearest.ts';

export interface Environments {
  list(): readonly Environment[];
  /** @throws Fault `environment-not-found` with the names that exist. */
  named(name: string): Environment;
  /**
   * The environment a command means: the one named, else the configured default, else the only one outside production.
   * @throws Fault `environment-needed` when several could be meant; production is never guessed.
   */
  choose(name: string | undefined): Environment;
}

export const environmentsService = (
  config: Pick<Config, 'environments' | 'defaults' | 'settings'>,
): Environments => {
  const all = Object.entries(config.environments).map(
    ([name, { checkout, host, production }], order): Environment => ({
      name,
      checkout,
      order,
      production,
      host: host ?? config.settings.DATABRICKS_HOST ?? '',
    }),
  );
  const known = all.map((environment) => environment.name).join(', ');
  const named = (name: string): Environment => {
    const found = all.find((environment) => environment.name.toLowerCase() === name.toLowerCase());
    if (!found)
      throw new Fault('environment-not-found', {
        changed: 'no',
        facts: { environment: name, known },
        choices: {
          argument: 'environment',
          options: nearest(
            name,
            all.map((environment) => environment.name),
            3,
          ),
        },
      });
    return found;
  };
  return {
    list: () => all,
    named,
    choose: (name) => {
      const wanted = name ?? config.defaults.environment;
      if (wanted) return named(wanted);
      const candidates = all.filter((environment) => !environment.production);
      const [only] = candidates;
      if (only && candidates.length === 1) return only;
      throw new Fault('environment-needed', { changed: 'no', facts: { known } });
    },
  };
};
