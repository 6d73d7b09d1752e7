// What Microsoft Graph says about a person: whether the account is alive, whether it is a guest, how it is called, and which of the groups that are
// asked about it belongs to (transitively). Application permissions User.Read.All and GroupMember.Read.All.
import got from 'got';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { Fault } from '../base/errors.ts';
import { outside } from '../base/telemetry.ts';
import type { Account } from '../domain/account.ts';
import { keptToken, type Token } from './kept-token.ts';

export interface Graph {
  /**
   * Asked of Graph now.
   * @param personId Entra object id
   * @param groups object ids; those that the person is in come back
   * @throws Fault `directory-unavailable` whenever the answer is not certain
   */
  account(personId: string, groups: readonly string[]): Promise<Account>;
  close(): void;
}

export interface GraphOptions {
  /** `https://graph.microsoft.com`; other clouds have addresses of their own. */
  readonly url: string;
  readonly clock: Clock;
  /** A token for a scope, from the application's credentials. */
  readonly tokens: (scope: string) => Promise<Token>;
  /** Ms that one request may take. */
  readonly timeoutMs?: number;
}

/** `checkMemberGroups` takes this many ids in one request. */
const MOST_GROUPS = 20;
const TIMEOUT = 4_000;
const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PASSING = [429, 502, 503, 504];

const user = z.object({
  accountEnabled: z.boolean(),
  userType: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
});
const membership = z.object({ value: z.array(z.string()) });

export const graph = ({ url, clock, tokens, timeoutMs = TIMEOUT }: GraphOptions): Graph => {
  const kept = keptToken(clock, () => tokens(`${url}/.default`));
  const closing = new AbortController();
  const client = got.extend({
    responseType: 'text',
    throwHttpErrors: false,
    followRedirect: false,
    timeout: { request: timeoutMs },
    retry: {
      limit: 2,
      methods: ['GET', 'POST'],
      statusCodes: PASSING,
      // A time-out is not repeated: somebody waits for the answer.
      errorCodes: ['ECONNRESET'],
      maxRetryAfter: 2_000,
      calculateDelay: ({ computedValue, retryAfter }) => (computedValue === 0 ? 0 : (retryAfter ?? 250)),
    },
    signal: closing.signal,
  });
  const once = async (path: string, body: object | undefined, token: string) =>
    client(`${url}/v1.0/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}` },
      ...(body && { json: body }),
    });
  /** The parsed answer, or undefined for 404: Graph does not know the person. */
  const ask = async <Shape>(
    shape: z.ZodType<Shape>,
    path: string,
    body?: object,
  ): Promise<Shape | undefined> => {
    const token = await kept.token();
    let answer = await once(path, body, token);
    if (answer.statusCode === 401) answer = await once(path, body, await kept.renew(token));
    if (answer.statusCode === 404) return undefined;
    if (answer.statusCode !== 200) throw uncertain(`status ${answer.statusCode}`);
    return shape.parse(JSON.parse(answer.body));
  };
  const read = async (personId: string, groups: readonly string[]): Promise<Account> => {
    const who = encodeURIComponent(personId);
    const pages: string[][] = [];
    for (let at = 0; at < groups.length; at += MOST_GROUPS) pages.push(groups.slice(at, at + MOST_GROUPS));
    const [found, ...memberships] = await Promise.all([
      ask(user, `users/${who}?$select=accountEnabled,userType,userPrincipalName,mail`),
      ...pages.map((groupIds) => ask(membership, `users/${who}/checkMemberGroups`, { groupIds })),
    ]);
    if (!found) return { kind: 'unknown', groups: new Set() };
    if (!found.accountEnabled) return { kind: 'disabled', groups: new Set() };
    const asked = new Set(groups.map((id) => id.toLowerCase()));
    const member = memberships.flatMap((page) => page?.value ?? []).map((id) => id.toLowerCase());
    const kind = found.userType === 'Guest' ? 'guest' : 'member';
    return {
      kind,
      known: {
        ...(found.userPrincipalName && { upn: found.userPrincipalName }),
        // What the mailbox of a guest is called, another organisation says.
        ...(found.mail && kind === 'member' && { mail: found.mail }),
      },
      // Only what was asked about: an answer from outside adds nothing.
      groups: new Set(member.filter((id) => asked.has(id))),
    };
  };
  const certain = async (personId: string, groups: readonly string[]): Promise<Account> => {
    try {
      return await read(personId, groups);
    } catch (error) {
      throw error instanceof Fault && error.code === 'directory-unavailable'
        ? error
        : uncertain((error as { code?: string }).code ?? 'no certain answer');
    }
  };
  return {
    account: async (personId, groups) =>
      // Whoever has no object id is nobody's account: an anonymous guest of a meeting, another bot.
      OBJECT_ID.test(personId)
        ? outside('Microsoft Graph', 'account', () => certain(personId, groups))
        : { kind: 'unknown', groups: new Set() },
    close: () => closing.abort(),
  };
};

/** The cause is told by a word: the error itself holds the request and with it the token. */
const uncertain = (why: string): Fault =>
  new Fault('directory-unavailable', {
    system: 'Microsoft Graph',
    changed: 'no',
    facts: { person: 'you' },
    cause: new Error(why),
  });
