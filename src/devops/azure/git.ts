// Git of Azure DevOps beyond what git itself tells: refs with filters, what lies between two commits, pull requests, statuses.
import { z } from 'zod';
import type { Commit } from '../../domain/commit.ts';
import type { CommitStatus, PullRequest } from '../../domain/pipeline.ts';
import type { AzureAddress } from './address.ts';
import { type AzureHttp, gibberish } from './http.ts';

export interface AzureGit {
  /** Commit of exactly this ref (`refs/heads/main`): the service's filter also finds longer names. */
  commitOf(refName: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Short names of branches that begin so, at most `limit`. */
  branches(prefix: string, limit: number): Promise<readonly string[]>;
  /** What `to` has and `from` has not, newest first, and how many the other way round. */
  between(
    from: string,
    to: string,
    limit: number,
  ): Promise<{ readonly ahead: readonly Commit[]; readonly aheadCount: number; readonly behind: number }>;
  /** Open ones that ask for this branch to be merged. */
  pullRequests(branch: string, signal?: AbortSignal): Promise<readonly PullRequest[]>;
  /** In any state, the newest hundred. */
  newestPullRequests(signal?: AbortSignal): Promise<readonly PullRequest[]>;
  pullRequest(id: number): Promise<PullRequest>;
  setStatus(commit: string, status: CommitStatus): Promise<void>;
  /** Newest of each context first. */
  statuses(commit: string): Promise<readonly CommitStatus[]>;
}

const refShape = z.object({ name: z.string(), objectId: z.string(), peeledObjectId: z.string().optional() });
const commitShape = z.object({
  commitId: z.string(),
  comment: z.string().default(''),
  author: z.object({ name: z.string().default(''), email: z.string().optional() }),
  committer: z.object({ date: z.string() }),
});
const diffShape = z.object({ aheadCount: z.number(), behindCount: z.number() });
const pullShape = z.object({
  pullRequestId: z.number(),
  title: z.string(),
  sourceRefName: z.string(),
  targetRefName: z.string(),
  status: z.string(),
  createdBy: z.object({ displayName: z.string() }),
  creationDate: z.string(),
  closedDate: z.string().nullish(),
});
const statusShape = z.object({
  state: z.string(),
  description: z.string().nullish(),
  targetUrl: z.string().nullish(),
  context: z.object({ name: z.string(), genre: z.string().nullish() }),
});

const read = <T>(schema: z.ZodType<T>, value: unknown, where: string): T => {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw gibberish(`${where} ${parsed.error.issues[0]?.path.join('.') ?? ''}`.trim());
  return parsed.data;
};

const short = (ref: string): string => ref.replace(/^refs\/(heads|tags)\//, '');

export const azureGit = (http: AzureHttp, { project, repository, collection }: AzureAddress): AzureGit => {
  const base = `${encodeURIComponent(project)}/_apis/git/repositories/${encodeURIComponent(repository)}`;
  const what = `the repository ${repository}`;
  const pull = (value: unknown): PullRequest => {
    const {
      pullRequestId: id,
      title,
      sourceRefName,
      targetRefName,
      status,
      createdBy,
      creationDate,
      closedDate,
    } = read(pullShape, value, 'a pull request');
    return {
      ...{ id, title, source: short(sourceRefName), target: short(targetRefName) },
      author: createdBy.displayName,
      openedAt: Date.parse(creationDate),
      ...(closedDate && { closedAt: Date.parse(closedDate) }),
      state: status === 'completed' ? 'merged' : status === 'active' ? 'open' : 'closed',
      url: `${collection}${encodeURIComponent(project)}/_git/${encodeURIComponent(repository)}/pullrequest/${id}`,
    };
  };
  const refs = async (filter: string, limit: number) =>
    (
      await http.list(
        { path: `${base}/refs`, query: { filter, peelTags: true }, attempted: 'read branches', what },
        limit,
      )
    ).map((value) => read(refShape, value, 'a ref'));
  return {
    commitOf: async (refName) => {
      const found = (await refs(refName.replace(/^refs\//, ''), 1000)).find(({ name }) => name === refName);
      return found && (found.peeledObjectId ?? found.objectId);
    },
    branches: async (prefix, limit) => (await refs(`heads/${prefix}`, limit)).map(({ name }) => short(name)),
    between: async (from, to, limit) => {
      const attempted = 'compare two commits';
      const { body } = await http.call({
        method: 'GET',
        path: `${base}/diffs/commits`,
        query: {
          baseVersion: from,
          baseVersionType: 'commit',
          targetVersion: to,
          targetVersionType: 'commit',
          diffCommonCommit: true,
          $top: 1,
        },
        ...{ attempted, what, repeatable: true },
      });
      const { aheadCount, behindCount } = read(diffShape, body, 'a difference');
      // By the item and compare versions: fromCommitId and toCommitId are bounds in the alphabet, not in history.
      const answer = await http.call({
        method: 'POST',
        path: `${base}/commitsbatch`,
        query: { $top: limit },
        body: {
          itemVersion: { version: to, versionType: 'commit' },
          compareVersion: { version: from, versionType: 'commit' },
        },
        ...{ attempted, what, repeatable: true },
      });
      const { value } = read(z.object({ value: z.array(commitShape) }), answer.body, 'commits');
      return {
        aheadCount,
        behind: behindCount,
        ahead: value.map(({ commitId, comment, author, committer }) => ({
          id: commitId,
          subject: comment.split('\n')[0] ?? '',
          author: author.name,
          ...(author.email !== undefined && { email: author.email }),
          at: Date.parse(committer.date),
        })),
      };
    },
    pullRequests: async (branch, signal) =>
      (
        await http.list(
          {
            path: `${base}/pullrequests`,
            query: {
              'searchCriteria.sourceRefName': `refs/heads/${branch}`,
              'searchCriteria.status': 'active',
            },
            ...{ attempted: 'look for pull requests', what, signal },
          },
          50,
        )
      ).map(pull),
    newestPullRequests: async (signal) =>
      (
        await http.list(
          {
            path: `${base}/pullrequests`,
            query: { 'searchCriteria.status': 'all' },
            ...{ attempted: 'look for pull requests', what, signal },
          },
          100,
        )
      ).map(pull),
    pullRequest: async (id) =>
      pull(
        (
          await http.call({
            method: 'GET',
            path: `${encodeURIComponent(project)}/_apis/git/pullrequests/${id}`,
            ...{ attempted: 'read a pull request', what: `pull request ${id}`, repeatable: true },
          })
        ).body,
      ),
    setStatus: async (commit, status) => {
      const [genre = '', name = status.context] = status.context.split('/');
      await http.call({
        method: 'POST',
        path: `${base}/commits/${commit}/statuses`,
        body: {
          state: status.state,
          description: status.description.slice(0, 400),
          ...(status.url !== undefined && { targetUrl: status.url }),
          context: { name, genre },
        },
        attempted: `tell the status of ${commit.slice(0, 8)}`,
        what: `commit ${commit.slice(0, 8)}`,
        // Statuses are a list of which the newest counts: one more of the same says the same.
        repeatable: true,
      });
    },
    statuses: async (commit) => {
      const listed = await http.list(
        {
          path: `${base}/commits/${commit}/statuses`,
          ...{ attempted: 'read statuses', what: `commit ${commit}` },
        },
        200,
      );
      const newest = new Map<string, CommitStatus>();
      for (const value of listed) {
        const { state, description, targetUrl, context } = read(statusShape, value, 'a status');
        const known = (['pending', 'succeeded', 'failed', 'error'] as const).find((each) => each === state);
        const full = context.genre ? `${context.genre}/${context.name}` : context.name;
        if (known)
          newest.set(full, {
            ...{ context: full, state: known, description: description ?? '' },
            ...(targetUrl && { url: targetUrl }),
          });
      }
      return [...newest.values()];
    },
  };
};
