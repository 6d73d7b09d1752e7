// Reaches a remote on behalf of a principal: adds the git credential, and tells in the platform's codes why a remote said no.
import { ApiRefusal, type Principal } from '../kernel/route.ts';
import { type GitOptions, git, isGitFailure } from './git.ts';
import type { GitHosting } from './hosting.ts';

/** A stored git credential as far as reaching a remote needs it. */
export interface RemoteSecret {
  readonly username: string;
  readonly token: string;
}

export interface RemoteAccess {
  /** Whose credentials are used. */
  readonly principal: Principal;
  /** The provider said for this remote; guessed from the host when absent. */
  readonly provider?: string | undefined;
  readonly credentialId?: bigint | undefined;
}

export interface Remotes {
  /** The URL as it is reachable now: repositories hosted here may have been recorded under another port. */
  current(url: string): string;
  /**
   * Runs a git command that talks to the remote `url`; `args` name the remote by that URL.
   * @throws ApiRefusal GIT_REMOTE_ERROR, PROJECTS_OPERATION_TIMEOUT, GIT_URL_NOT_ON_ALLOW_LIST
   */
  run(url: string, args: readonly string[], access: RemoteAccess, options?: GitOptions): Promise<string>;
}

export interface RemoteOptions {
  readonly hosting: GitHosting;
  baseUrl(): string;
  secretOf(access: RemoteAccess, url: string): RemoteSecret | undefined;
  /** Prefixes of allowed remotes; everything over http and https when absent. */
  readonly allowList?: readonly string[] | undefined;
  readonly timeoutMs?: number | undefined;
  /** Stops git when the workspace closes. */
  readonly signal?: AbortSignal;
}

/** Time limit of one git operation; the platform's own is not documented. */
const TIMEOUT_MS = 300_000;

export function openRemotes(options: RemoteOptions): Remotes {
  function current(url: string): string {
    const name = options.hosting.nameOf(url);
    return name === undefined ? url : `${options.baseUrl()}/git/${name}.git`;
  }
  return {
    current,
    async run(url, args, access, gitOptions = {}) {
      checkUrl(url, options);
      const secret = options.secretOf(access, url);
      const authorization = secret === undefined ? {} : basicHeader(secret);
      try {
        return await git(args, {
          timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
          ...(options.signal === undefined ? {} : { signal: options.signal }),
          ...gitOptions,
          config: {
            'protocol.allow': 'never',
            'protocol.http.allow': 'always',
            'protocol.https.allow': 'always',
            ...authorization,
          },
        });
      } catch (error) {
        if (!isGitFailure(error)) throw error;
        if (error.code === 'timeout') {
          throw new ApiRefusal(
            504,
            'PROJECTS_OPERATION_TIMEOUT',
            'The git operation took longer than it may.',
          );
        }
        throw new ApiRefusal(400, 'GIT_REMOTE_ERROR', await explain(current(url), access.provider, secret));
      }
    },
  };
}

/** @throws ApiRefusal for URLs that are no http(s) remote, carry a password, or are not on the allow list */
function checkUrl(url: string, options: RemoteOptions): void {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol) || parsed.username !== '') {
    throw new ApiRefusal(
      400,
      'INVALID_PARAMETER_VALUE',
      'The git URL must be an http or https URL without a user in it.',
    );
  }
  if (options.allowList?.some((prefix) => url.startsWith(prefix)) === false) {
    throw new ApiRefusal(
      403,
      'GIT_URL_NOT_ON_ALLOW_LIST',
      'The administrator does not allow this git URL in this workspace.',
    );
  }
}

function basicHeader(secret: RemoteSecret): Record<string, string> {
  const pair = Buffer.from(`${secret.username}:${secret.token}`).toString('base64');
  return { 'http.extraHeader': `Authorization: Basic ${pair}` };
}

/** Asks the remote once more, plainly, for a status that tells what is wrong; git itself only has prose. */
async function explain(
  url: string,
  provider: string | undefined,
  secret: RemoteSecret | undefined,
): Promise<string> {
  const headers: Record<string, string> = {};
  if (secret !== undefined)
    headers['authorization'] = basicHeader(secret)['http.extraHeader']?.slice(15) ?? '';
  let status: number;
  try {
    const answer = await fetch(`${url}/info/refs?service=git-upload-pack`, {
      headers,
      signal: AbortSignal.timeout(10_000),
    });
    await answer.body?.cancel();
    status = answer.status;
  } catch {
    return 'The git remote cannot be reached. Check the URL and whether this workspace may connect to it.';
  }
  if (status === 401 || status === 403) {
    // The platform tries the caller's Entra identity on Azure DevOps when there is no credential, and words it so.
    if (secret === undefined && provider === 'azureDevOpsServices') {
      return 'Encountered an error with your Azure Active Directory credentials. Add a git credential for Azure DevOps.';
    }
    return secret === undefined
      ? 'The git remote is private and no git credential is configured for the current user. Add one for this git provider.'
      : 'The git remote refused the git credential of the current user. It may be expired or lack access to the repository.';
  }
  if (status === 404)
    return 'The git remote has no such repository, or the git credential may not see it. Check the URL.';
  return `The git remote failed the operation (HTTP ${status}).`;
}
