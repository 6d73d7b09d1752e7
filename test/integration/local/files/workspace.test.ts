import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Guest, openGuest, PROVIDER_PAT, withGuest } from '../guest.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const api = '/api/2.0/workspace';

async function outcome(guest: Guest, path: string, body?: unknown): Promise<readonly [number, unknown]> {
  const answer = await guest.call(body === undefined ? 'GET' : 'POST', api + path, body);
  return [answer.status, answer.body['error_code']];
}

describe('workspace files', () => {
  test('a notebook comes back as it was imported, without an extension in its path', () =>
    withGuest({}, async (guest) => {
      await guest.call('POST', `${api}/mkdirs`, { path: '/Shared/a/b' });
      const content = base64('# Databricks notebook source\nprint(1)\n');
      const path = '/Shared/a/b/nb';
      await guest.call('POST', `${api}/import`, { path, content, format: 'SOURCE', language: 'PYTHON' });
      const exported = await guest.call('GET', `${api}/export?path=${path}`);
      expect(exported.body).toEqual({ content, file_type: 'py' });
      const status = await guest.call('GET', `${api}/get-status?path=${path}`);
      expect(status.body).toMatchObject({ object_type: 'NOTEBOOK', language: 'PYTHON', path });
      expect(await outcome(guest, `/get-status?path=${path}.py`)).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    }));

  test('AUTO tells notebooks from files by their first line', () =>
    withGuest({}, async (guest) => {
      const put = (path: string, text: string) =>
        guest.call('POST', `${api}/import`, { path, content: base64(text), format: 'AUTO' });
      await put('/Shared/nb.py', '# Databricks notebook source\n');
      await put('/Shared/module.py', 'x = 1\n');
      const { body } = await guest.call('GET', `${api}/list?path=/Workspace/Shared`);
      const objects = body['objects'] as readonly Record<string, unknown>[];
      expect(objects.map(({ path, object_type }) => [path, object_type])).toEqual([
        ['/Workspace/Shared/module.py', 'FILE'],
        ['/Workspace/Shared/nb', 'NOTEBOOK'],
      ]);
    }));

  test('object ids stay the same, and an empty folder lists as nothing', () =>
    withGuest({}, async (guest) => {
      const id = async () => (await guest.call('GET', `${api}/get-status?path=/Shared`)).body['object_id'];
      expect(await id()).toBe(await id());
      expect((await guest.call('GET', `${api}/list?path=/Shared`)).body).toEqual({});
    }));

  test('delete of a full folder wants recursive; overwrite wants to be asked for', () =>
    withGuest({}, async (guest) => {
      await guest.call('POST', `${api}/mkdirs`, { path: '/Shared/a' });
      const file = { path: '/Shared/a/f.txt', content: base64('x'), format: 'RAW' };
      expect(await outcome(guest, '/import', file)).toEqual([200, undefined]);
      expect(await outcome(guest, '/import', file)).toEqual([400, 'RESOURCE_ALREADY_EXISTS']);
      expect(await outcome(guest, '/import', { ...file, overwrite: true })).toEqual([200, undefined]);
      expect(await outcome(guest, '/delete', { path: '/Shared/a' })).toEqual([400, 'DIRECTORY_NOT_EMPTY']);
      expect(await outcome(guest, '/delete', { path: '/Shared/a', recursive: true })).toEqual([
        200,
        undefined,
      ]);
      expect(await outcome(guest, '/get-status?path=/Shared/a/f.txt')).toEqual([
        404,
        'RESOURCE_DOES_NOT_EXIST',
      ]);
    }));

  test('more than 10 MB is refused both ways', () =>
    withGuest({}, async (guest) => {
      const big = Buffer.alloc(10 * 1024 * 1024 + 1);
      const body = { path: '/Shared/big.bin', content: big.toString('base64'), format: 'RAW' };
      expect(await outcome(guest, '/import', body)).toEqual([400, 'MAX_NOTEBOOK_SIZE_EXCEEDED']);
      await writeFile(join(guest.dataDir, 'files', 'Shared', 'big.bin'), big);
      expect(await outcome(guest, '/export?path=/Shared/big.bin')).toEqual([
        400,
        'MAX_NOTEBOOK_SIZE_EXCEEDED',
      ]);
    }));

  test('a link that leads out of the tree is not there', () =>
    withGuest({}, async (guest) => {
      await symlink(join(guest.dataDir, 'workspace.db'), join(guest.dataDir, 'files', 'Shared', 'leak'));
      expect(await outcome(guest, '/export?path=/Shared/leak')).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
      expect((await guest.call('GET', `${api}/list?path=/Shared`)).body).toEqual({});
    }));
});

describe('refusals of workspace files', () => {
  let guest: Guest;
  beforeAll(async () => {
    guest = await openGuest();
  });
  afterAll(() => guest.close());

  test.each([
    ['nothing at the path', '/get-status?path=/Shared/none', undefined, 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['no path', '/get-status', undefined, 400, 'INVALID_PARAMETER_VALUE'],
    ['a relative path', '/list?path=Shared', undefined, 400, 'INVALID_PARAMETER_VALUE'],
    ['a way out', '/export?path=/Shared/../../workspace.db', undefined, 400, 'INVALID_PARAMETER_VALUE'],
    ['the inside of git', '/list?path=/Repos/x/.git', undefined, 400, 'INVALID_PARAMETER_VALUE'],
    ['export of a folder', '/export?path=/Shared', undefined, 400, 'INVALID_PARAMETER_VALUE'],
    ['a format not offered', '/export?path=/Shared&format=DBC', undefined, 501, 'NOT_IMPLEMENTED'],
    ['a folder too deep under /Repos', '/mkdirs', { path: '/Repos/a/b' }, 400, 'INVALID_PARAMETER_VALUE'],
    [
      'import without a parent',
      '/import',
      { path: '/Shared/n/x', format: 'RAW' },
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ],
    [
      'import onto a folder',
      '/import',
      { path: '/Shared', format: 'RAW', overwrite: true },
      400,
      'RESOURCE_ALREADY_EXISTS',
    ],
    ['SOURCE without a language', '/import', { path: '/Shared/n' }, 400, 'INVALID_PARAMETER_VALUE'],
    ['deleting what is not there', '/delete', { path: '/Shared/none' }, 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['deleting a top folder', '/delete', { path: '/Shared', recursive: true }, 403, 'PERMISSION_DENIED'],
  ])('%s is refused', async (_name, path, body, status, code) => {
    expect(await outcome(guest, path, body)).toEqual([status, code]);
  });
});

describe('files for jobs', () => {
  test('locate finds a notebook, its root and its commit, in any spelling', () =>
    withGuest({}, async (guest) => {
      const url = guest.gitUrl('churn');
      const folder = await guest.call('POST', '/api/2.0/repos', {
        url,
        provider: 'gitHub',
        path: '/Shared/churn',
      });
      const expected = {
        file: join(guest.dataDir, 'files', 'Shared', 'churn', 'unit_tests.py'),
        root: join(guest.dataDir, 'files', 'Shared', 'churn'),
        rootPath: '/Shared/churn',
        kind: 'NOTEBOOK',
        commit: folder.body['head_commit_id'],
      };
      expect(await guest.files.locate('/Workspace/Shared/churn/unit_tests')).toEqual(expected);
      expect(await guest.files.locate('/Shared/churn/unit_tests')).toEqual(expected);
      expect(await guest.files.locate('/Shared/churn/unit_tests.py')).toBeUndefined();
      expect(await guest.files.locate('/Shared/churn/train.py')).toMatchObject({ kind: 'FILE' });
    }));

  test('cloneAt gives a checkout of a branch, tag or commit and takes it away again', () =>
    withGuest({}, async (guest) => {
      const me = { id: '1001', userName: 'me', displayName: 'Me' };
      const byBranch = await guest.files.cloneAt(guest.gitUrl('churn'), { branch: 'feature-x' }, me);
      expect(await guest.files.locateIn(byBranch.dir, 'unit_tests')).toMatchObject({
        kind: 'NOTEBOOK',
        commit: byBranch.commit,
      });
      expect(await guest.files.locateIn(byBranch.dir, '../../workspace.db')).toBeUndefined();
      const byCommit = await guest.files.cloneAt(guest.gitUrl('churn'), { commit: byBranch.commit }, me);
      expect(byCommit.commit).toBe(byBranch.commit);
      const byTag = await guest.files.cloneAt(guest.gitUrl('churn'), { tag: 'v1' }, me);
      expect(byTag.commit).not.toBe(byBranch.commit);
      for (const checkout of [byBranch, byCommit, byTag]) {
        await checkout.dispose();
        await checkout.dispose();
        expect(await guest.files.locateIn(checkout.dir, '.')).toBeUndefined();
      }
    }));

  test('cloneAt of a missing branch, or of a private remote without a credential, is refused; with one it works', () =>
    withGuest({}, async (guest) => {
      const me = { id: '1001', userName: 'me', displayName: 'Me' };
      const clone = (name: string, branch: string) =>
        guest.files.cloneAt(guest.gitUrl(name), { branch }, me, 'gitHub');
      await expect(clone('churn', 'gone')).rejects.toMatchObject({ errorCode: 'GIT_UNKNOWN_REF' });
      await expect(clone('secret', 'main')).rejects.toMatchObject({ errorCode: 'GIT_REMOTE_ERROR' });
      const credential = { git_provider: 'gitHub', personal_access_token: PROVIDER_PAT };
      await guest.call('POST', '/api/2.0/git-credentials', credential);
      const checkout = await clone('secret', 'main');
      expect(checkout.commit).toMatch(/^[0-9a-f]{40}$/);
    }));
});
