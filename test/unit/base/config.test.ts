import { describe, expect, test } from '@jest/globals';
import { type ConfigSources, ConfigurationRefused, loadConfig } from '../../../src/base/config/load.ts';
import { SETTINGS } from '../../../src/base/config/settings.ts';

const MINIMAL = `git:
  url: https://dev.azure.com/acme/ml/_git/churn
environments:
  staging:
    checkout: /Workspace/Shared/churn
`;

const sources = (yaml: string | undefined, environment: Record<string, string> = {}): ConfigSources => ({
  yaml,
  yamlName: 'brickbot.yaml',
  environment: { DATABRICKS_HOST: 'https://adb-1.2.azuredatabricks.net', ...environment },
  readSecret: (path) => {
    if (path === '/run/secrets/token') return 'from-file\n';
    throw new Error('ENOENT');
  },
});

/** Every fault as `where name: problem`. */
const faultsOf = (given: ConfigSources): string[] => {
  try {
    loadConfig(given);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationRefused)) throw error;
    return error.faults.map((fault) => `${fault.where} ${fault.name}: ${fault.problem}`);
  }
};

describe('the configuration', () => {
  test('five lines of YAML and a host are enough; the rest has safe defaults', () => {
    const config = loadConfig(sources(MINIMAL));
    expect(config.environments['staging']).toEqual({
      checkout: '/Workspace/Shared/churn',
      production: false,
      identity: 'service',
    });
    expect(config.tests['unit']).toMatchObject({
      notebook: 'notebooks/unit_tests',
      timeLimitMinutes: 30,
      source: 'checkout',
    });
    expect(config.roles).toEqual({ developer: [], releaser: [], approver: [], admin: [] });
    expect(config.settings.PORT).toBe(3978);
  });

  test('it is frozen to the bottom', () => {
    const config = loadConfig(sources(MINIMAL));
    expect(Object.isFrozen(config.environments['staging'])).toBe(true);
    expect(Object.isFrozen(config.settings)).toBe(true);
  });

  test('all faults are reported at once, each with its line', () => {
    const yaml = `git:
  url: https://x:secret@dev.azure.com/acme
  colour: blue
environments:
  staging:
    checkout: churn
  prod:
    checkout: /Repos/a/b
    production: maybe
tests:
  unit:
    notebook: a
    job: b
defaults:
  environment: nowhere
`;
    expect(faultsOf(sources(yaml, { PORT: 'x', BRICKBOT_LOG_LEVEL: 'loud' }))).toEqual([
      'environment PORT: “x” is not a port',
      'environment BRICKBOT_LOG_LEVEL: “loud” is no log level',
      'brickbot.yaml:3 git.colour: unknown key',
      'brickbot.yaml:6 environments.staging.checkout: start with /Workspace/, /Repos/, /Users/ or /Shared/',
      expect.stringContaining('brickbot.yaml:9 environments.prod.production:'),
      expect.stringMatching(/^brickbot\.yaml:1[12] tests\.unit: give either notebook or job/),
    ]);
  });

  test.each([
    [
      'a default that does not exist',
      'defaults: {environment: nowhere}',
      'brickbot.yaml defaults.environment: “nowhere” is not declared',
    ],
    [
      'a suite that does not exist',
      'defaults: {suite: nightly}',
      'brickbot.yaml defaults.suite: “nightly” is not a declared suite',
    ],
    [
      'a suite in an unknown environment',
      'tests: {unit: {notebook: n, environment: moon}}',
      'brickbot.yaml tests.unit.environment: “moon” is not declared',
    ],
  ])('%s is named', (_, line, expected) => {
    expect(faultsOf(sources(`${MINIMAL}${line}\n`))).toEqual([expected]);
  });

  test('production cannot be a default', () => {
    const yaml =
      'git: {url: u}\nenvironments: {prod: {checkout: /Repos/a/b, production: true}}\ndefaults: {environment: prod}\n';
    expect(faultsOf(sources(yaml))).toEqual([
      'brickbot.yaml defaults.environment: production cannot be a default',
    ]);
  });

  test('a password in the git address is refused without being repeated', () => {
    const faults = faultsOf(
      sources('git: {url: "https://me:hunter2@host/x"}\nenvironments: {s: {checkout: /Repos/a/b}}\n'),
    );
    expect(faults).toEqual(['brickbot.yaml git.url: the address holds a password']);
    expect(faults.join()).not.toContain('hunter2');
  });

  test('broken YAML is one fault with its line', () => {
    expect(faultsOf(sources('git:\n  url: [\n'))[0]).toMatch(/^brickbot\.yaml:\d+ YAML: /);
  });

  test('a missing file says so', () => {
    expect(faultsOf(sources(undefined))).toEqual(['brickbot.yaml file: there is no such file']);
  });

  test('a secret may come from a file, but not from both places', () => {
    expect(
      loadConfig(sources(MINIMAL, { DATABRICKS_TOKEN_FILE: '/run/secrets/token' })).settings.DATABRICKS_TOKEN,
    ).toBe('from-file');
    expect(faultsOf(sources(MINIMAL, { DATABRICKS_TOKEN_FILE: '/nowhere' }))).toEqual([
      'environment DATABRICKS_TOKEN_FILE: the file cannot be read',
    ]);
    expect(
      faultsOf(sources(MINIMAL, { DATABRICKS_TOKEN_FILE: '/run/secrets/token', DATABRICKS_TOKEN: 't' })),
    ).toEqual(['environment DATABRICKS_TOKEN: both DATABRICKS_TOKEN and DATABRICKS_TOKEN_FILE are set']);
  });

  test('a host without its scheme is taken as https, as Databricks’ own tools do', () => {
    expect(
      loadConfig(sources(MINIMAL, { DATABRICKS_HOST: 'adb-9.1.azuredatabricks.net/' })).settings
        .DATABRICKS_HOST,
    ).toBe('https://adb-9.1.azuredatabricks.net');
  });

  test('every setting is explained in a sentence', () => {
    expect(
      Object.entries(SETTINGS)
        .filter(([, row]) => !/^[A-Za-z].*\.$/.test(row.help))
        .map(([name]) => name),
    ).toEqual([]);
  });
});

describe('the gates of an environment', () => {
  const withGates = (lines: string): string =>
    `git:\n  url: https://dev.azure.com/acme/ml/_git/churn\nenvironments:\n  staging:\n    checkout: /Workspace/Shared/churn\n  production:\n    checkout: /Workspace/Shared/live\n    production: true\n${lines}`;

  test('name an environment and a suite that exist, and freezes that end after they begin', () => {
    expect(
      faultsOf(
        sources(
          withGates(`    gates: { after: production, suite: nightly }
    freeze: [{ from: 2026-12-31, until: 2026-12-20, reason: holidays }]
`),
        ),
      ).join('\n'),
    ).toContain('until must come after from');
    const relations = faultsOf(sources(withGates('    gates: { after: production, suite: nightly }\n')));
    expect(relations).toEqual([
      'brickbot.yaml environments.production.gates.after: “production” is no other environment',
      'brickbot.yaml environments.production.gates.suite: “nightly” is not a declared suite',
    ]);
    expect(
      faultsOf(
        sources(
          withGates(`    weeklyFreeze: [{ every: [friday], from: '14:00', timeZone: Mars/Olympus, reason: weekend }]
`),
        ),
      ).join('\n'),
    ).toContain('no such time zone');
  });

  test('are none when none are given', () => {
    const config = loadConfig(sources(withGates('')));
    for (const key of ['gates', 'freeze', 'weeklyFreeze', 'locks'])
      expect(config.environments['production']).not.toHaveProperty(key);
  });
});
