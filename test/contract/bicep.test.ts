// The Bicep files of infra/ by Bicep's grammar, and what a compiler would say of them as far as that needs no types of Azure: modules,
// parameters and outputs fit together, settings are ones that brickbot reads, and what is secret stays in the vault.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { SETTINGS, type SettingRow } from '../../src/base/config/settings.ts';
import { reasonNotToRun, runScript } from './python.ts';

const INFRA = join(import.meta.dirname, '../../infra');

interface Parameter {
  readonly decorators: readonly { readonly type: string }[];
  readonly default: unknown;
}
interface Module {
  readonly detail: { readonly path: string };
  readonly config: unknown;
}
interface BicepFile {
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly variables?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources?: Readonly<Record<string, unknown>>;
  readonly modules?: Readonly<Record<string, Module>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}
type Node = Readonly<Record<string, unknown>>;

/** Every object below a node, itself included. */
const within = (node: unknown): readonly Node[] =>
  Array.isArray(node)
    ? node.flatMap(within)
    : typeof node === 'object' && node !== null
      ? [node as Node, ...Object.values(node).flatMap(within)]
      : [];

/** `module.outputs.name`, as an expression and inside of strings. */
const outputsUsed = (file: unknown): readonly (readonly [string, string])[] => {
  const written = Array.from(
    JSON.stringify(file).matchAll(/(\w+)\.outputs\.(\w+)/g),
    ([, module = '', output = '']) => [module, output] as const,
  );
  const accessed = within(file).flatMap((node) => {
    const { operand_1: module, operand_2: rest } = node as { operand_1?: unknown; operand_2?: Node };
    const inner = (rest?.['operator'] as { operands?: Node } | undefined)?.operands;
    return typeof module === 'string' && inner?.['operand_1'] === 'outputs'
      ? [[module, String(inner['operand_2'])] as const]
      : [];
  });
  return [...written, ...accessed];
};

const paramsOf = ({ config }: Module): Node => {
  const owner = within(config).find((node) => 'params' in node);
  return (owner?.['params'] ?? {}) as Node;
};

const missing = await reasonNotToRun('pycep');
if (missing !== undefined)
  test(`could not run here: ${missing}`, () => {
    console.log(`Bicep: ${missing}`);
    expect(missing).not.toBe('');
  });
else
  describe('infra/', () => {
    let files: Readonly<Record<string, BicepFile>>;
    let main: BicepFile;
    let app: BicepFile;
    beforeAll(async () => {
      files = (await runScript('bicep.py', { BICEP_FOLDER: INFRA })) as typeof files;
      main = files['main.bicep'] ?? {};
      app = files['app.bicep'] ?? {};
    }, 120_000);
    const allIn = (file: BicepFile | undefined) => within([file?.variables, file?.resources]);

    test('modules get every parameter that they need, and none that they do not know', () => {
      expect(Object.keys(main.modules ?? {}).length).toBeGreaterThan(5);
      for (const module of Object.values(main.modules ?? {})) {
        const { parameters = {} } = files[module.detail.path] ?? {};
        const needed = Object.keys(parameters).filter((name) => parameters[name]?.default == null);
        const given = Object.keys(paramsOf(module));
        expect({ [module.detail.path]: given.filter((name) => !(name in parameters)) }).toEqual({
          [module.detail.path]: [],
        });
        expect({ [module.detail.path]: needed.filter((name) => !given.includes(name)) }).toEqual({
          [module.detail.path]: [],
        });
      }
      const used = Object.values(main.modules ?? {}).map(({ detail }) => detail.path);
      expect(Object.keys(files).filter((name) => name !== 'main.bicep' && !used.includes(name))).toEqual([]);
    });

    test('every output that is used is there', () => {
      const used = outputsUsed(main);
      expect(used.length).toBeGreaterThan(8);
      const lacking = used.filter(([module, output]) => {
        const path = main.modules?.[module]?.detail.path ?? '';
        return !(output in (files[path]?.outputs ?? {}));
      });
      expect(lacking).toEqual([]);
    });

    test('every parameter of the toolkit’s file is known, and none without a default is missing', () => {
      const { parameters: given } = JSON.parse(readFileSync(join(INFRA, 'parameters.json'), 'utf8')) as {
        parameters: Record<string, unknown>;
      };
      const declared = main.parameters ?? {};
      expect(Object.keys(given).filter((name) => !(name in declared))).toEqual([]);
      expect(
        Object.keys(declared).filter((name) => declared[name]?.default == null && !(name in given)),
      ).toEqual([]);
    });

    test('a secret is secure wherever it is handed on, and leaves by no output', () => {
      const isSecure = (parameter: Parameter | undefined): boolean =>
        parameter?.decorators.some(({ type }) => type === 'secure') ?? false;
      for (const [name, file] of Object.entries(files)) {
        const parameters = file.parameters ?? {};
        const secret = Object.keys(parameters).filter(
          (parameter) =>
            /(password|token|secretKey|databaseUrl)$/i.test(parameter) && !parameter.startsWith('uses'),
        );
        expect({ [name]: secret.filter((parameter) => !isSecure(parameters[parameter])) }).toEqual({
          [name]: [],
        });
        const said = JSON.stringify(file.outputs ?? {});
        expect({ [name]: secret.filter((parameter) => said.includes(parameter)) }).toEqual({ [name]: [] });
      }
    });

    test('the container is given settings that brickbot reads; secret ones come from the vault', () => {
      const rows = SETTINGS as Readonly<Record<string, SettingRow>>;
      const given = allIn(app).filter(
        (node): node is { name: string; secretRef?: string } & Node =>
          typeof node['name'] === 'string' &&
          /^(BRICKBOT_|Microsoft|DATA|ARM_|OTEL_|NODE_ENV)/.test(node['name']),
      );
      expect(given.length).toBeGreaterThan(12);
      expect(given.map(({ name }) => name).filter((name) => !(name in rows))).toEqual([]);
      expect(
        given.filter(({ name, secretRef }) => rows[name]?.secret === true && secretRef === undefined),
      ).toEqual([]);
      const references = allIn(app).flatMap(({ secretRef }) =>
        typeof secretRef === 'string' ? [secretRef] : [],
      );
      const kept = allIn(app).filter(
        ({ keyVaultUrl, value }) => keyVaultUrl !== undefined || value !== undefined,
      );
      expect(references.filter((name) => !kept.some((secret) => secret['name'] === name))).toEqual([]);
      const vault = allIn(files['secrets.bicep']).map(({ name }) => name);
      const fromVault = kept.flatMap(({ keyVaultUrl }) =>
        typeof keyVaultUrl === 'string' ? [keyVaultUrl.split('/').at(-1)] : [],
      );
      expect(fromVault.filter((name) => !vault.includes(name))).toEqual([]);
    });

    test('probes ask where the bot answers, and files that are read at compile time are there', () => {
      const probes = allIn(app).flatMap(({ httpGet }) => (httpGet === undefined ? [] : [httpGet]));
      expect(probes).toEqual([
        { path: '/healthz', port: 3978 },
        { path: '/healthz', port: 3978 },
        { path: '/readyz?exclude=workspace', port: 3978 },
      ]);
      const loaded = within(Object.values(files)).flatMap(({ file_path: path }) =>
        path ? [String(path)] : [],
      );
      // brickbot.yaml is the team’s own.
      expect(loaded.sort()).toEqual(['../brickbot.yaml', 'collector.yaml']);
      expect(existsSync(join(INFRA, 'collector.yaml'))).toBe(true);
    });
  });
