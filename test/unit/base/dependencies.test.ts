// What reaches run time is past the findings that docs/security-dependencies.md names, whatever a later change of the lock file does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** The first version without the finding. */
const SAFE_FROM: Readonly<Record<string, string>> = {
  axios: '1.12.0',
  'find-my-way': '9.0.1',
  'follow-redirects': '1.15.6',
  'form-data': '4.0.4',
  formidable: '3.5.3',
  'json-schema': '0.4.0',
  jws: '4.0.1',
  lodash: '4.17.23',
  'node-fetch': '2.6.7',
  qs: '6.14.1',
  uuid: '11.1.1',
  ws: '8.17.1',
};

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Readonly<Record<string, Locked>>;
};

/** Every version of a package that is installed without development dependencies. */
const installed = (name: string): readonly string[] =>
  Object.entries(packages).flatMap(([path, { version, dev, devOptional }]) =>
    path.endsWith(`node_modules/${name}`) && !dev && !devOptional && version !== undefined ? [version] : [],
  );

const parts = (version: string): readonly number[] =>
  version.split('.').map((part) => Number.parseInt(part, 10));
const isAtLeast = (version: string, least: string): boolean => {
  const [mine, wanted] = [parts(version), parts(least)];
  const nth = mine.findIndex((part, index) => part !== wanted[index]);
  return nth === -1 || (mine[nth] ?? 0) > (wanted[nth] ?? 0);
};

test.each(Object.entries(SAFE_FROM))('%s is at least %s everywhere', (name, least) => {
  expect(installed(name).filter((version) => !isAtLeast(version, least))).toEqual([]);
});

test('the page of findings names the versions that are installed', () => {
  const page = read('docs/security-dependencies.md');
  for (const name of Object.keys(SAFE_FROM)) {
    const row = page.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? `no row for ${name}`;
    for (const version of installed(name)) expect(row).toContain(` ${version} |`);
  }
});
