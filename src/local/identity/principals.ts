// Who may call the workspace: people and service principals with their fixed tokens, and short-lived tokens from the OAuth endpoint.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PrincipalOf } from '../kernel/authentication.ts';
import type { LentToken } from '../kernel/context.ts';
import type { Principal } from '../kernel/route.ts';

export interface PrincipalConfig {
  /** Bearer token (a personal access token). */
  readonly token: string;
  /** Mail address of a person, or application id (UUID) of a service principal. */
  readonly userName: string;
  readonly displayName?: string;
  readonly kind?: 'user' | 'service';
  /** Manages everything in the workspace. */
  readonly admin?: boolean;
  readonly groups?: readonly string[];
  /** OAuth M2M: client id is `userName`. */
  readonly clientSecret?: string;
}

export interface KnownPrincipal extends Principal {
  readonly kind: 'user' | 'service';
  readonly admin: boolean;
  readonly groups: readonly string[];
}

export interface Principals {
  readonly principalOf: PrincipalOf;
  all(): readonly KnownPrincipal[];
  /** The full record of a caller. */
  known(principal: Principal): KnownPrincipal | undefined;
  /** The caller with this mail address or application id. */
  named(userName: string): Principal | undefined;
  /** A token for a principal of this workspace, until it is revoked or a day has passed. */
  lend(principal: Principal): LentToken;
  /** A new short-lived token for a client; undefined when id or secret is wrong. */
  issue(
    clientId: string,
    clientSecret: string,
  ): { readonly token: string; readonly expiresInSeconds: number } | undefined;
}

export interface PrincipalsOptions {
  readonly principals: readonly PrincipalConfig[];
  /** Life of issued tokens in seconds. */
  readonly tokenLifeSeconds: number;
  now(): number;
}

const DAY_MS = 86_400_000;
/** Issued tokens are kept this long after their end, to be told "expired" instead of "unknown". */
const REMEMBER_MS = 3_600_000;

export function openPrincipals(options: PrincipalsOptions): Principals {
  const all = options.principals.map(
    (config, index): KnownPrincipal => ({
      id: String(1_001 + index),
      userName: config.userName,
      displayName: config.displayName ?? config.userName,
      kind: config.kind ?? 'user',
      admin: config.admin === true,
      groups: config.groups ?? (config.admin === true ? ['admins', 'users'] : ['users']),
    }),
  );
  // Secrets stay apart from the records that others see.
  const byToken = all.map((principal, index) => ({
    principal,
    token: options.principals[index]?.token ?? '',
  }));
  const bySecret = all.flatMap((principal, index) => {
    const secret = options.principals[index]?.clientSecret;
    return secret === undefined ? [] : [{ principal, secret }];
  });
  const issued = new Map<string, { readonly principal: Principal; readonly until: number }>();
  const bare = ({ id, userName, displayName }: KnownPrincipal): Principal => ({ id, userName, displayName });

  function enter(principal: Principal, lifeMs: number): string {
    const now = options.now();
    for (const [token, { until }] of issued) if (until + REMEMBER_MS < now) issued.delete(token);
    const token = `eyJ.${randomBytes(32).toString('base64url')}`;
    issued.set(token, { principal, until: now + lifeMs });
    return token;
  }

  return {
    named(userName) {
      const found = all.find((each) => each.userName === userName);
      return found === undefined ? undefined : bare(found);
    },
    lend(principal) {
      const token = enter(principal, DAY_MS);
      return { token, revoke: () => void issued.set(token, { principal, until: options.now() }) };
    },
    principalOf(token) {
      const fixed = byToken.find((each) => same(each.token, token));
      if (fixed !== undefined) return bare(fixed.principal);
      const short = issued.get(token);
      if (short === undefined) return undefined;
      return short.until > options.now() ? short.principal : 'expired';
    },
    all: () => all,
    known: (principal) => all.find((each) => each.id === principal.id),
    issue(clientId, clientSecret) {
      const client = bySecret.find((each) => each.principal.userName === clientId);
      if (client === undefined || !same(client.secret, clientSecret)) return undefined;
      const token = enter(bare(client.principal), options.tokenLifeSeconds * 1000);
      return { token, expiresInSeconds: options.tokenLifeSeconds };
    },
  };
}

/** Compares without telling by its duration where two secrets differ. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
