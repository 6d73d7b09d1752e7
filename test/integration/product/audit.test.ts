// The audit trail of the whole product: every command and press with who, where, as typed, the reason and what it touched; who may read
// it; that reading is written down; files for auditors that prove themselves; and a changed row that is found and named.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { type AuditRow, CHAIN_START, followChain } from '../../../src/domain/audit.ts';
import type { Place } from '../../../src/domain/place.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);

const TERMINAL: Place = {
  scope: 'terminal',
  conversationId: 'cli',
  serviceUrl: '',
  channelId: 'cli',
  botId: 'brickbot',
};

let world: World;
let stage: Stage;
let deployed: Seen;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world);
  stage.grant('approver', ['carol']);
  deployed = await stage.ends(await stage.as('alice').says('please deploy feature-x to staging'));
  const held = await stage.as('bob').says('deploy feature-x to production');
  await stage.as('dan').presses(held, 'Start');
  await stage.ends(await stage.as('bob').presses(held, 'Start'));
  await stage.as('dan').says('deploy main');
});
afterAll(async () => {
  await stage.close();
  await world.close();
});

test('an operation: as typed, by whom, how it was answered and ended, and what it touched', async () => {
  const { text } = await stage.as('carol').says(`audit op ${deployed.op}`);
  expect(text).toContain('please deploy feature-x to staging');
  expect(text).toContain('Alice Novak');
  expect(text).toContain(`ended done · op ${deployed.op} · staging`);
  expect(text).toContain(await world.commitOf('feature-x'));
  expect(text).toMatch(/Row \d+ · chain [0-9a-f]{12}/);
});

test('an environment and a span; a press and its refusal, with the code', async () => {
  const { text } = await stage.as('carol').says('audit production 7d');
  expect(text).toContain('Bob Okafor');
  expect(text).not.toContain('please deploy feature-x to staging');
  const all = await stage.as('carol').says('audit last 50');
  expect(all.text).toContain('press deploy.start');
  expect(all.text).toContain('refused · not-permitted');
});

test('one’s own everybody reads; what others did is for approvers, and the reading is written down', async () => {
  const own = await stage.as('alice').says('audit last 20');
  expect(own.text).toContain('please deploy feature-x');
  expect(own.text).not.toContain('Bob Okafor');
  expect((await stage.as('alice').says('audit @Bob')).failure).toBe('not-permitted');
  const bobs = await stage.as('carol').says('audit @Bob');
  expect(bobs.text).toContain('deploy feature-x to production');
  expect(bobs.text).not.toContain('Alice Novak');
  const readings = await stage.as('carol').says('audit @me');
  expect(readings.text).toContain('audit @Bob');
  expect((await stage.as('carol').says('audit @Alice')).text).toContain('audit @Bob');
});

test('files for auditors are the terminal’s, and prove themselves', async () => {
  expect((await stage.as('carol').says('audit --csv')).failure).toBe('export-in-terminal');
  const { text: csv } = await stage.as('carol').says('audit --csv', { place: TERMINAL });
  expect(csv.split('\r\n')[0]).toContain('seq,time,kind,verdict,person');
  expect(csv).toContain('please deploy feature-x to staging');
  const { text } = await stage.as('carol').says('audit --jsonl', { place: TERMINAL });
  const rows = text.split('\n').map((line) => JSON.parse(line) as AuditRow);
  expect(followChain(rows, { seq: 0, hash: CHAIN_START })).toMatchObject({ seq: rows.length });
  const [first, ...rest] = rows;
  expect(
    followChain([{ ...first, words: 'other' } as AuditRow, ...rest], { seq: 0, hash: CHAIN_START }),
  ).toEqual({
    fault: { kind: 'changed', seq: 1 },
  });
});

test('a changed row is found and named, in the chat and for the exit code', async () => {
  expect((await stage.as('dan').says('audit verify')).text).toContain('Every row is as it was written.');
  const { store } = await stage.house.open();
  await sql.raw('alter table audit disable trigger audit_append_only').execute(store.db);
  await sql.raw("update audit set words = 'deploy main to staging' where seq = 3").execute(store.db);
  await sql.raw('alter table audit enable trigger audit_append_only').execute(store.db);
  const seen = await stage.as('carol').says('audit verify');
  expect(seen.failure).toBe('audit-damaged');
  expect(seen.text).toContain('Row 3 is not as it was written.');
});
