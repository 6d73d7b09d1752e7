import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { git } from '../../../../src/local/git/git.ts';
import { type Guest, PERSON, PROVIDER_PAT, pushChange, withGuest } from '../guest.ts';

const asPerson = { authorization: `Bearer ${PERSON.token}` };

async function createFolder(
  guest: Guest,
  path = '/Repos/team/churn',
  name = 'churn',
): Promise<Record<string, unknown>> {
  await guest.call('POST', '/api/2.0/workspace/mkdirs', { path: path.slice(0, path.lastIndexOf('/')) });
  const answer = await guest.call('POST', '/api/2.0/repos', {
    url: guest.gitUrl(name),
    provider: 'GITHUB',
    path,
  });
  if (answer.status !== 200)
    throw new Error(`create said ${answer.status} ${String(answer.body['message'])}`);
  return answer.body;
}

const headOf = (guest: Guest, branch: string, name = 'churn') =>
  git(['rev-parse', `${branch}^{commit}`], { cwd: join(guest.dataDir, 'git', `${name}.git`) });

const onDisk = (guest: Guest, path: string) => join(guest.dataDir, 'files', ...path.split('/'));

describe('git folders', () => {
  test('create clones the default branch and answers with the true commit', () =>
    withGuest({}, async (guest) => {
      const folder = await createFolder(guest);
      expect(folder).toMatchObject({
        path: '/Repos/team/churn',
        provider: 'gitHub',
        branch: 'main',
        url: guest.gitUrl('churn'),
      });
      expect(folder['head_commit_id']).toBe(await headOf(guest, 'main'));
      const got = await guest.call('GET', `/api/2.0/repos/${String(folder['id'])}`);
      expect(got.body).toEqual({ ...folder, git_cli_enabled: false });
    }));

  test('update by branch checks out real files and answers with nothing', () =>
    withGuest({}, async (guest) => {
      const { id } = await createFolder(guest);
      const answer = await guest.call('PATCH', `/api/2.0/repos/${String(id)}`, { branch: 'feature-x' });
      expect([answer.status, answer.body]).toEqual([200, {}]);
      const got = await guest.call('GET', `/api/2.0/repos/${String(id)}`);
      expect(got.body).toMatchObject({
        branch: 'feature-x',
        head_commit_id: await headOf(guest, 'feature-x'),
      });
      expect(await git(['status', '--porcelain'], { cwd: onDisk(guest, '/Repos/team/churn') })).toBe('');
      const listed = await guest.call('GET', '/api/2.0/workspace/list?path=/Repos/team/churn');
      expect(listed.body['objects']).toContainEqual(
        expect.objectContaining({ path: '/Repos/team/churn/feature.txt' }),
      );
    }));

  test('the head moves only by an update, then to the latest pushed commit; a branch name may hold slashes', () =>
    withGuest({}, async (guest) => {
      const folder = await createFolder(guest);
      const path = `/api/2.0/repos/${String(folder['id'])}`;
      const pushed = await pushChange(await guest.clone('churn'), 'main', 'new.txt', 'new\n');
      expect((await guest.call('GET', path)).body['head_commit_id']).toBe(folder['head_commit_id']);
      await guest.call('PATCH', path, { branch: 'main' });
      expect((await guest.call('GET', path)).body['head_commit_id']).toBe(pushed);
      await guest.call('PATCH', path, { branch: 'feature/with/slash' });
      expect((await guest.call('GET', path)).body['branch']).toBe('feature/with/slash');
    }));

  test('update by tag leaves no branch, and a branch can be checked out again', () =>
    withGuest({}, async (guest) => {
      const { id } = await createFolder(guest);
      const path = `/api/2.0/repos/${String(id)}`;
      expect((await guest.call('PATCH', path, { tag: 'v1' })).status).toBe(200);
      const atTag = (await guest.call('GET', path)).body;
      expect(atTag['branch']).toBeUndefined();
      expect(atTag['head_commit_id']).toBe(await headOf(guest, 'v1'));
      await guest.call('PATCH', path, { branch: 'feature-x' });
      expect((await guest.call('GET', path)).body['branch']).toBe('feature-x');
    }));

  test('a branch rewritten on the remote is followed, one with local commits is not', () =>
    withGuest({}, async (guest) => {
      const { id } = await createFolder(guest);
      const path = `/api/2.0/repos/${String(id)}`;
      const clone = await guest.clone('churn');
      await git(['reset', '--quiet', '--hard', 'HEAD~1'], { cwd: clone });
      await git(['push', '--quiet', '--force', 'origin', 'main'], { cwd: clone });
      expect((await guest.call('PATCH', path, { branch: 'main' })).status).toBe(200);
      expect((await guest.call('GET', path)).body['head_commit_id']).toBe(await headOf(guest, 'main'));

      const dir = onDisk(guest, '/Repos/team/churn');
      const config = { 'user.name': 'A', 'user.email': 'a@example.com' };
      await git(['commit', '--quiet', '--allow-empty', '--message', 'Own'], { cwd: dir, config });
      const refused = await guest.call('PATCH', path, {
        branch: 'main',
        dangerously_force_discard_all: true,
      });
      expect([refused.status, refused.body['error_code']]).toEqual([400, 'GIT_CONFLICT']);
    }));

  test('create twice, without a parent, with a bad provider, path or URL is refused', () =>
    withGuest({}, async (guest) => {
      await createFolder(guest);
      const url = guest.gitUrl('churn');
      const refusal = async (body: Record<string, unknown>) => {
        const answer = await guest.call('POST', '/api/2.0/repos', body);
        return [answer.status, answer.body['error_code']];
      };
      expect(await refusal({ url, provider: 'gitHub', path: '/Repos/team/churn' })).toEqual([
        400,
        'RESOURCE_ALREADY_EXISTS',
      ]);
      expect(await refusal({ url, provider: 'gitHub', path: '/Repos/nobody/churn' })).toEqual([
        404,
        'RESOURCE_DOES_NOT_EXIST',
      ]);
      for (const body of [
        { url, provider: 'subversion', path: '/Repos/team/b' },
        { url, path: '/Repos/team/b' },
        { provider: 'gitHub', path: '/Repos/team/b' },
        { url, provider: 'gitHub', path: '/Repos/team/b/c' },
        { url, provider: 'gitHub', path: '/Repos/b' },
        { url, provider: 'gitHub', path: '/Workspace/../etc/b' },
        { url, provider: 'gitHub', path: '/Repos/team/churn/inner' },
        { url: 'file:///etc', provider: 'gitHub', path: '/Repos/team/b' },
        { url: 'ext::sh -c id', provider: 'gitHub', path: '/Repos/team/b' },
      ]) {
        expect(await refusal(body)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
      }
    }));

  test('an unknown id, branch and tag, and branch with tag', () =>
    withGuest({}, async (guest) => {
      const folder = await createFolder(guest);
      const path = `/api/2.0/repos/${String(folder['id'])}`;
      const unknown = await guest.call('GET', '/api/2.0/repos/123');
      expect([unknown.status, unknown.body]).toEqual([
        404,
        { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Repo could not be found' },
      ]);
      for (const body of [{ branch: 'gone' }, { tag: 'gone' }, { branch: 'main~1' }, { branch: 'v1' }]) {
        expect((await guest.call('PATCH', path, body)).body['error_code']).toBe('GIT_UNKNOWN_REF');
      }
      const both = await guest.call('PATCH', path, { branch: 'main', tag: 'v1' });
      expect([both.status, both.body['error_code']]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
      expect((await guest.call('GET', path)).body['head_commit_id']).toBe(folder['head_commit_id']);
    }));

  test('local changes refuse an update and name the file; discarding them lets it through', () =>
    withGuest({}, async (guest) => {
      const folder = await createFolder(guest);
      const path = `/api/2.0/repos/${String(folder['id'])}`;
      const content = Buffer.from('print("changed")\n').toString('base64');
      await guest.call('POST', '/api/2.0/workspace/import', {
        path: '/Repos/team/churn/train.py',
        content,
        format: 'AUTO',
        overwrite: true,
      });
      const refused = await guest.call('PATCH', path, { branch: 'feature-x' });
      expect([refused.status, refused.body['error_code']]).toEqual([400, 'GIT_CONFLICT']);
      expect(refused.body['message']).toContain('train.py');
      expect((await guest.call('GET', path)).body['head_commit_id']).toBe(folder['head_commit_id']);
      await writeFile(join(onDisk(guest, '/Repos/team/churn'), 'untracked.txt'), 'x');
      const forced = await guest.call('PATCH', path, {
        branch: 'feature-x',
        dangerously_force_discard_all: true,
      });
      expect(forced.status).toBe(200);
      expect(await git(['status', '--porcelain'], { cwd: onDisk(guest, '/Repos/team/churn') })).toBe('');
    }));

  test('a dead remote, a missing repository and a private one without or with a bad credential are GIT_REMOTE_ERROR', () =>
    withGuest({}, async (guest) => {
      const url = guest.gitUrl('secret');
      const attempt = (body: Record<string, unknown>) =>
        guest.call('POST', '/api/2.0/repos', { provider: 'gitHub', path: '/Shared/x', ...body });
      const dead = await attempt({ url: 'http://127.0.0.1:9/x.git' });
      const missing = await attempt({ url: guest.gitUrl('none') });
      const entra = await attempt({ url, provider: 'azureDevOpsServices' });
      const without = await attempt({ url });
      for (const answer of [dead, missing, without, entra]) {
        expect([answer.status, answer.body['error_code']]).toEqual([400, 'GIT_REMOTE_ERROR']);
      }
      expect(new Set([dead, missing, without, entra].map((answer) => answer.body['message'])).size).toBe(4);
      expect(entra.body['message']).toContain('Azure Active Directory');

      const credential = { git_provider: 'gitHub', git_username: 'ada', personal_access_token: 'wrong' };
      const { body } = await guest.call('POST', '/api/2.0/git-credentials', credential);
      expect((await attempt({ url })).body['error_code']).toBe('GIT_REMOTE_ERROR');
      await guest.call('PATCH', `/api/2.0/git-credentials/${String(body['credential_id'])}`, {
        git_provider: 'gitHub',
        personal_access_token: PROVIDER_PAT,
      });
      expect((await attempt({ url })).status).toBe(200);
      // The credential is the service identity's: another person has none.
      const other = await guest.call(
        'POST',
        '/api/2.0/repos',
        { provider: 'gitHub', path: '/Shared/y', url },
        asPerson,
      );
      expect(other.body['error_code']).toBe('GIT_REMOTE_ERROR');
    }));

  test('a URL off the allow list and a git operation over its time', () =>
    withGuest({ gitAllowList: ['https://github.com/'] }, async (guest) => {
      const body = { url: guest.gitUrl('churn'), provider: 'gitHub', path: '/Shared/x' };
      expect((await guest.call('POST', '/api/2.0/repos', body)).body['error_code']).toBe(
        'GIT_URL_NOT_ON_ALLOW_LIST',
      );
    }));

  test('a remote that never answers ends in PROJECTS_OPERATION_TIMEOUT', () =>
    withGuest({ gitTimeoutMs: 300 }, async (guest) => {
      guest.faults.add({ kind: 'timeout', path: '/git/churn.git' });
      const body = { url: guest.gitUrl('churn'), provider: 'gitHub', path: '/Shared/x' };
      const answer = await guest.call('POST', '/api/2.0/repos', body);
      expect([answer.status, answer.body['error_code']]).toEqual([504, 'PROJECTS_OPERATION_TIMEOUT']);
    }));

  test('of two updates of one folder the second waits its turn, or is told that the folder is held', () =>
    withGuest({ repoLockWaitMs: 50 }, async (guest) => {
      const { id } = await createFolder(guest);
      const path = `/api/2.0/repos/${String(id)}`;
      guest.faults.add({ kind: 'slow', path: '/git/churn.git', delayMs: 600, times: 1 });
      const answers = await Promise.all([
        guest.call('PATCH', path, { branch: 'feature-x' }),
        guest.call('PATCH', path, { branch: 'main' }),
      ]);
      expect(
        answers
          .map((answer) => answer.body['error_code'] ?? 'done')
          .map(String)
          .toSorted((a, b) => (a < b ? -1 : 1)),
      ).toEqual(['COULD_NOT_ACQUIRE_LOCK', 'done']);
      const later = await Promise.all([1, 2].map(() => guest.call('PATCH', path, { branch: 'feature-x' })));
      expect(later.filter((answer) => answer.status === 200).length).toBeGreaterThanOrEqual(1);
    }));

  test('list pages by next_page_token, and without a prefix shows only what lies under /Repos', () =>
    withGuest({}, async (guest) => {
      for (let index = 0; index < 22; index += 1) await createFolder(guest, `/Repos/team/r${index}`);
      await createFolder(guest, '/Users/ada@example.com/own');
      const first = (await guest.call('GET', '/api/2.0/repos')).body;
      expect(first['repos']).toHaveLength(20);
      const token = String(first['next_page_token']);
      const second = (await guest.call('GET', `/api/2.0/repos?next_page_token=${token}`)).body;
      expect(second['repos']).toHaveLength(2);
      expect(second['next_page_token']).toBeUndefined();
      const own = await guest.call('GET', '/api/2.0/repos?path_prefix=/Workspace/Users/ada@example.com');
      expect(own.body['repos']).toEqual([expect.objectContaining({ path: '/Users/ada@example.com/own' })]);
    }));

  test('only its maker or an administrator manages a folder', () =>
    withGuest({}, async (guest) => {
      const { id } = await createFolder(guest);
      const path = `/api/2.0/repos/${String(id)}`;
      expect((await guest.call('GET', '/api/2.0/repos', undefined, asPerson)).body['repos']).toBeUndefined();
      for (const [method, body] of [
        ['PATCH', { branch: 'main' }],
        ['DELETE', undefined],
      ] as const) {
        const answer = await guest.call(method, path, body, asPerson);
        expect([answer.status, answer.body['error_code']]).toEqual([403, 'PERMISSION_DENIED']);
      }
    }));

  test('delete takes the folder away; a folder found by path has its id as object id', () =>
    withGuest({ bigIds: true }, async (guest) => {
      const { id } = await createFolder(guest);
      expect(id).toBeGreaterThan(2n ** 62n);
      const status = await guest.call(
        'GET',
        '/api/2.0/workspace/get-status?path=/Workspace/Repos/team/churn/train.py&return_git_info=true',
      );
      expect(status.body['git_info']).toMatchObject({ id, branch: 'main', path: '/Repos/team/churn' });
      const found = await guest.call('GET', '/api/2.0/workspace/get-status?path=/Workspace/Repos/team/churn');
      expect(found.body).toMatchObject({
        object_id: id,
        object_type: 'REPO',
        path: '/Workspace/Repos/team/churn',
      });
      expect((await guest.call('DELETE', `/api/2.0/repos/${String(id)}`)).status).toBe(200);
      expect((await guest.call('GET', '/api/2.0/workspace/get-status?path=/Repos/team/churn')).status).toBe(
        404,
      );
    }));

  test('a lock left by a git that was killed does not stop the next update', () =>
    withGuest({}, async (guest) => {
      const { id } = await createFolder(guest);
      await writeFile(join(onDisk(guest, '/Repos/team/churn'), '.git', 'index.lock'), '');
      expect(
        (await guest.call('PATCH', `/api/2.0/repos/${String(id)}`, { branch: 'feature-x' })).status,
      ).toBe(200);
    }));

  test('sparse checkout holds only its folders and cannot be switched on later', () =>
    withGuest({}, async (guest) => {
      const whole = await createFolder(guest);
      const refused = await guest.call('PATCH', `/api/2.0/repos/${String(whole['id'])}`, {
        sparse_checkout: { patterns: ['src'] },
      });
      expect(refused.body['error_code']).toBe('INVALID_PARAMETER_VALUE');
      const answer = await guest.call('POST', '/api/2.0/repos', {
        url: guest.gitUrl('churn'),
        provider: 'gitHub',
        path: '/Repos/team/sparse',
        sparse_checkout: { patterns: ['src'] },
      });
      expect(answer.body['sparse_checkout']).toEqual({ patterns: ['src'] });
    }));
});
