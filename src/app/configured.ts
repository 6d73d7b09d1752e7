// Reads the configuration from where it stands: the YAML file and the process environment, handed in by the front doors.
import { existsSync, readFileSync } from 'node:fs';
import { type Config, loadConfig } from '../base/config/load.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const yamlName = (environment: Environment): string => environment['BRICKBOT_CONFIG'] ?? 'brickbot.yaml';

/** Whether anything is configured; with nothing at all, the front doors start the demo. */
export const configured = (environment: Environment): boolean =>
  Boolean(
    environment['BRICKBOT_CONFIG'] ||
      environment['DATABRICKS_HOST'] ||
      environment['MicrosoftAppId'] ||
      existsSync(yamlName(environment)),
  );

/** @throws ConfigurationRefused with every fault */
export const readConfig = (environment: Environment): Config => {
  const name = yamlName(environment);
  return loadConfig({
    environment,
    yaml: existsSync(name) ? readFileSync(name, 'utf8') : undefined,
    yamlName: name,
    readSecret: (path) => readFileSync(path, 'utf8'),
  });
};
