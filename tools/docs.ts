// Fills the tables of the README and of docs/ from the records they describe. `--check` changes nothing and fails when a table is
// stale, so that a document never says other than the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import * as dialogs from '../dialogs/index.ts';
import { CATALOGUE } from '../src/base/catalogue.ts';
import { fileSchema } from '../src/base/config/schema.ts';
import { SETTINGS, type SettingRow } from '../src/base/config/settings.ts';
import { type CommandRecord, GROUPS, verbOf } from '../src/commands/command.ts';
import { usageOf } from '../src/commands/usage.ts';
import { type Permission, RIGHTS } from '../src/domain/roles.ts';

const root = join(import.meta.dirname, '..');
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const records: readonly CommandRecord[] = Object.values(dialogs);

const commands = (): string =>
  table(
    ['say', 'what it does', 'needs'],
    GROUPS.flatMap((group) => records.filter((record) => record.group === group)).map((record) => [
      `\`${usageOf(record)}\``,
      record.summary,
      record.permission,
    ]),
  );

const rights = (): string =>
  table(
    ['permission', 'outside production', 'in production'],
    Object.entries(RIGHTS).map(([name, { elsewhere, production }]) => [
      name,
      elsewhere.join(', '),
      production.join(', '),
    ]),
  );

/** Every command, and every button that leads to a turn of its own, with the permission that it asks for. */
const presses = (): string =>
  table(
    ['said or pressed', 'needs', 'outside production', 'in production'],
    records.flatMap((record) => {
      const row = (what: string, permission: Permission): string[] => {
        const { elsewhere, production } = RIGHTS[permission];
        return [`\`${what}\``, permission, elsewhere.join(', '), production.join(', ')];
      };
      return [
        row(record.name, record.permission),
        ...Object.entries(record.presses).map(([turn, { permission }]) =>
          row(verbOf(record, turn), permission),
        ),
      ];
    }),
  );

const settingsTable = (wanted: (name: string) => boolean): string =>
  table(
    ['name', 'default', 'what'],
    Object.entries(SETTINGS as Readonly<Record<string, SettingRow>>)
      .filter(([name]) => wanted(name))
      .map(([name, row]) => [
        `\`${name}\`${row.secret ? ` (or \`${name}_FILE\`)` : ''}`,
        row.default === undefined ? '' : `\`${row.default}\``,
        row.help,
      ]),
  );

const environment = (): string => settingsTable(() => true);

/** What nearly everybody sets. */
const ESSENTIALS: readonly string[] = [
  'MicrosoftAppId',
  'MicrosoftAppPassword',
  'MicrosoftAppType',
  'MicrosoftAppTenantId',
  'DATABRICKS_HOST',
  'DATABRICKS_TOKEN',
  'DATABRICKS_CLIENT_ID',
  'DATABRICKS_CLIENT_SECRET',
  'AZURE_DEVOPS_EXT_PAT',
  'DATABASE_URL',
  'BRICKBOT_DATA',
  'PORT',
] satisfies readonly (keyof typeof SETTINGS)[];
const essentials = (): string => settingsTable((name) => ESSENTIALS.includes(name));

interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
}

/** The YAML keys with their descriptions, flattened; `<name>` stands where people choose names. */
const yamlRows = (node: SchemaNode, path = ''): string[][] => {
  const children: [string, SchemaNode][] = [
    ...Object.entries(node.properties ?? {}),
    ...(typeof node.additionalProperties === 'object' && node.additionalProperties.properties
      ? [['<name>', node.additionalProperties] as [string, SchemaNode]]
      : []),
  ];
  return children.flatMap(([name, child]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const fallback =
      child.default === undefined || typeof child.default === 'object' ? '' : `\`${String(child.default)}\``;
    const own =
      child.description === undefined
        ? []
        : [
            [
              `\`${at}\``,
              fallback,
              child.enum ? `${child.description} (${child.enum.join(', ')})` : child.description,
            ],
          ];
    return [...own, ...yamlRows(child, at)];
  });
};
const yaml = (): string =>
  table(['key', 'default', 'what'], yamlRows(z.toJSONSchema(fileSchema, { io: 'input' }) as SchemaNode));

const errors = (): string =>
  table(
    ['code', 'kind', 'what happened', 'what to do'],
    Object.entries(CATALOGUE).map(([code, entry]) => [`\`${code}\``, entry.kind, entry.what, entry.next]),
  );

const TABLES: Readonly<Record<string, () => string>> = {
  ...{ commands, rights, presses, environment, essentials, yaml, errors },
};

/** The text with every `<!-- table:name -->` … `<!-- end -->` filled anew. */
export const filled = (text: string): string =>
  text.replace(/<!-- table:(\w+) -->[\s\S]*?<!-- end -->/g, (_, name: string) => {
    const make = TABLES[name];
    if (!make) throw new Error(`No table is called ${name}`);
    return `<!-- table:${name} -->\n${make()}\n<!-- end -->`;
  });

/** `.env.example`: every setting, commented out, with its help. */
export const envExample = (): string =>
  `${Object.entries(SETTINGS as Readonly<Record<string, SettingRow>>)
    .map(([name, row]) => `# ${row.help}\n# ${name}=${row.default ?? ''}`)
    .join('\n\n')}\n`;

/** Documents that hold tables. */
export const DOCUMENTS = ['README.md', 'docs/configuration.md', 'docs/errors.md', 'docs/rights.md'];

/** What every generated document should hold, by path from the root. */
export const expectedDocuments = (): ReadonlyMap<string, string> =>
  new Map([
    ...DOCUMENTS.map((path): [string, string] => [path, filled(readFileSync(join(root, path), 'utf8'))]),
    ['.env.example', envExample()],
  ]);

if (import.meta.main) {
  const check = process.argv.includes('--check');
  let stale = 0;
  for (const [path, text] of expectedDocuments()) {
    let now = '';
    try {
      now = readFileSync(join(root, path), 'utf8');
    } catch {
      // It is written below.
    }
    if (now === text) continue;
    stale += 1;
    if (check) console.error(`${path} is stale: run npm run docs`);
    else writeFileSync(join(root, path), text);
  }
  console.log(check ? `${stale} stale` : `${stale} written`);
  process.exitCode = check && stale > 0 ? 1 : 0;
}
