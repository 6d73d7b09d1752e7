// Back-ups of the embedded database, both ways, with real folders.
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { makeBackup, restoreBackup } from '../../../src/app/backup.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { appendAudit, auditHead } from '../../../src/store/audit.ts';
import { openStore, type Store } from '../../../src/store/index.ts';

jest.setTimeout(120_000);

let data: string;
let file: string;
const environment = (): Record<string, string> => ({ BRICKBOT_DATA: data });
const open = (): Promise<Store> => openStore({ folder: join(data, 'store'), clock: systemClock });
const write = async (store: Store, words: string): Promise<void> => {
  await store.transaction((trx) =>
    appendAudit(trx, [{ at: 1_700_000_000_000, kind: 'answered', verdict: 'done', words }]),
  );
};
const inStore = async <Result>(work: (store: Store) => Promise<Result>): Promise<Result> => {
  const store = await open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};
const head = (): Promise<number> => inStore(async ({ db }) => (await auditHead(db)).seq);

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'brickbot-backup-'));
  file = join(data, 'kept.tar.gz');
  await inStore(async (store) => {
    for (const words of ['deploy main', 'show jobs', 'help']) await write(store, words);
  });
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

test('a back-up is one file that only its owner can read', async () => {
  await makeBackup(environment(), Date.now(), file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(existsSync(`${file}.part`)).toBe(false);
});

test('restored, everything is as it was: the rows, and a trail that is whole', async () => {
  await inStore((store) => write(store, 'after the back-up'));
  expect(await head()).toBe(4);
  const { rows, keptAs } = await restoreBackup(environment(), 1_700_000_000_000, file);
  expect(rows).toBe(3);
  expect(keptAs).toContain('before-2023-11-14');
  expect(existsSync(keptAs ?? '')).toBe(true);
  expect(await head()).toBe(3);
  // It goes on from there.
  await inStore((store) => write(store, 'and on'));
  expect(await head()).toBe(4);
});

test('onto a machine with nothing on it', async () => {
  const before = data;
  data = mkdtempSync(join(tmpdir(), 'brickbot-backup-new-'));
  try {
    expect(await restoreBackup(environment(), Date.now(), file)).toEqual({ rows: 3, keptAs: undefined });
    expect(await head()).toBe(3);
  } finally {
    rmSync(data, { recursive: true, force: true });
    data = before;
  }
});

test('neither way while a bot runs on the folder', async () => {
  await inStore(async () => {
    await expect(makeBackup(environment(), Date.now())).rejects.toMatchObject({ code: 'store-locked' });
    await expect(restoreBackup(environment(), Date.now(), file)).rejects.toMatchObject({
      code: 'store-locked',
    });
  });
  expect(await head()).toBe(4);
});

test('a file that is cut short, and one that is none, change nothing', async () => {
  const bad = join(data, 'bad.tar.gz');
  writeFileSync(bad, readFileSync(file).subarray(0, 50_000));
  for (const name of [bad, join(data, 'no-such-file')])
    await expect(restoreBackup(environment(), Date.now(), name)).rejects.toMatchObject({
      code: 'backup-unusable',
    });
  expect(await head()).toBe(4);
  expect(readdirSync(join(data, 'store')).filter((name) => name.endsWith('.restored'))).toEqual([]);
});

test('a trail that was tampered with is not put in place', async () => {
  const tampered = join(data, 'tampered.tar.gz');
  copyFileSync(file, tampered);
  await inStore(async ({ db }) => {
    await sql.raw('alter table audit disable trigger audit_append_only').execute(db);
    await sql.raw("update audit set words = 'nothing' where seq = 2").execute(db);
    await sql.raw('alter table audit enable trigger audit_append_only').execute(db);
  });
  await makeBackup(environment(), Date.now(), tampered);
  await expect(restoreBackup(environment(), Date.now(), tampered)).rejects.toMatchObject({
    code: 'backup-unusable',
    details: { facts: { problem: 'its audit trail is damaged at row 2' } },
  });
});
