// What a suite with the product in processes of its own brought forth: output, logs, cards, answers, rows. It is kept below
// `artifacts/e2e/<suite>/` for people to look at, and when the suite is over it is searched for every secret that was planted. Whoever
// imports this file is under that watch.
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { leaksBelow } from '../secrets/leaks.ts';
import { PLANTED, planted } from '../secrets/planted.ts';

const suite = basename(expect.getState().testPath ?? 'unknown', '.test.ts');
const folder = join(import.meta.dirname, '../../artifacts/e2e', suite);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const secrets = new Map([
  ...Object.entries(PLANTED),
  ['password of the database', planted('database-password')],
]);
const files = new Map<string, number>();
/** A name that this suite has not used yet: two processes of one kind do not share a file. */
const fresh = (name: string): string => {
  const nth = (files.get(name) ?? 0) + 1;
  files.set(name, nth);
  return join(folder, nth === 1 ? `${name}.txt` : `${name}-${nth}.txt`);
};

/** One more secret that was set somewhere and may not turn up anywhere. @param kind what it is, as a report may name it */
export const secretIs = (kind: string, secret: string): void => void secrets.set(kind, secret);

/** Keeps a text that is complete. */
export const keep = (name: string, text: string): void => writeFileSync(fresh(name), text);

/** Keeps what comes bit by bit, a line each. */
export const keepEach = (name: string): ((line: string) => void) => {
  const file = fresh(name);
  return (line) => appendFileSync(file, `${line}\n`);
};

/** Keeps all that a process writes, from now on. */
export const keepOutput = (name: string, { stdout, stderr }: ChildProcess): void => {
  for (const [stream, from] of Object.entries({ stdout, stderr })) {
    const file = fresh(`${name}-${stream}`);
    from?.on('data', (chunk: Buffer) => appendFileSync(file, chunk));
  }
};

afterAll(() => {
  // Where the suite could not run there is nothing to search; where it ran, an empty pile would prove nothing.
  if (files.size === 0) return;
  expect(readdirSync(folder).some((name) => statSync(join(folder, name)).size > 0)).toBe(true);
  expect(leaksBelow(folder, Object.fromEntries(secrets))).toEqual([]);
});
