import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { git } from '../../../../src/local/git/git.ts';
import { seedSample } from '../../../../src/local/sample/index.ts';

async function withSample(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'sample-'));
  try {
    await seedSample(dir);
    await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

test('the sample is a history by several people that is the same each time', async () => {
  const heads: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    await withSample(async (dir) => {
      heads.push(
        await git(['for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/heads'], { cwd: dir }),
      );
      expect(await git(['rev-list', '--count', 'main..feature-x'], { cwd: dir })).toBe('3');
      expect(await git(['rev-list', '--count', 'main..feature-broken'], { cwd: dir })).toBe('1');
      const authors = await git(['log', '--all', '--format=%an'], { cwd: dir });
      expect(new Set(authors.split('\n')).size).toBe(3);
    });
  }
  expect(heads[0]).toBe(heads[1]);
});

test('main ends as the project folder stands', async () => {
  await withSample(async (dir) => {
    const project = join(import.meta.dirname, '../../../../src/local/sample/project');
    const files = (await git(['ls-files'], { cwd: dir })).split('\n');
    for (const file of files) {
      const [stored, ours] = await Promise.all([
        git(['hash-object', join(dir, file)]),
        git(['hash-object', join(project, file)]),
      ]);
      expect([file, stored]).toEqual([file, ours]);
    }
    expect(files).toContain('notebooks/unit_tests.py');
  });
});
