// m365agents.yml against the toolkit's own schema, and against what it names: files, and variables that somebody sets.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Action {
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly writeToEnvironmentFile?: Readonly<Record<string, string>>;
}
interface Lifecycle {
  readonly provision: readonly Action[];
  readonly deploy: readonly Action[];
  readonly publish: readonly Action[];
}
const file = parse(read('m365agents.yml')) as Lifecycle;
const actions = [...file.provision, ...file.deploy, ...file.publish];

describe('m365agents.yml', () => {
  test('is what the toolkit reads', () => {
    const schema = JSON.parse(read('test/fixtures/m365-agents-toolkit/yaml-1.11.schema.json')) as object;
    const valid = new Ajv({ strict: false, allErrors: true }).compile(schema);
    valid(file);
    expect(valid.errors ?? []).toEqual([]);
    expect(file.provision.map(({ uses }) => uses)).toEqual(['aadApp/create', 'arm/deploy']);
  });

  test('names templates that are there', () => {
    const paths = actions
      .filter(({ uses }) => uses === 'arm/deploy')
      .flatMap(({ with: { templates } }) => templates as readonly { path: string; parameters: string }[])
      .flatMap(({ path, parameters }) => [path, parameters]);
    expect(paths.length).toBe(4);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('uses only variables that somebody sets: the file of the environment, an action before, an output of the deployment', () => {
    const text = ['m365agents.yml', 'infra/parameters.json'].map(read).join('\n');
    const used = new Set(Array.from(text.matchAll(/\$\{\{(\w+)\}\}/g), ([, name]) => name));
    const environment = read('infra/env/.env.dev');
    const set = new Set([
      ...Array.from(environment.matchAll(/^(\w+)=/gm), ([, name]) => name),
      // Secrets that the comment asks for.
      ...Array.from(environment.matchAll(/SECRET_\w+/g), ([name]) => name),
      ...actions.flatMap(({ writeToEnvironmentFile }) => Object.values(writeToEnvironmentFile ?? {})),
      ...Array.from(read('infra/main.bicep').matchAll(/^output (\w+)/gm), ([, name]) => name),
    ]);
    expect([...used].filter((name) => !set.has(name))).toEqual([]);
    expect(environment).not.toMatch(/^SECRET_/m);
  });
});
