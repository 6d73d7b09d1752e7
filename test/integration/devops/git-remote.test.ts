import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../src/base/clock.ts';
import type { Fault } from '../../../src/base/errors.ts';
import { refInPipeline } from '../../../src/cli/pipeline-ref.ts';
import type { GitProvider } from '../../../src/devops/git.ts';
import { gitRemote } from '../../../src/devops/git-remote.ts';
import { type RealRepository, realRepository } from './real-repository.ts';

const SECRET = 'planted-secret-4711';

let repository: RealRepository;
let cacheFolder: string;
let provider: GitProvider;

beforeEach(() => {
  repository = realRepository();
  cacheFolder = join(mkdtempSync(join(tmpdir(), 'git-cache-')), 'git');
  provider = gitRemote({ url: repository.url, cacheFolder });
});
afterEach(() => {
  repository.remove();
  rmSync(cacheFolder, { recursive: true, force: true });
});

const faultOf = async (promise: Promise<unknown>): Promise<Fault> =>
  promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error as Fault,
  );

describe('a name becomes a commit', () => {
  test('the branch as it stands now, with subject, author and time', async () => {
    const id = repository.commit('Train on more rows: “ü”', 1_790_000_123);
    expect(await provider.resolve('main')).toEqual({
      kind: 'branch',
      name: 'main',
      commit: {
        id,
        subject: 'Train on more rows: “ü”',
        author: 'Ada Lovelace',
        email: 'ada@example.com',
        at: 1_790_000_123_000,
      },
    });
  });

  test('every form in which a pipeline names its branch leads to the full commit of that branch', async () => {
    repository.commit('one');
    repository.git('branch', 'feature/x');
    repository.git('checkout', '--quiet', 'feature/x');
    const feature = repository.commit('of the feature');
    repository.git('checkout', '--quiet', 'main');
    const main = repository.commit('two');
    repository.git('tag', '-a', 'v1', '-m', 'one', feature);
    // A branch that ends in the same word must not be taken for it.
    repository.git('branch', 'x', main);
    const inPull = { SYSTEM_PULLREQUEST_SOURCEBRANCH: 'refs/heads/feature/x' };
    const commitOf = async (word: string, environment: Readonly<Record<string, string>> = {}) =>
      (await provider.resolve(refInPipeline(word, environment))).commit.id;
    expect(await commitOf('refs/heads/feature/x')).toBe(feature);
    expect(await commitOf('feature/x')).toBe(feature);
    expect(await commitOf('refs/pull/12/merge', inPull)).toBe(feature);
    expect(await commitOf('refs/tags/v1')).toBe(feature);
    expect(await commitOf('v1')).toBe(feature);
    expect(await commitOf('refs/heads/x')).toBe(main);
    expect(await commitOf('refs/heads/main', inPull)).toBe(main);
    expect((await faultOf(commitOf('refs/pull/12/merge'))).code).toBe('ref-not-found');
  });

  test('a push after the first answer is seen by the next', async () => {
    repository.commit('one');
    await provider.resolve('main');
    const second = repository.commit('two');
    expect((await provider.resolve('main')).commit.id).toBe(second);
  });

  test('a forced push and a deleted branch are seen too', async () => {
    const first = repository.commit('one');
    repository.git('branch', 'gone');
    repository.commit('two');
    await provider.resolve('main');
    repository.git('reset', '--quiet', '--hard', first);
    repository.git('branch', '-D', 'gone');
    expect((await provider.resolve('main')).commit.id).toBe(first);
    expect((await faultOf(provider.resolve('gone'))).code).toBe('ref-not-found');
  });

  test('long forms, slashes, lightweight and annotated tags', async () => {
    const id = repository.commit('one');
    repository.git('branch', 'feature/deep/x');
    repository.git('tag', 'light');
    repository.git('tag', '-a', 'v1', '-m', 'first release');
    for (const [typed, kind, name] of [
      ['refs/heads/main', 'branch', 'main'],
      ['origin/main', 'branch', 'main'],
      ['feature/deep/x', 'branch', 'feature/deep/x'],
      ['light', 'tag', 'light'],
      ['v1', 'tag', 'v1'],
      ['refs/tags/v1', 'tag', 'v1'],
    ]) {
      expect(await provider.resolve(typed as string)).toMatchObject({ kind, name, commit: { id } });
    }
  });

  test('the full commit id at which a branch stands; any other id is no answer', async () => {
    const old = repository.commit('one');
    repository.git('branch', 'zebra');
    const id = repository.commit('two');
    repository.git('branch', 'also-here');
    expect(await provider.resolve(id)).toMatchObject({ kind: 'branch', name: 'main', commit: { id } });
    expect(await provider.resolve(old)).toMatchObject({ name: 'zebra', commit: { id: old } });
    expect((await faultOf(provider.resolve(id.slice(0, 39)))).code).toBe('ref-not-found');
    // A branch may be called like an id: the name wins.
    repository.git('update-ref', `refs/heads/${old}`, id);
    expect(await provider.resolve(old)).toMatchObject({ name: old, commit: { id } });
  });

  test('a branch that is really called origin/main wins over the remote’s main', async () => {
    repository.commit('one');
    repository.git('checkout', '--quiet', '-b', 'origin/main');
    const id = repository.commit('two');
    expect(await provider.resolve('origin/main')).toMatchObject({ name: 'origin/main', commit: { id } });
  });
});

describe('a name that is no answer', () => {
  test('missing: the nearest are offered', async () => {
    repository.commit('one');
    repository.git('branch', 'feature-x');
    const fault = await faultOf(provider.resolve('featur-x'));
    expect(fault.code).toBe('ref-not-found');
    expect(fault.details.choices).toEqual({ argument: 'ref', options: ['feature-x'] });
    expect(fault.details.facts).toEqual({
      ref: 'featur-x',
      repository: repository.folder.split('/').at(-1),
    });
    expect(provider.near('mian', 1)).toEqual(['main']);
  });

  test('a prefix of one is offered, not taken; a prefix of several is a question', async () => {
    repository.commit('one');
    repository.git('branch', 'feature-x');
    const single = await faultOf(provider.resolve('feature'));
    expect([single.code, single.details.choices?.options]).toEqual(['ref-not-found', ['feature-x']]);
    repository.git('branch', 'feature-y');
    const several = await faultOf(provider.resolve('feature'));
    expect(several.code).toBe('ref-ambiguous');
    expect([...(several.details.choices?.options ?? [])].sort()).toEqual(['feature-x', 'feature-y']);
  });

  test('a branch and a tag of one name: the full names are the choices, and each of them works', async () => {
    repository.commit('one');
    repository.git('tag', 'v2');
    const tagged = repository.git('rev-parse', 'HEAD');
    repository.git('checkout', '--quiet', '-b', 'v2');
    const branched = repository.commit('two');
    const fault = await faultOf(provider.resolve('v2'));
    expect(fault.code).toBe('ref-ambiguous');
    expect([...(fault.details.choices?.options ?? [])].sort()).toEqual(['refs/heads/v2', 'refs/tags/v2']);
    expect((await provider.resolve('refs/tags/v2')).commit.id).toBe(tagged);
    expect((await provider.resolve('refs/heads/v2')).commit.id).toBe(branched);
  });

  test('a tag on something that is no commit', async () => {
    repository.commit('one');
    repository.git('tag', 'blob', repository.git('rev-parse', 'HEAD:file.txt'));
    expect((await faultOf(provider.resolve('blob'))).code).toBe('ref-not-found');
  });

  test('hostile names are refused before git runs at all', async () => {
    repository.commit('one');
    const marker = join(tmpdir(), `hostile-${process.pid}`);
    for (const name of [
      `--upload-pack=touch ${marker}`,
      `--output=${marker}`,
      '-x',
      `main;touch ${marker}`,
      `$(touch ${marker})`,
      'a\0b',
      'x'.repeat(300),
      'main@{1}',
      'main..feature-x',
      'main.lock',
      'main^{/one}',
    ]) {
      expect((await faultOf(provider.resolve(name))).code).toBe('ref-not-found');
      expect((await faultOf(provider.commit(name))).code).toBe('ref-not-found');
      expect((await faultOf(provider.between(name, name, 5))).code).toBe('ref-not-found');
    }
    expect(existsSync(marker)).toBe(false);
    // The mirror is made by the first fetch: there was none.
    expect(existsSync(cacheFolder)).toBe(false);
  });
});

describe('what lies between', () => {
  test('ahead newest first and cut, behind counted', async () => {
    const base = repository.commit('base');
    repository.git('checkout', '--quiet', '-b', 'feature-x');
    for (const subject of ['x1', 'x2', 'x3']) repository.commit(subject);
    const tip = repository.git('rev-parse', 'HEAD');
    repository.git('checkout', '--quiet', 'main');
    const main = repository.commit('m1');
    await provider.resolve('main');
    const { ahead, behind } = await provider.between(main, tip, 2);
    expect(ahead.map((commit) => commit.subject)).toEqual(['x3', 'x2']);
    expect(behind).toBe(1);
    expect(await provider.between(base, base, 5)).toEqual({ ahead: [], behind: 0 });
    expect((await provider.commit(base)).subject).toBe('base');
  });

  test('an id that git does not have', async () => {
    const id = repository.commit('one');
    await provider.resolve('main');
    expect((await faultOf(provider.commit('f'.repeat(40)))).code).toBe('ref-not-found');
    expect((await faultOf(provider.between('f'.repeat(40), id, 5))).code).toBe('ref-not-found');
  });

  test('branches: main, then the newest first, without tags', async () => {
    repository.commit('one', 1_790_000_000);
    repository.git('tag', 'v1');
    repository.git('checkout', '--quiet', '-b', 'older');
    repository.commit('two', 1_790_000_500);
    repository.git('checkout', '--quiet', '-b', 'newer');
    repository.commit('three', 1_790_000_900);
    expect(await provider.branches()).toEqual(['main', 'newer', 'older']);
    expect(await provider.branches(2)).toEqual(['main', 'newer']);
  });
});

describe('the mirror', () => {
  test('many at once are answered, each with a state no older than its question', async () => {
    repository.commit('one');
    const early = Array.from({ length: 5 }, () => provider.resolve('main'));
    const second = repository.commit('two');
    const late = await Promise.all(Array.from({ length: 5 }, () => provider.resolve('main')));
    await Promise.all(early);
    expect(late.map((ref) => ref.commit.id)).toEqual(Array.from({ length: 5 }, () => second));
    expect(readdirSync(cacheFolder)).toHaveLength(1);
  });

  test('file contents are left at the remote', async () => {
    repository.commit('one');
    const blob = repository.git('rev-parse', 'HEAD:file.txt');
    await provider.resolve('main');
    const [mirror] = readdirSync(cacheFolder);
    const objects = repository.git(
      '--git-dir',
      join(cacheFolder, mirror as string),
      'cat-file',
      '--batch-all-objects',
      '--batch-check',
    );
    expect(objects).toMatch(/ commit /);
    expect(objects).not.toContain(blob);
  });

  test('a remote that is not there', async () => {
    const lost = gitRemote({ url: `file://${repository.folder}-absent`, cacheFolder });
    expect((await faultOf(lost.resolve('main'))).code).toBe('git-nothing-there');
    expect(readdirSync(cacheFolder)).toEqual([]);
  });

  test('a server that knows no filters', async () => {
    repository.git('config', 'uploadpack.allowFilter', 'false');
    const id = repository.commit('one');
    expect((await provider.resolve('main')).commit.id).toBe(id);
  });

  test('two processes on one cache folder: every answer is right, from the first fetch on', async () => {
    repository.commit('one');
    const other = gitRemote({ url: repository.url, cacheFolder });
    for (let round = 0; round < 6; round += 1) {
      for (let n = 0; n < 10; n += 1) repository.git('branch', '-f', `moving-${n}`);
      const id = repository.commit(`round ${round}`);
      const both = await Promise.all([provider.resolve('main'), other.resolve('main')]);
      expect(both.map((ref) => ref.commit.id)).toEqual([id, id]);
    }
    expect(readdirSync(cacheFolder)).toHaveLength(1);
  });

  test('a lock that is let go: waited for; a lock that a crash left: the mirror is made anew', async () => {
    repository.commit('one');
    await provider.resolve('main');
    const [name] = readdirSync(cacheFolder);
    const lock = join(cacheFolder, name as string, 'refs/heads/main.lock');
    const waits: number[] = [];
    let letGo = true;
    const clock: Clock = {
      now: () => Date.now(),
      sleep: async (ms) => {
        waits.push(ms);
        if (letGo) rmSync(lock);
      },
    };
    const patient = gitRemote({ url: repository.url, cacheFolder, clock });
    const marker = join(cacheFolder, name as string, 'marker');
    writeFileSync(marker, '');
    writeFileSync(lock, '');
    const second = repository.commit('two');
    expect((await patient.resolve('main')).commit.id).toBe(second);
    expect([waits.length, existsSync(marker)]).toEqual([1, true]);
    letGo = false;
    writeFileSync(lock, '');
    const third = repository.commit('three');
    expect((await patient.resolve('main')).commit.id).toBe(third);
    expect([waits.length, existsSync(marker)]).toEqual([5, false]);
    expect(readdirSync(cacheFolder)).toEqual([name]);
  });

  test('a damaged mirror is made anew; leavings of a killed process are swept', async () => {
    const id = repository.commit('one');
    await provider.resolve('main');
    const [name = ''] = readdirSync(cacheFolder);
    writeFileSync(join(cacheFolder, name, 'config'), 'no [config');
    const leaving = join(cacheFolder, `unfinished-${name.replace('.git', '')}-abc`);
    mkdirSync(leaving);
    utimesSync(leaving, 1, 1);
    const hasty = gitRemote({
      url: repository.url,
      cacheFolder,
      clock: { now: Date.now, sleep: async () => {} },
    });
    expect((await hasty.resolve('main')).commit.id).toBe(id);
    expect(readdirSync(cacheFolder)).toEqual([name]);
  });

  test('a machine without git', async () => {
    const without = gitRemote({ url: repository.url, cacheFolder, environment: { PATH: '/nowhere' } });
    expect((await faultOf(without.resolve('main'))).code).toBe('git-missing');
  });
});

describe('over HTTP', () => {
  let server: Server;
  let seen: string[];
  let answer: (end: (status: number) => void) => void;
  let arrived: PromiseWithResolvers<void>;
  let closed: PromiseWithResolvers<void>;
  let url: string;

  beforeEach(async () => {
    seen = [];
    arrived = Promise.withResolvers<void>();
    closed = Promise.withResolvers<void>();
    answer = (end) => end(401);
    server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? 'none');
      arrived.resolve();
      request.socket.once('close', () => closed.resolve());
      answer((status) => response.writeHead(status, { 'www-authenticate': 'Basic realm="git"' }).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/churn.git`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('the token goes to the host, a refusal is told apart, and nothing that is left behind holds the token', async () => {
    const guarded = gitRemote({
      url: url.replace('http://', `http://user:${SECRET}@`),
      cacheFolder,
      token: SECRET,
    });
    const fault = await faultOf(guarded.resolve('main'));
    expect(fault.code).toBe('git-refused');
    expect(seen).toContain(`Basic ${Buffer.from(`x-access-token:${SECRET}`).toString('base64')}`);
    const told = [
      inspect(fault, { depth: 9, showHidden: true }),
      JSON.stringify(fault.details),
      inspect(fault.cause),
    ];
    expect(readdirSync(cacheFolder)).toEqual([]);
    for (const text of told) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(Buffer.from(`x-access-token:${SECRET}`).toString('base64'));
    }
  });

  test('no prompt without a token: it is refused at once', async () => {
    expect((await faultOf(gitRemote({ url, cacheFolder }).resolve('main'))).code).toBe('git-refused');
    expect(seen).toEqual(['none']);
  });

  test('a server that breaks is unreachable, not a refusal', async () => {
    answer = (end) => end(500);
    expect((await faultOf(gitRemote({ url, cacheFolder }).resolve('main'))).code).toBe('git-unreachable');
  });

  test('a port where nobody listens', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const lost = gitRemote({ url: `http://127.0.0.1:${port}/churn.git`, cacheFolder });
    const fault = await faultOf(lost.resolve('main'));
    expect([fault.code, fault.details.facts?.['repository']]).toEqual([
      'git-unreachable',
      `http://127.0.0.1:${port}/churn.git`,
    ]);
  });

  test('a redirect to another host never gets the token', async () => {
    const stranger: string[] = [];
    const other = createServer((request, response) => {
      stranger.push(request.headers.authorization ?? 'none');
      response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const elsewhere = `http://localhost:${(other.address() as AddressInfo).port}`;
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(302, { location: `${elsewhere}${request.url}` }).end();
    });
    const guarded = gitRemote({ url, cacheFolder, token: SECRET });
    expect((await faultOf(guarded.resolve('main'))).code).toBe('git-nothing-there');
    expect(seen).not.toEqual([]);
    expect(stranger).toEqual([]);
    await new Promise((resolve) => other.close(resolve));
  });

  test('a host that sends /churn to /churn.git is followed there', async () => {
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      const path = request.url ?? '';
      seen.push(path.replace(/\?.*/, ''));
      if (path.startsWith('/churn.git/'))
        response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      else response.writeHead(301, { location: path.replace('/churn/', '/churn.git/') }).end();
    });
    const short = gitRemote({ url: url.replace(/\.git$/, ''), cacheFolder, token: SECRET });
    expect((await faultOf(short.resolve('main'))).code).toBe('git-refused');
    expect(seen.slice(0, 2)).toEqual(['/churn/info/refs', '/churn.git/info/refs']);
  });

  test('many who ask while a fetch runs share one more', async () => {
    const waiting: (() => void)[] = [];
    answer = (end) => {
      waiting.push(() => end(401));
    };
    const shared = gitRemote({ url, cacheFolder });
    const first = faultOf(shared.resolve('main'));
    await arrived.promise;
    const others = Array.from({ length: 8 }, () => faultOf(shared.branches()));
    answer = (end) => end(401);
    for (const go of waiting) go();
    await first;
    expect((await Promise.all(others)).map((fault) => fault.code)).toEqual(
      Array.from({ length: 8 }, () => 'git-refused'),
    );
    expect(seen).toHaveLength(2);
  });

  test('the token is on no command line while git runs', async () => {
    answer = () => {};
    const stop = new AbortController();
    const pending = faultOf(gitRemote({ url, cacheFolder, token: SECRET }).resolve('main', stop.signal));
    await arrived.promise;
    const lines = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout;
    expect(lines).toContain(url);
    expect(lines).not.toContain(SECRET);
    expect(lines).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 12));
    expect(lines).not.toContain(Buffer.from(`x-access-token:${SECRET}`).toString('base64'));
    stop.abort(new Error('enough'));
    await pending;
    await closed.promise;
  });

  test('a server that hangs: the time limit ends the fetch and its children', async () => {
    answer = () => {};
    const slow = gitRemote({ url, cacheFolder, fetchTimeoutMs: 400 });
    expect((await faultOf(slow.resolve('main'))).code).toBe('git-unreachable');
    await closed.promise;
  });

  test('an abort gives the caller its reason and kills the fetch when nobody waits for it', async () => {
    answer = () => {};
    const stop = new AbortController();
    const pending = faultOf(gitRemote({ url, cacheFolder }).resolve('main', stop.signal));
    await arrived.promise;
    const reason = new Error('enough');
    stop.abort(reason);
    expect(await pending).toBe(reason);
    await closed.promise;
  });
});
