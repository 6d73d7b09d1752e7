// Git credentials of the identity that brickbot uses (`/api/2.0/git-credentials`).
import { z } from 'zod';
import type { DatabricksHttp } from './http.ts';
import { id, shaped, text } from './shapes.ts';

export interface GitCredential {
  readonly id: string;
  readonly provider: string;
  readonly userName?: string;
}

export interface GitCredentialsApi {
  /** The caller's own. */
  list(signal?: AbortSignal): Promise<readonly GitCredential[]>;
  /**
   * Stores a token, replacing the one that the provider had: an identity may hold one for each provider. Without a token only where the
   * provider is reached by federation (`azureDevOpsServicesAad`).
   */
  put(
    wanted: { readonly provider: string; readonly userName: string; readonly token?: string },
    signal?: AbortSignal,
  ): Promise<GitCredential>;
}

const credentialShape = z
  .object({ credential_id: id, git_provider: z.string(), git_username: text })
  .transform(
    ({ credential_id, git_provider, git_username }): GitCredential => ({
      id: credential_id,
      provider: git_provider,
      ...(git_username !== undefined && { userName: git_username }),
    }),
  );

const PATH = '/api/2.0/git-credentials';
const FAMILY = 'git-credentials';

export const gitCredentials = (http: DatabricksHttp): GitCredentialsApi => {
  const list: GitCredentialsApi['list'] = async (signal) => {
    const answer = await http.call({
      method: 'GET',
      path: PATH,
      family: FAMILY,
      attempted: 'list git credentials',
      repeatable: true,
      signal,
    });
    return (
      shaped(z.object({ credentials: z.array(credentialShape).nullish() }), answer, 'git-credentials/list')
        .credentials ?? []
    );
  };
  return {
    list,
    put: async ({ provider, userName, token }, signal) => {
      const body = {
        git_provider: provider,
        git_username: userName,
        ...(token !== undefined && { personal_access_token: token }),
      };
      const held = (await list(signal)).find(
        (each) => each.provider.toLowerCase() === provider.toLowerCase(),
      );
      const attempted = `store the git credential of ${provider}`;
      if (!held)
        return shaped(
          credentialShape,
          await http.call({
            method: 'POST',
            path: PATH,
            family: FAMILY,
            body,
            attempted,
            repeatable: false,
            signal,
          }),
          'git-credentials/create',
        );
      await http.call({
        method: 'PATCH',
        path: `${PATH}/${held.id}`,
        family: FAMILY,
        body,
        attempted,
        repeatable: true,
        signal,
      });
      return { ...held, userName };
    },
  };
};
