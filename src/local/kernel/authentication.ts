// Who is calling: a bearer token, or Basic credentials whose password is the token (git and old clients send those).
import { ApiRefusal, type Principal } from './route.ts';

/** Whose token this is; 'expired' for a token that was good once; undefined for a stranger's. */
export type PrincipalOf = (token: string) => Principal | 'expired' | undefined;

/** The caller behind an Authorization header. @throws ApiRefusal 401 when it names nobody */
export function authenticate(header: string | undefined, principalOf: PrincipalOf): Principal {
  const token = tokenOf(header);
  if (token === undefined) {
    throw new ApiRefusal(401, 'UNAUTHENTICATED', 'The request carries no credential that this API accepts.');
  }
  const principal = principalOf(token);
  if (principal === 'expired') throw new ApiRefusal(401, 'UNAUTHENTICATED', 'The access token is expired.');
  if (principal === undefined) throw new ApiRefusal(401, 'UNAUTHENTICATED', 'The access token is not valid.');
  return principal;
}

/** User name and password of a Basic header; undefined for anything else. */
export function basicCredentials(
  header: string | undefined,
): { readonly user: string; readonly password: string } | undefined {
  const encoded = /^Basic\s+([\w+/=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function tokenOf(header: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1] ?? basicCredentials(header)?.password;
}
