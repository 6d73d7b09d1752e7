import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { git } from '../../src/local/git/git.ts';
import { type RunningWorkspace, SERVICE_IDENTITY, startWorkspace } from '../../src/local/workspace.ts';
import { reasonNotToRun, runScript } from './python.ts';

const reason = await reasonNotToRun('databricks.sdk');
if (reason !== undefined) process.stderr.write(`databricks-sdk (Python) not tried: ${reason}\n`);

const OTHER = { token: 'dapi-other', userName: 'other@example.com' };

/** A repository with the branches main and feature-x. */
async function seed(dir: string): Promise<void> {
  const run = (...args: readonly string[]) =>
    git(args, { cwd: dir, config: { 'user.name': 'Ada', 'user.email': 'ada@example.com' } });
  await run('init', '--quiet', '--initial-branch=main');
  for (const [branch, file] of [
    ['main', 'a.txt'],
    ['feature-x', 'x.txt'],
  ] as const) {
    if (branch !== 'main') await run('checkout', '--quiet', '-b', branch);
    await writeFile(join(dir, file), `${file}\n`);
    await run('add', '--all');
    await run('commit', '--quiet', '--message', file);
  }
  await run('checkout', '--quiet', 'main');
}

if (reason === undefined) {
  describe.each([{ bigIds: false }, { bigIds: true }])(
    'the official SDK on the embedded workspace, %p',
    ({ bigIds }) => {
      let workspace: RunningWorkspace;
      let seen: Record<string, unknown>;

      beforeAll(async () => {
        workspace = await startWorkspace({
          token: 'dapi-contract',
          bigIds,
          orgId: '4242',
          principals: [OTHER],
        });
        await workspace.createRepository('churn', seed);
        await workspace.createRepository('secret', seed, { private: true, accessTokens: ['pat'] });
        seen = (await runScript('repos.py', {
          DATABRICKS_HOST: workspace.url,
          DATABRICKS_TOKEN: workspace.token,
          GIT_URL: workspace.gitUrl('churn'),
          PRIVATE_GIT_URL: workspace.gitUrl('secret'),
          PROVIDER_PAT: 'pat',
          OTHER_TOKEN: OTHER.token,
        })) as Record<string, unknown>;
      }, 120_000);
      afterAll(() => workspace.close());

      test('knows who and where it is', () => {
        expect(seen['me']).toEqual({ user_name: SERVICE_IDENTITY, id_is_digits: true });
        expect(seen['workspace_id']).toBe(4242);
      });

      test('creates, updates, finds, lists over pages and deletes git folders', async () => {
        const bare = join(workspace.dataDir, 'git', 'churn.git');
        const headOf = (branch: string) => git(['rev-parse', branch], { cwd: bare });
        expect(seen['created']).toMatchObject({
          branch: 'main',
          head_commit_id: await headOf('main'),
          provider: 'gitHub',
        });
        expect(seen['got']).toMatchObject({ branch: 'feature-x', head_commit_id: await headOf('feature-x') });
        expect([seen['listed'], seen['paged'], seen['by_path']]).toEqual([[true], 22, true]);
        expect(seen['deleted']).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
      });

      test.each([
        ['missing_repo', 'NotFound'],
        ['missing_path', 'NotFound'],
        ['unknown_path', 'NotFound'],
        ['missing_branch', 'BadRequest'],
        ['private', 'BadRequest'],
        ['twice', 'ResourceConflict'],
        ['second_credential', 'ResourceConflict'],
        ['not_empty', 'BadRequest'],
        ['wrong_token', 'Unauthenticated'],
        ['not_mine', 'PermissionDenied'],
      ])('takes the refusal "%s" for %s', (name, kind) => {
        expect(seen[name]).toMatchObject({ bases: expect.arrayContaining([kind]) as unknown });
      });

      test('keeps git credentials and uses them', () => {
        expect(seen['credentials']).toEqual(['gitHub']);
        expect([seen['credential_user'], seen['private_with_credential']]).toEqual(['lovelace', 'main']);
        expect(seen['credentials_left']).toBe(0);
      });

      test('imports, exports, uploads, downloads, lists and walks workspace files', () => {
        expect([seen['exported'], seen['downloaded']]).toEqual([true, true]);
        expect(seen['objects']).toEqual([
          ['/Shared/deep/data.bin', 'FILE'],
          ['/Shared/deep/folder', 'DIRECTORY'],
          ['/Shared/deep/nb', 'NOTEBOOK'],
        ]);
        expect(seen['walked']).toBe(2);
      });
    },
  );

  test('the official SDK repeats 429 and 503 as told, and gets a token as an OAuth client', async () => {
    const workspace = await startWorkspace({ token: 'dapi-contract', clientSecret: 'dose' });
    try {
      const path = '/api/2.0/preview/scim/v2/Me';
      workspace.faults.add({ kind: '429', path, times: 2, retryAfterSeconds: 1 });
      workspace.faults.add({ kind: '503', path, times: 1, retryAfterSeconds: 1 });
      const seen = await runScript('retries.py', {
        HOST: workspace.url,
        TOKEN: workspace.token,
        CLIENT_ID: SERVICE_IDENTITY,
        CLIENT_SECRET: 'dose',
      });
      expect(seen).toEqual({ after_trouble: SERVICE_IDENTITY, oauth_user: SERVICE_IDENTITY });
      const statuses = workspace.journal.entries().filter((entry) => entry.path === path);
      expect(statuses.map((entry) => entry.status)).toEqual([429, 429, 503, 200, 200]);
    } finally {
      await workspace.close();
    }
  }, 60_000);
} else {
  test(`could not run here: ${reason}`, () => {
    expect(reason).not.toBe('');
  });
}
