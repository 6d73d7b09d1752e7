import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { git } from '../../../../src/local/git/git.ts';
import { openGuest, PROVIDER_PAT, pushChange, withGuest } from '../guest.ts';

describe('git hosting', () => {
  test('clone, push and clone again carry a change; branches and tags of the seed are there', () =>
    withGuest({}, async (guest) => {
      const first = await guest.clone('churn');
      const pushed = await pushChange(first, 'feature-y', 'y.txt', 'y\n');
      const second = await guest.clone('churn');
      expect(await git(['rev-parse', 'origin/feature-y'], { cwd: second })).toBe(pushed);
      expect(await git(['tag', '--list'], { cwd: second })).toBe('v1');
      expect(await git(['branch', '--remotes', '--list', 'origin/feature-x'], { cwd: second })).toContain(
        'origin/feature-x',
      );
    }));

  test('a push larger than the buffer of git (sent in chunks) arrives whole', () =>
    withGuest({}, async (guest) => {
      const clone = await guest.clone('churn');
      await writeFile(join(clone, 'noise.bin'), randomBytes(3 * 1024 * 1024));
      const pushed = await pushChange(clone, 'main', 'small.txt', 'x\n');
      const folder = await guest.call('POST', '/api/2.0/repos', {
        url: guest.gitUrl('churn'),
        provider: 'gitHub',
        path: '/Shared/churn',
      });
      expect(folder.body['head_commit_id']).toBe(pushed);
    }));

  test('closing the workspace stops git that waits for a dead remote', async () => {
    const guest = await openGuest();
    guest.faults.add({ kind: 'timeout', path: '/git/churn.git' });
    const url = guest.gitUrl('churn');
    const waiting = guest
      .call('POST', '/api/2.0/repos', { url, provider: 'gitHub', path: '/Shared/x' })
      .catch(() => 'cut');
    // The fetch of the clone has arrived when its fault was picked.
    const played = async () => {
      const { body } = await guest.call('GET', '/local/faults');
      return JSON.stringify(body).includes('"played":1');
    };
    while (!(await played()));
    await guest.close();
    expect(await waiting).toBe('cut');
  });

  test('reading is open, pushing asks for a token, and openPush lifts that', async () => {
    const refs = (url: string, service: string) => fetch(`${url}/info/refs?service=${service}`);
    await withGuest({}, async (guest) => {
      expect((await refs(guest.gitUrl('churn'), 'git-upload-pack')).status).toBe(200);
      const push = await refs(guest.gitUrl('churn'), 'git-receive-pack');
      expect([push.status, push.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="git"']);
    });
    await withGuest({ openPush: true }, async (guest) => {
      expect((await refs(guest.gitUrl('churn'), 'git-receive-pack')).status).toBe(200);
    });
  });

  test('a private repository wants a workspace token or an access token of its own', () =>
    withGuest({}, async (guest) => {
      const status = async (password?: string) => {
        const headers: Record<string, string> =
          password === undefined ? {} : { authorization: `Basic ${btoa(`anybody:${password}`)}` };
        return (await fetch(`${guest.gitUrl('secret')}/info/refs?service=git-upload-pack`, { headers }))
          .status;
      };
      expect([
        await status(),
        await status('wrong'),
        await status(PROVIDER_PAT),
        await status(guest.token),
      ]).toEqual([401, 401, 200, 200]);
    }));

  test('nothing but repositories is served', () =>
    withGuest({}, async (guest) => {
      const paths = [
        '/git/none.git/info/refs',
        '/git/../workspace.db',
        '/git/%2e%2e/x',
        '/git/churn.git/workspace-options.json',
      ];
      for (const path of paths) expect((await fetch(guest.url + path)).status).toBeGreaterThanOrEqual(400);
    }));

  test('repositories, git folders and their URL survive a restart on another port', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'guest-data-'));
    try {
      let id: unknown;
      let pushed = '';
      await withGuest({ dataDir }, async (guest) => {
        const body = { url: guest.gitUrl('churn'), provider: 'gitHub', path: '/Shared/churn' };
        id = (await guest.call('POST', '/api/2.0/repos', body)).body['id'];
        pushed = await pushChange(await guest.clone('churn'), 'main', 'later.txt', 'later\n');
      });
      await withGuest({ dataDir }, async (guest) => {
        const path = `/api/2.0/repos/${String(id)}`;
        expect((await guest.call('PATCH', path, { branch: 'main' })).status).toBe(200);
        const { body } = await guest.call('GET', path);
        expect(body).toMatchObject({ url: guest.gitUrl('churn'), head_commit_id: pushed });
        expect(await readFile(join(dataDir, 'files', 'Shared', 'churn', 'later.txt'), 'utf8')).toBe(
          'later\n',
        );
      });
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
