// The provider that works with any git address, by the real git. Nothing at the remote is changed.
import { type Clock, systemClock } from '../base/clock.ts';
import { Fault } from '../base/errors.ts';
import { type Commit, type ResolvedRef, shortCommit } from '../domain/commit.ts';
import { nearest } from '../domain/nearest.ts';
import type { GitProvider } from './git.ts';
import { GitRefused, gitProgram } from './git-program.ts';
import { openMirror } from './mirror.ts';
import { isCommitId, meaningsOf, type RefMeaning } from './ref-name.ts';

export interface GitRemoteOptions {
  /** Clone address. Credentials in it are taken out; `token` is the place for them. */
  readonly url: string;
  /** Folder of the mirror; made when absent, readable by its owner only. */
  readonly cacheFolder: string;
  /** Password for http(s) addresses: a personal access token or an app's token. */
  readonly token?: string;
  /** The process environment, for proxies, certificates, ssh and the way to git; see git-program.ts. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Longest fetch in ms; 120 000 when absent. */
  readonly fetchTimeoutMs?: number;
  /** Waits between attempts on a mirror that another process holds; the system's when absent. */
  readonly clock?: Clock;
}

interface KnownRef {
  readonly kind: 'branch' | 'tag';
  readonly name: string;
  /** What it points to: of a branch the commit, of an annotated tag the tag. */
  readonly object: string;
}

const FULL = { branch: 'refs/heads/', tag: 'refs/tags/' } as const;
const ASK_TIMEOUT_MS = 30_000;
const FETCH_TIMEOUT_MS = 120_000;
const MOST_CHOICES = 3;
/** Fields of a commit, parted by NUL, which a subject or a name cannot hold. */
const COMMIT_FORMAT = '--format=%H%x00%s%x00%an%x00%ae%x00%ct';

export const gitRemote = (options: GitRemoteOptions): GitProvider => {
  const url = withoutCredentials(options.url);
  const { token, environment } = options;
  const mirror = openMirror({
    git: gitProgram({ url, ...(token !== undefined && { token }), ...(environment && { environment }) }),
    url,
    cacheFolder: options.cacheFolder,
    fetchTimeoutMs: options.fetchTimeoutMs ?? FETCH_TIMEOUT_MS,
    askTimeoutMs: ASK_TIMEOUT_MS,
    clock: options.clock ?? systemClock,
  });
  let known: readonly KnownRef[] = [];

  /** Every branch and tag at the remote, newest commit first. */
  const refresh = async (signal?: AbortSignal): Promise<readonly KnownRef[]> => {
    await mirror.refresh(signal);
    const listed = await mirror.ask(
      [
        'for-each-ref',
        '--sort=refname',
        '--sort=-creatordate',
        '--format=%(objectname) %(refname)',
        'refs/heads',
        'refs/tags',
      ],
      signal,
    );
    known = listed.split('\n').flatMap((line): KnownRef[] => {
      const [object = ''] = line.split(' ', 1);
      const full = line.slice(object.length + 1);
      if (full.startsWith(FULL.branch))
        return [{ kind: 'branch', name: full.slice(FULL.branch.length), object }];
      return full.startsWith(FULL.tag) ? [{ kind: 'tag', name: full.slice(FULL.tag.length), object }] : [];
    });
    // git takes a sign-in page on one line for a repository without branches.
    if (known.length === 0)
      throw new Fault('git-nothing-there', { changed: 'no', facts: { repository: url } });
    return known;
  };

  const near = (name: string, n: number): readonly string[] =>
    nearest(name, [...new Set(known.map((ref) => ref.name))], n);

  const notFound = (ref: string, choices: readonly string[], cause?: unknown): Fault =>
    new Fault('ref-not-found', {
      changed: 'no',
      facts: { ref, repository: repositoryName(url) },
      ...(choices.length > 0 && { choices: { argument: 'ref', options: choices } }),
      ...(cause !== undefined && { cause }),
    });

  const ambiguous = (ref: string, choices: readonly string[]): Fault =>
    new Fault('ref-ambiguous', {
      changed: 'no',
      facts: { ref, repository: repositoryName(url) },
      choices: { argument: 'ref', options: choices },
    });

  /** Commits that `git log` lists, or `ref-not-found` for an object that git does not have or that is no commit. */
  const log = async (
    args: readonly string[],
    ref: string,
    signal?: AbortSignal,
  ): Promise<readonly Commit[]> => {
    try {
      return readCommits(await mirror.ask(['log', COMMIT_FORMAT, '-z', ...args], signal));
    } catch (error) {
      throw error instanceof GitRefused ? notFound(ref, [], error) : error;
    }
  };

  const one = async (revision: string, ref: string, signal?: AbortSignal): Promise<Commit> => {
    const [commit] = await log(['-1', '--end-of-options', revision], ref, signal);
    if (!commit) throw notFound(ref, []);
    return commit;
  };

  const standing = async (ref: KnownRef, typed: string, signal?: AbortSignal): Promise<ResolvedRef> => ({
    kind: ref.kind,
    name: ref.name,
    commit: await one(`${FULL[ref.kind]}${ref.name}^{commit}`, typed, signal),
  });

  const fits = (meaning: RefMeaning, ref: KnownRef): boolean =>
    meaning.kind === undefined || meaning.kind === ref.kind;

  /** What the mirror has is answered at once; for what it does not have, it is brought up to date first. */
  const fetchedOnce = async <T>(reading: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    try {
      return await reading();
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'ref-not-found')) throw error;
      await refresh(signal);
      return reading();
    }
  };

  return {
    resolve: async (typed, signal) => {
      const meanings = meaningsOf(typed);
      const [first] = meanings;
      // Names that git would not accept never reach it.
      if (!first) throw notFound(typed, []);
      const refs = await refresh(signal);
      for (const meaning of meanings) {
        const exact = refs.filter((ref) => fits(meaning, ref) && ref.name === meaning.name);
        const [only] = exact;
        if (exact.length > 1)
          throw ambiguous(
            typed,
            exact.map((ref) => FULL[ref.kind] + ref.name),
          );
        if (only) return standing(only, typed, signal);
      }
      // An id copied from a card: of the branches that stand there, the one that is listed first.
      const here = mainFirst(refs).find((ref) => ref.kind === 'branch' && ref.object === first.name);
      if (here) return standing(here, typed, signal);
      const begun = refs.filter((ref) => fits(first, ref) && ref.name.startsWith(first.name));
      const names = [...new Set(begun.map((ref) => ref.name))];
      if (names.length > 1) throw ambiguous(typed, names.slice(0, MOST_CHOICES));
      throw notFound(typed, near(first.name, MOST_CHOICES));
    },
    branches: async (limit = 100, signal) =>
      mainFirst(await refresh(signal))
        .filter((ref) => ref.kind === 'branch')
        .slice(0, limit)
        .map((ref) => ref.name),
    commit: async (id, signal) => {
      if (!isCommitId(id)) throw notFound(id, []);
      return fetchedOnce(() => one(`${id}^{commit}`, id, signal), signal);
    },
    between: async (from, to, limit, signal) => {
      for (const id of [from, to]) if (!isCommitId(id)) throw notFound(id, []);
      const most = String(Math.max(0, Math.trunc(limit)));
      const range = `${from}..${to}`;
      const ahead = await fetchedOnce(
        () => log(['-n', most, '--end-of-options', range], range, signal),
        signal,
      );
      const behind = await mirror.ask(['rev-list', '--count', '--end-of-options', `${to}..${from}`], signal);
      return { ahead, behind: Number(behind.trim()) };
    },
    keep: async (id, tag, signal) => {
      if (!isCommitId(id)) throw notFound(id, []);
      const refs = await refresh(signal);
      const there = refs.find((ref) => ref.kind === 'tag' && ref.name === tag);
      if (there && (await standing(there, tag, signal)).commit.id === id) return;
      try {
        await mirror.send(`${id}:${FULL.tag}${tag}`, signal);
      } catch (error) {
        if (!(error instanceof GitRefused)) throw error;
        throw new Fault('tag-refused', {
          changed: 'no',
          facts: { tag, commit: shortCommit(id), repository: repositoryName(url) },
          cause: error,
        });
      }
    },
    near,
  };
};

const TRUNKS: readonly string[] = ['main', 'master'];

const mainFirst = (refs: readonly KnownRef[]): readonly KnownRef[] => {
  const isTrunk = (ref: KnownRef): boolean => ref.kind === 'branch' && TRUNKS.includes(ref.name);
  return [...refs.filter(isTrunk), ...refs.filter((ref) => !isTrunk(ref))];
};

/** `git log -z` with five fields each. */
const readCommits = (text: string): readonly Commit[] => {
  const fields = text.split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + 4 < fields.length; at += 5) {
    const [id = '', subject = '', author = '', email = '', seconds = ''] = fields.slice(at, at + 5);
    commits.push({
      id: id.trim(),
      subject,
      author,
      ...(email !== '' && { email }),
      at: Number(seconds) * 1_000,
    });
  }
  return commits;
};

const withoutCredentials = (address: string): string => {
  const trimmed = address.trim();
  return /^https?:\/\//i.test(trimmed) ? trimmed.replace(/^(https?:\/\/)[^@/?#]*@/i, '$1') : trimmed;
};

/** The last part of the address, as people call the repository. */
const repositoryName = (url: string): string =>
  url
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[/:\\]/)
    .at(-1) || url;
