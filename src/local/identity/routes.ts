// Who am I, and where do tokens come from: SCIM Me, the OAuth endpoint for machines, and the documents that lead clients to it.
import { basicCredentials } from '../kernel/authentication.ts';
import type { WorkspaceContext } from '../kernel/context.ts';
import { ApiRefusal, type LocalRequest, type LocalResponse, type Route } from '../kernel/route.ts';
import type { Principals } from './principals.ts';

export function identityRoutes(context: WorkspaceContext, principals: Principals): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/2.0/preview/scim/v2/Me',
      handle: (request) => ({ body: me(request, principals) }),
    },
    {
      method: 'GET',
      path: '/.well-known/databricks-config',
      open: true,
      handle: ({ baseUrl }) => ({
        body: {
          oidc_endpoint: `${baseUrl}/oidc`,
          workspace_id: context.orgId,
          cloud: 'Azure',
          host_type: 'workspace',
        },
      }),
    },
    {
      method: 'GET',
      path: '/oidc/.well-known/oauth-authorization-server',
      open: true,
      handle: ({ baseUrl }) => ({
        body: {
          issuer: `${baseUrl}/oidc`,
          authorization_endpoint: `${baseUrl}/oidc/v1/authorize`,
          token_endpoint: `${baseUrl}/oidc/v1/token`,
          grant_types_supported: ['client_credentials'],
          token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        },
      }),
    },
    {
      method: 'POST',
      path: '/oidc/v1/token',
      open: true,
      handle: (request) => issueToken(request, principals),
    },
  ];
}

function me(request: LocalRequest, principals: Principals): Record<string, unknown> {
  const known = principals.known(request.principal);
  if (known === undefined)
    throw new ApiRefusal(404, 'RESOURCE_DOES_NOT_EXIST', 'The caller is not in this workspace.');
  const isUser = known.kind === 'user';
  const excluded = new Set((request.query.get('excludedAttributes') ?? '').split(','));
  return {
    schemas: [`urn:ietf:params:scim:schemas:core:2.0:${isUser ? 'User' : 'ServicePrincipal'}`],
    id: known.id,
    userName: known.userName,
    displayName: known.displayName,
    active: true,
    emails: isUser ? [{ type: 'work', value: known.userName, primary: true }] : undefined,
    groups: known.groups.map((group, index) => ({ display: group, value: String(9_001 + index) })),
    entitlements: excluded.has('entitlements') ? undefined : [{ value: 'workspace-access' }],
  };
}

/** Client credentials only; refusals are OAuth's own shape, not the platform's. */
function issueToken(request: LocalRequest, principals: Principals): LocalResponse {
  const form = new URLSearchParams(request.raw.toString('utf8'));
  if (form.get('grant_type') !== 'client_credentials') {
    return {
      status: 400,
      body: { error: 'unsupported_grant_type', error_description: 'only client_credentials' },
    };
  }
  const basic = basicCredentials(request.headers.authorization);
  const id = basic === undefined ? form.get('client_id') : decoded(basic.user);
  const secret = basic === undefined ? form.get('client_secret') : decoded(basic.password);
  const issued = principals.issue(id ?? '', secret ?? '');
  if (issued === undefined) {
    return {
      status: 401,
      body: { error: 'invalid_client', error_description: 'Client authentication failed' },
    };
  }
  const { token, expiresInSeconds } = issued;
  return {
    body: { access_token: token, token_type: 'Bearer', expires_in: expiresInSeconds, scope: 'all-apis' },
    headers: { 'cache-control': 'no-store' },
  };
}

/** OAuth form-encodes both halves of Basic; most clients leave simple ids as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
