// Git credentials, `/api/2.0/git-credentials`: each principal has its own; the token goes in and never comes out again.

import type { RemoteAccess, RemoteSecret } from '../git/remote.ts';
import type { WorkspaceContext } from '../kernel/context.ts';
import { readId } from '../kernel/ids.ts';
import { ApiRefusal, type LocalRequest, type Principal, type Route } from '../kernel/route.ts';
import { providerOfUrl, readProvider } from './providers.ts';

interface CredentialRow {
  readonly credential_id: bigint;
  readonly principal: string;
  readonly git_provider: string;
  readonly git_username: string | null;
  readonly git_email: string | null;
  readonly token: string | null;
  readonly name: string | null;
  readonly is_default: bigint;
}

export interface GitCredentials {
  readonly routes: readonly Route[];
  /** What to show the remote: the credential named, else the principal's default (or oldest) one for the provider. */
  secretOf(access: RemoteAccess, url: string, hostedHere: boolean): RemoteSecret | undefined;
  /** @throws ApiRefusal 404 when the principal has no such credential */
  check(principal: Principal, credentialId: bigint): void;
}

const MISSING_TOKEN = 'personal_access_token must be given for this git provider.';

/** `isService`: principals of that kind may hold only one credential per provider. */
export function openGitCredentials(
  context: WorkspaceContext,
  isService: (principal: Principal) => boolean,
): GitCredentials {
  const { state } = context;
  state.exec(`CREATE TABLE IF NOT EXISTS git_credentials (
    credential_id INTEGER PRIMARY KEY, principal TEXT NOT NULL, git_provider TEXT NOT NULL, git_username TEXT, git_email TEXT,
    token TEXT, name TEXT, is_default INTEGER NOT NULL) WITHOUT ROWID`);
  const ofPrincipal = state.prepare(
    'SELECT * FROM git_credentials WHERE principal = ? ORDER BY is_default DESC, credential_id',
  );
  ofPrincipal.setReadBigInts(true);
  const insert = state.prepare('INSERT OR REPLACE INTO git_credentials VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const remove = state.prepare('DELETE FROM git_credentials WHERE credential_id = ?');
  const clearDefault = state.prepare(
    'UPDATE git_credentials SET is_default = 0 WHERE principal = ? AND git_provider = ?',
  );

  const rowsOf = (principal: Principal) =>
    ofPrincipal.all(principal.id) as unknown as readonly CredentialRow[];
  const save = (row: CredentialRow) => {
    if (row.is_default === 1n) clearDefault.run(row.principal, row.git_provider);
    const { credential_id, principal, git_provider, git_username, git_email, token, name, is_default } = row;
    insert.run(credential_id, principal, git_provider, git_username, git_email, token, name, is_default);
  };
  function owned(principal: Principal, id: bigint | undefined): CredentialRow {
    const row = rowsOf(principal).find((each) => each.credential_id === id);
    if (row === undefined)
      throw new ApiRefusal(404, 'RESOURCE_DOES_NOT_EXIST', 'There is no such git credential.');
    return row;
  }
  const named = (request: LocalRequest) => owned(request.principal, readId(request.params['id']));

  function create(request: LocalRequest): CredentialRow {
    const provider = readProvider(request.body['git_provider'], 'credential');
    if (provider === undefined)
      throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', 'git_provider is missing or unknown.');
    const token = textOf(request.body, 'personal_access_token');
    if (token === null && !provider.endsWith('Aad'))
      throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', MISSING_TOKEN);
    const same = rowsOf(request.principal).filter((row) => row.git_provider === provider);
    if (same.length > 0 && isService(request.principal)) {
      throw new ApiRefusal(
        409,
        'RESOURCE_CONFLICT',
        `Only one git credential per provider: ${provider} has one already.`,
      );
    }
    return {
      credential_id: context.ids.next(),
      principal: request.principal.id,
      git_provider: provider,
      git_username: textOf(request.body, 'git_username'),
      git_email: textOf(request.body, 'git_email'),
      token,
      name: textOf(request.body, 'name'),
      is_default: same.length === 0 || request.body['is_default_for_provider'] === true ? 1n : 0n,
    };
  }

  function change(row: CredentialRow, body: Readonly<Record<string, unknown>>): CredentialRow {
    const provider =
      body['git_provider'] === undefined
        ? row.git_provider
        : readProvider(body['git_provider'], 'credential');
    if (provider === undefined)
      throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', 'git_provider is unknown.');
    const wish = body['is_default_for_provider'];
    return {
      ...row,
      git_provider: provider,
      git_username: textOf(body, 'git_username') ?? row.git_username,
      git_email: textOf(body, 'git_email') ?? row.git_email,
      token: textOf(body, 'personal_access_token') ?? row.token,
      name: textOf(body, 'name') ?? row.name,
      is_default: wish === undefined ? row.is_default : wish === true ? 1n : 0n,
    };
  }

  return {
    routes: [
      {
        method: 'GET',
        path: '/api/2.0/git-credentials',
        handle: (request) => ({ body: listing(rowsOf(request.principal)) }),
      },
      {
        method: 'POST',
        path: '/api/2.0/git-credentials',
        handle: (request) => {
          const row = create(request);
          save(row);
          return { body: shown(row) };
        },
      },
      {
        method: 'GET',
        path: '/api/2.0/git-credentials/:id',
        handle: (request) => ({ body: shown(named(request)) }),
      },
      {
        method: 'PATCH',
        path: '/api/2.0/git-credentials/:id',
        handle: (request) => {
          save(change(named(request), request.body));
          return { body: {} };
        },
      },
      {
        method: 'DELETE',
        path: '/api/2.0/git-credentials/:id',
        handle: (request) => {
          remove.run(named(request).credential_id);
          return { body: {} };
        },
      },
    ],
    secretOf(access, url, hostedHere) {
      const rows = rowsOf(access.principal).filter((row) => row.token !== null);
      const provider = access.provider ?? providerOfUrl(url);
      // A token goes only to the provider it was made for; a repository hosted here may pretend to be any provider.
      const row =
        rows.find((each) => each.credential_id === access.credentialId) ??
        rows.find((each) => each.git_provider === provider) ??
        (hostedHere && provider === undefined ? rows[0] : undefined);
      return row === undefined
        ? undefined
        : { username: row.git_username ?? 'token', token: row.token ?? '' };
    },
    check(principal, credentialId) {
      owned(principal, credentialId);
    },
  };
}

function listing(rows: readonly CredentialRow[]): Record<string, unknown> {
  return rows.length === 0 ? {} : { credentials: rows.map(shown) };
}

function shown(row: CredentialRow): Record<string, unknown> {
  return {
    credential_id: row.credential_id,
    git_provider: row.git_provider,
    git_username: row.git_username ?? undefined,
    git_email: row.git_email ?? undefined,
    name: row.name ?? undefined,
    is_default_for_provider: row.is_default === 1n,
  };
}

function textOf(body: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
