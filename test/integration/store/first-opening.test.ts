// The first opening of a data folder: what somebody who was killed half-way left behind is cleared away, and the database is whole.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeCluster } from '../../../src/store/first-opening.ts';

describe('the first opening of a data folder', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'brickbot-first-'));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  test('leaves a whole database and nothing else, also after somebody was killed at it', async () => {
    const left = join(parent, 'database.new-1');
    mkdirSync(left);
    writeFileSync(join(left, 'PG_VERSION'), '18\n');
    await makeCluster(join(parent, 'database'));
    expect(readdirSync(parent)).toEqual(['database']);
    expect(existsSync(join(parent, 'database', 'global', 'pg_control'))).toBe(true);
  }, 120_000);

  test('touches no folder that is there', async () => {
    const folder = join(parent, 'database');
    mkdirSync(folder);
    await makeCluster(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});
