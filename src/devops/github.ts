// Commit statuses of GitHub, behind the same words as those of Azure DevOps.
import got from 'got';
import { Fault } from '../base/errors.ts';
import { outside } from '../base/telemetry.ts';
import type { CommitStatus } from '../domain/pipeline.ts';

export interface GitHubAddress {
  /** `https://api.github.com`, or that of an own server. */
  readonly api: string;
  readonly owner: string;
  readonly repository: string;
}

/** Out of a clone address by https or ssh; undefined when it is none. */
export const gitHubAddress = (url: string): GitHubAddress | undefined => {
  const [, host, owner, repository] =
    /^(?:https?:\/\/(?:[^@/]+@)?|(?:ssh:\/\/)?git@)([^/:]+(?::\d+)?)[/:]([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(
      url,
    ) ?? [];
  if (!host || !owner || !repository) return undefined;
  const plain = url.startsWith('http://') ? 'http' : 'https';
  return {
    api: host === 'github.com' ? 'https://api.github.com' : `${plain}://${host}/api/v3`,
    owner,
    repository,
  };
};

const STATES = { pending: 'pending', succeeded: 'success', failed: 'failure', error: 'error' } as const;
/** GitHub refuses longer descriptions. */
const LONGEST = 140;

export const gitHubStatuses = (
  { api, owner, repository }: GitHubAddress,
  token: string,
  userAgent: string,
): { setStatus(commit: string, status: CommitStatus, signal?: AbortSignal): Promise<void> } => ({
  setStatus: (commit, { state, context, description, url }, signal) =>
    outside('GitHub', 'POST', async () => {
      const attempted = `tell the status of ${commit.slice(0, 8)}`;
      const about = { system: 'GitHub', attempted, changed: 'no' as const };
      const response = await got
        .post(`${api}/repos/${owner}/${repository}/statuses/${commit}`, {
          headers: {
            authorization: `Bearer ${token}`,
            accept: 'application/vnd.github+json',
            'x-github-api-version': '2022-11-28',
            'user-agent': userAgent,
          },
          json: {
            state: STATES[state],
            context,
            description: description.slice(0, LONGEST),
            ...(url !== undefined && { target_url: url }),
          },
          retry: { limit: 2, methods: ['POST'], statusCodes: [502, 503, 504] },
          timeout: { request: 30_000 },
          throwHttpErrors: false,
          followRedirect: false,
          ...(signal && { signal }),
        })
        .catch(() => {
          signal?.throwIfAborted();
          throw new Fault('upstream-unreachable', { ...about, facts: { system: 'GitHub' } });
        });
      const { statusCode: status } = response;
      if (status === 201) return;
      const code =
        status === 401
          ? 'upstream-unauthenticated'
          : status === 403
            ? 'upstream-forbidden'
            : status === 404
              ? 'upstream-not-found'
              : status === 429
                ? 'upstream-throttled'
                : status >= 500
                  ? 'upstream-broken'
                  : 'upstream-rejected';
      const facts = {
        system: 'GitHub',
        what: `commit ${commit.slice(0, 8)}`,
        status,
        attempts: 1,
        reason: `HTTP ${status}`,
      };
      throw new Fault(code, { ...about, facts });
    }),
});
