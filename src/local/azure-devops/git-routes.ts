// Git over REST: refs, commits, what lies between two of them, pull requests, statuses.
import { pullShape, statusOf } from './git-shapes.ts';
import { type Answered, type Asked, paged, Refusal, type Route } from './kernel.ts';
import {
  type CommitFacts,
  commitOf,
  countOf,
  logOf,
  mergeBaseOf,
  type Repository,
  refsOf,
  testMerge,
} from './repository.ts';
import type { PullRequest, State } from './state.ts';

type Body = Readonly<Record<string, unknown>>;

const REPOSITORY = '/{project}/_apis/git/repositories/{repository}';

export const gitRoutes = (
  state: State,
  emit: (kind: 'created' | 'updated' | 'merged', pull: PullRequest) => void,
): readonly Route[] => {
  const repositoryOf = ({ params }: Asked): Repository => {
    const named = decodeURIComponent(params['repository'] ?? '');
    const found = state.repositories.find((each) => each.name === named || each.id === named);
    if (!found)
      throw new Refusal(
        404,
        'GitRepositoryNotFoundException',
        `TF401019: The Git repository ${named} does not exist or you do not have permissions.`,
      );
    return found;
  };
  const known = async (repository: Repository, version: string, type: string | null): Promise<string> => {
    const name =
      type === 'branch' ? `refs/heads/${version}` : type === 'tag' ? `refs/tags/${version}` : version;
    const commit = await commitOf(repository, name);
    if (commit === undefined)
      throw new Refusal(
        404,
        'GitUnresolvableToCommitException',
        `TF401175: The version descriptor ${version} could not be resolved.`,
      );
    return commit;
  };
  /** What the item version has and the compared one has not; without a comparison the whole history. */
  const search = async (
    repository: Repository,
    criteria: (name: string) => string | null,
    top: number,
  ): Promise<readonly CommitFacts[]> => {
    const item = criteria('itemVersion.version');
    const compare = criteria('compareVersion.version');
    const to = item === null ? 'HEAD' : await known(repository, item, criteria('itemVersion.versionType'));
    const oldest = criteria('showOldestCommitsFirst') === 'true';
    const range =
      compare === null || oldest
        ? to
        : `${await known(repository, compare, criteria('compareVersion.versionType'))}..${to}`;
    const low = criteria('fromCommitId');
    const high = criteria('toCommitId');
    const all = await logOf(repository, range, top);
    // These two are bounds in the alphabet of commit ids, whatever their names promise.
    const bounded = all.filter(
      ({ commitId }) => (low === null || commitId >= low) && (high === null || commitId <= high),
    );
    return oldest ? bounded.toReversed() : bounded;
  };
  const pullOf = ({ params }: Asked): PullRequest => {
    const pull = state.pullRequests.find((each) => each.pullRequestId === Number(params['id']));
    if (!pull)
      throw new Refusal(
        404,
        'GitPullRequestNotFoundException',
        'TF401180: The requested pull request was not found.',
      );
    return pull;
  };
  return [
    {
      method: 'GET',
      path: REPOSITORY,
      handle: (asked) => {
        const { id, name } = repositoryOf(asked);
        return {
          body: {
            id,
            name,
            defaultBranch: 'refs/heads/main',
            project: state.project,
            remoteUrl: `${state.url}${state.project.name}/_git/${name}`,
          },
        };
      },
    },
    {
      method: 'GET',
      path: `${REPOSITORY}/refs`,
      handle: async (asked) => {
        const filter = asked.query.get('filter') ?? '';
        const peel = asked.query.get('peelTags') === 'true';
        const refs = (await refsOf(repositoryOf(asked)))
          .filter((ref) => ref.name.startsWith(`refs/${filter}`))
          .map(({ name, objectId, peeledObjectId }) => ({
            name,
            objectId,
            ...(peel && peeledObjectId && { peeledObjectId }),
          }));
        return paged(refs, asked.query);
      },
    },
    {
      method: 'GET',
      path: `${REPOSITORY}/commits`,
      handle: async (asked) => {
        const value = await search(
          repositoryOf(asked),
          (name) => asked.query.get(`searchCriteria.${name}`),
          Number(asked.query.get('searchCriteria.$top') ?? asked.query.get('$top') ?? 100),
        );
        return { body: { count: value.length, value } };
      },
    },
    {
      method: 'POST',
      path: `${REPOSITORY}/commitsbatch`,
      handle: async (asked) => {
        const body = (asked.body ?? {}) as Body;
        const value = await search(
          repositoryOf(asked),
          (name) => {
            let at: unknown = body;
            for (const part of name.split('.')) at = (at as Body | undefined)?.[part];
            return at === undefined || at === null ? null : String(at);
          },
          Number(asked.query.get('$top') ?? body['$top'] ?? 100),
        );
        return { body: { count: value.length, value } };
      },
    },
    {
      method: 'GET',
      path: `${REPOSITORY}/commits/{commit}`,
      handle: async (asked) => {
        const repository = repositoryOf(asked);
        const [commit] = await logOf(
          repository,
          await known(repository, asked.params['commit'] ?? '', 'commit'),
          1,
        );
        return { body: commit };
      },
    },
    {
      method: 'GET',
      path: `${REPOSITORY}/diffs/commits`,
      handle: async (asked) => {
        const repository = repositoryOf(asked);
        const base = await known(
          repository,
          asked.query.get('baseVersion') ?? '',
          asked.query.get('baseVersionType'),
        );
        const target = await known(
          repository,
          asked.query.get('targetVersion') ?? '',
          asked.query.get('targetVersionType'),
        );
        return {
          body: {
            baseCommit: base,
            targetCommit: target,
            commonCommit: (await mergeBaseOf(repository, base, target)) ?? null,
            aheadCount: await countOf(repository, `${base}..${target}`),
            behindCount: await countOf(repository, `${target}..${base}`),
            allChangesIncluded: true,
            changes: [],
          },
        };
      },
    },
    {
      method: 'POST',
      path: `${REPOSITORY}/commits/{commit}/statuses`,
      handle: async (asked) => {
        const repository = repositoryOf(asked);
        const commit = await known(repository, asked.params['commit'] ?? '', 'commit');
        const status = statusOf(asked, state.statuses.length + 1);
        state.statuses.push({ repository, commit, status });
        return { status: 201, body: status };
      },
    },
    {
      method: 'GET',
      path: `${REPOSITORY}/commits/{commit}/statuses`,
      handle: (asked) => {
        const repository = repositoryOf(asked);
        const value = state.statuses
          .filter((each) => each.repository === repository && each.commit === asked.params['commit'])
          .map((each) => each.status);
        return { body: { count: value.length, value } };
      },
    },
    {
      method: 'GET',
      path: `${REPOSITORY}/pullrequests`,
      handle: (asked) => {
        const repository = repositoryOf(asked);
        const of = (name: string) => asked.query.get(`searchCriteria.${name}`);
        const status = of('status') ?? 'active';
        const pulls = state.pullRequests.filter(
          (each) =>
            each.repository === repository &&
            (status === 'all' || each.status === status) &&
            (of('sourceRefName') === null || each.sourceRefName === of('sourceRefName')) &&
            (of('targetRefName') === null || each.targetRefName === of('targetRefName')),
        );
        return paged(
          pulls.map((each) => pullShape(state, each)),
          asked.query,
        );
      },
    },
    {
      method: 'POST',
      path: `${REPOSITORY}/pullrequests`,
      handle: async (asked) => {
        const repository = repositoryOf(asked);
        const { sourceRefName, targetRefName, title } = asked.body as Record<string, string>;
        const same = state.pullRequests.some(
          (each) =>
            each.status === 'active' &&
            each.sourceRefName === sourceRefName &&
            each.targetRefName === targetRefName,
        );
        if (same)
          throw new Refusal(
            409,
            'GitPullRequestExistsException',
            'TF401179: An active pull request for the source and target branch already exists.',
          );
        const source = await known(repository, sourceRefName ?? '', null);
        const target = await known(repository, targetRefName ?? '', null);
        const pullRequestId = state.pullRequests.length + 12;
        const mergeCommit = await testMerge(repository, pullRequestId, source, target);
        const pull: PullRequest = {
          ...{ pullRequestId, repository, title: title ?? '', createdBy: asked.identity, mergeCommit },
          sourceRefName: sourceRefName ?? '',
          targetRefName: targetRefName ?? '',
          sourceCommit: source,
          creationDate: new Date().toISOString(),
          status: 'active',
          mergeStatus: mergeCommit === undefined ? 'conflicts' : 'succeeded',
          statuses: [],
        };
        state.pullRequests.push(pull);
        emit('created', pull);
        return { status: 201, body: pullShape(state, pull) };
      },
    },
    {
      method: 'GET',
      path: '/{project}/_apis/git/pullrequests/{id}',
      handle: (asked) => ({ body: pullShape(state, pullOf(asked)) }),
    },
    {
      method: 'PATCH',
      path: `${REPOSITORY}/pullrequests/{id}`,
      handle: (asked) => {
        const pull = pullOf(asked);
        const { status } = (asked.body ?? {}) as { status?: PullRequest['status'] };
        if (status) pull.status = status;
        emit(status === 'completed' ? 'merged' : 'updated', pull);
        return { body: pullShape(state, pull) };
      },
    },
    {
      method: 'POST',
      path: `${REPOSITORY}/pullrequests/{id}/statuses`,
      handle: (asked): Answered => {
        const pull = pullOf(asked);
        const status = statusOf(asked, pull.statuses.length + 1);
        pull.statuses.push(status);
        return { body: status };
      },
    },
  ];
};
