// Reads the YAML file and the environment into one frozen record, or says everything that is wrong at once.

import { LineCounter, parseDocument } from 'yaml';
import { Fault } from '../errors.ts';
import { modelFaults } from './model-relations.ts';
import { type ConfigFile, fileSchema } from './schema.ts';
import { type ConfigFault, parseSettings, type Settings } from './settings.ts';

export interface Config extends ConfigFile {
  readonly settings: Settings;
}

export interface ConfigSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Contents of the YAML file, or undefined when there is none. */
  readonly yaml: string | undefined;
  /** Its name as it is shown in faults. */
  readonly yamlName: string;
  readonly readSecret: (path: string) => string;
}

/** The faults of a refused configuration, for printing. */
export class ConfigurationRefused extends Fault {
  readonly faults: readonly ConfigFault[];
  constructor(faults: readonly ConfigFault[]) {
    super('configuration-invalid', { facts: { count: faults.length } });
    this.faults = faults;
  }
}

/**
 * The configuration, frozen to the bottom.
 * @throws ConfigurationRefused with every fault: its file and line (or `environment`), its name, the problem and the remedy.
 */
export const loadConfig = (sources: ConfigSources): Config => {
  const { settings, faults } = parseSettings(sources.environment, sources.readSecret);
  const parsed = parseFile(sources.yaml, sources.yamlName);
  const all = [
    ...faults,
    ...parsed.faults,
    ...(parsed.file ? relations(parsed.file, settings, sources.yamlName) : []),
  ];
  if (all.length > 0 || !parsed.file) throw new ConfigurationRefused(all);
  return deepFreeze({ ...parsed.file, settings });
};

const parseFile = (text: string | undefined, file: string): { file?: ConfigFile; faults: ConfigFault[] } => {
  if (text === undefined) {
    return {
      faults: [
        {
          where: file,
          name: 'file',
          problem: 'there is no such file',
          remedy: 'Write one: the README shows ten lines that are enough.',
        },
      ],
    };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number | undefined): string =>
    offset === undefined ? file : `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map((error) => ({
        where: at(error.pos[0]),
        name: 'YAML',
        problem: error.message.split('\n')[0] ?? 'syntax',
        remedy: 'Mend the YAML syntax.',
      })),
    };
  }
  const checked = fileSchema.safeParse(document.toJS() ?? {});
  if (checked.success) return { file: checked.data, faults: [] };
  // A missing key has no place of its own: the nearest parent that exists tells where to add it.
  const whereOf = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const range = (node as { range?: readonly number[] } | undefined)?.range;
      if (range) return at(range[0]);
    }
    return file;
  };
  return {
    faults: checked.error.issues.flatMap((issue) => {
      const keys =
        issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
      return keys.map((path) => ({
        where: whereOf(path),
        name: path.map(String).join('.') || 'file',
        problem: issue.code === 'unrecognized_keys' ? 'unknown key' : issue.message,
        remedy:
          issue.code === 'unrecognized_keys'
            ? 'Remove it or check its spelling.'
            : 'See “Configuration” in the README.',
      }));
    }),
  };
};

/** What no single value shows: names that point at each other, and secrets that belong elsewhere. */
const relations = (file: ConfigFile, settings: Settings, where: string): ConfigFault[] => {
  const faults: ConfigFault[] = [];
  const known = Object.keys(file.environments);
  const chosen = file.defaults.environment;
  const add = (name: string, problem: string, remedy: string): void =>
    void faults.push({ where, name, problem, remedy });
  if (chosen && !known.includes(chosen))
    add('defaults.environment', `“${chosen}” is not declared`, `Use one of ${known.join(', ')}.`);
  if (chosen && file.environments[chosen]?.production)
    add('defaults.environment', 'production cannot be a default', 'Name it in the command each time.');
  for (const section of ['tests', 'jobs'] as const)
    for (const [name, { environment }] of Object.entries(file[section])) {
      if (environment && !known.includes(environment))
        add(
          `${section}.${name}.environment`,
          `“${environment}” is not declared`,
          `Use one of ${known.join(', ')}.`,
        );
    }
  if (!(file.defaults.suite in file.tests))
    add(
      'defaults.suite',
      `“${file.defaults.suite}” is not a declared suite`,
      `Use one of ${Object.keys(file.tests).join(', ')}.`,
    );
  for (const [name, environment] of Object.entries(file.environments)) {
    const { after, suite } = environment.gates ?? {};
    if (after !== undefined && (after === name || !known.includes(after)))
      add(
        `environments.${name}.gates.after`,
        `“${after}” is no other environment`,
        `Use one of ${known.join(', ')}.`,
      );
    if (suite !== undefined && !(suite in file.tests))
      add(
        `environments.${name}.gates.suite`,
        `“${suite}” is not a declared suite`,
        `Use one of ${Object.keys(file.tests).join(', ')}.`,
      );
    if (!environment.host && !settings.DATABRICKS_HOST)
      add(
        `environments.${name}.host`,
        'no workspace address',
        'Set DATABRICKS_HOST or give the environment a host.',
      );
  }
  for (const { name, problem, remedy } of modelFaults(file, settings.DATABRICKS_HOST))
    add(name, problem, remedy);
  if (/^https?:\/\/[^/@]*:[^/@]+@/.test(file.git.url))
    add('git.url', 'the address holds a password', 'Take it out and set BRICKBOT_GIT_TOKEN.');
  if (settings.MicrosoftAppType === 'SingleTenant' && !settings.MicrosoftAppTenantId) {
    faults.push({
      where: 'environment',
      name: 'MicrosoftAppTenantId',
      problem: 'missing',
      remedy: 'A SingleTenant bot needs the id of its tenant.',
    });
  }
  return faults;
};

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
};
