// The house itself under test: floors, circles, names, sizes. A failing test says what stands wrong, why it matters and how to mend it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as dialogs from '../dialogs/index.ts';
import { expectedDocuments } from '../tools/docs.ts';

const root = dirname(import.meta.dirname);

/** Floors from the ground up. Rooms of one floor do not import each other, unless they are the same room. */
const FLOORS: readonly (readonly string[])[] = [
  ['src/base', 'src/local'],
  ['src/domain'],
  ['src/store', 'src/databricks', 'src/devops', 'src/identity', 'src/cards'],
  ['src/services'],
  ['src/commands'],
  ['src/teams', 'dialogs'],
  ['src/http', 'src/workers'],
  ['src/app'],
  ['src/main', 'src/cli', 'src/demo'],
];

/** Arrows on one floor that are meant: Databricks' credentials come from Entra, and the front doors share the demo. */
const NEIGHBOURS: readonly (readonly [string, string])[] = [
  ['src/databricks', 'src/identity'],
  ['src/main', 'src/demo'],
  ['src/cli', 'src/demo'],
];

const walk = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(path) : [path];
  });

const files = [...walk('src'), ...walk('dialogs')].filter((path) => path.endsWith('.ts'));
const sources = new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g;

/** Files that a file imports from this project, as paths from the root. */
const importsOf = (path: string): string[] =>
  Array.from((sources.get(path) ?? '').matchAll(IMPORT), (match) => match[1] ?? match[2] ?? match[3] ?? '')
    .filter((target) => target.startsWith('.'))
    .map((target) => normalize(join(dirname(path), target)));

/** `src/databricks/jobs.ts` lives in `src/databricks`, `src/app.ts` in `src/app`. */
const roomOf = (path: string): string =>
  path.startsWith('dialogs/') ? 'dialogs' : path.split('/').slice(0, 2).join('/').replace(/\.ts$/, '');
const floorOf = (room: string): number => FLOORS.findIndex((rooms) => rooms.includes(room));

describe('the house', () => {
  test('every file lives in a room that the design names', () => {
    expect(files.filter((path) => floorOf(roomOf(path)) < 0)).toEqual([]);
  });

  test('imports go down only', () => {
    const broken = files.flatMap((path) =>
      importsOf(path).flatMap((target) => {
        const [from, to] = [roomOf(path), roomOf(target)];
        if (from === to || !target.match(/^(src|dialogs)\//)) return [];
        if (NEIGHBOURS.some(([a, b]) => a === from && b === to)) return [];
        if (to === 'src/local') {
          return floorOf(from) === FLOORS.length - 1
            ? []
            : [`${path} imports ${target}: the guest house is for the front doors and tests only`];
        }
        if (from === 'src/local')
          return [
            `${path} imports ${target}: the guest house shares nothing with us, or both would agree on one mistake`,
          ];
        return floorOf(to) < floorOf(from)
          ? []
          : [
              `${path} imports ${target}: ${to} stands no lower than ${from}; move the shared noun down, or pass it in from src/app.ts`,
            ];
      }),
    );
    expect(broken).toEqual([]);
  });

  test('no file imports itself by a round trip', () => {
    const state = new Map<string, 'open' | 'closed'>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'closed' || !sources.has(path)) return;
      if (state.get(path) === 'open') {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const target of importsOf(path)) visit(target, [...trail, path]);
      state.set(path, 'closed');
    };
    for (const path of files) visit(path, []);
    expect(circles).toEqual([]);
  });

  test('only the configuration reads the environment', () => {
    const readers = files.filter((path) => /process\.env\b|process\['env'\]/.test(sources.get(path) ?? ''));
    // The front doors hand process.env to the configuration; the guest house is a program of its own.
    expect(
      readers.filter(
        (path) =>
          !['src/main.ts', 'src/cli.ts', 'src/demo.ts'].includes(path) && !path.startsWith('src/local/'),
      ),
    ).toEqual([]);
  });

  test('botbuilder is touched in src/teams only', () => {
    const users = files.filter(
      (path) =>
        /from 'bot(builder|framework)[^']*'/.test(sources.get(path) ?? '') && !path.startsWith('src/teams/'),
    );
    expect(users).toEqual([]);
  });

  test('nothing is suppressed, postponed or skipped', () => {
    const marks =
      /\b(TODO|FIXME|XXX|as any|@ts-ignore|@ts-expect-error|@ts-nocheck|biome-ignore|oxlint-disable|eslint-disable)\b|\b(?:test|describe|it)\.(?:skip|todo|only)\(/;
    const all = [...files, ...walk('test'), ...walk('tools')].filter(
      (path) => /\.(ts|mjs|js)$/.test(path) && path !== 'test/house.test.ts',
    );
    expect(all.filter((path) => marks.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  test('no drawer without a name, and no file past 300 lines', () => {
    expect(
      files.filter((path) => /(^|\/)(utils?|helpers?|common|misc|functions|types)(\/|\.ts$)/.test(path)),
    ).toEqual([]);
    expect(files.filter((path) => (sources.get(path) ?? '').split('\n').length > 301)).toEqual([]);
  });

  test('every room has a map', () => {
    const rooms = [...new Set(files.map(roomOf))].filter(
      (room) => !['src/app', 'src/main', 'src/cli', 'src/demo'].includes(room),
    );
    expect(rooms.filter((room) => !readdirSync(join(root, room)).includes('README.md'))).toEqual([]);
  });

  test('every test file stands where its subject is', () => {
    const stray = walk('test').filter(
      (path) =>
        path.endsWith('.test.ts') && !/^test\/(house\.test\.ts|(unit|integration|contract|e2e)\/)/.test(path),
    );
    expect(stray.map((path) => relative('test', path))).toEqual([]);
  });

  test('every dialog is exported, and its path is what people type', () => {
    const onDisk = walk('dialogs').filter((path) => path.endsWith('.ts') && path !== 'dialogs/index.ts');
    const named = Object.values(dialogs).map((record) => `dialogs/${record.name.replaceAll(' ', '/')}.ts`);
    expect(named.sort()).toEqual(onDisk.sort());
  });

  test('documents say what the code says (mend: npm run docs)', () => {
    const stale = [...expectedDocuments()].filter(
      ([path, text]) => readFileSync(join(root, path), 'utf8') !== text,
    );
    expect(stale.map(([path]) => path)).toEqual([]);
  });

  test('every script, file and link that a document names is there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const broken = ['README.md', ...walk('docs'), ...walk('src'), ...walk('dialogs')]
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) => {
        const text = readFileSync(join(root, path), 'utf8');
        const named = Array.from(text.matchAll(/npm run ([a-z:]+)/g), (match) => match[1] ?? '').filter(
          (name) => !(name in scripts),
        );
        const links = Array.from(
          text.matchAll(/\]\((?!https?:|#)([^)#]+)/g),
          (match) => match[1] ?? '',
        ).filter((link) => !existsSync(join(root, dirname(path), link)));
        return [
          ...named.map((name) => `${path}: npm run ${name}`),
          ...links.map((link) => `${path}: ${link}`),
        ];
      });
    expect(broken).toEqual([]);
  });
});
