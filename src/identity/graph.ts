// What Microsoft Graph says about a person: whether the account is alive, whether it is a guest, how it is called, and which of the groups that are
// asked about it belongs to (transitively); and who stands behind a name or a group. Application permissions User.Read.All and
// GroupMember.Read.All.
import got from 'got';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { Fault } from '../base/errors.ts';
import { outside } from '../base/telemetry.ts';
import type { Account } from '../domain/account.ts';
import type { Person } from '../domain/person.ts';
import { groupId, isGroup } from '../domain/roles.ts';
import { keptToken, type Token } from './kept-token.ts';

export interface Graph {
  /**
   * Asked of Graph now.
   * @param personId Entra object id
   * @param groups object ids; those that the person is in come back
   * @throws Fault `directory-unavailable` whenever the answer is not certain
   */
  account(personId: string, groups: readonly string[]): Promise<Account>;
  /**
   * Who is meant by an entry of a list: a principal name, or `group:<id>` with everybody below it. Accounts that are switched off are
   * left out, and so are guests of a group, who hold nothing by it.
   * @param most of a group: when it is larger the answer is undefined
   * @throws Fault `directory-unavailable` whenever the answer is not certain
   */
  behind(entry: string, most: number): Promise<readonly Person[] | undefined>;
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
const listed = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
const LISTED = 'id,displayName,accountEnabled,userType,userPrincipalName';

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
      // A list that is narrowed to users is answered to who accepts that it may lag behind.
      headers: { authorization: `Bearer ${token}`, consistencylevel: 'eventual' },
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
  const behind = async (entry: string, most: number): Promise<readonly Person[] | undefined> => {
    if (!isGroup(entry)) {
      const found = await ask(listed, `users/${encodeURIComponent(entry)}?$select=${LISTED}`);
      return found && found.accountEnabled !== false ? [personOf(found)] : [];
    }
    const group = encodeURIComponent(groupId(entry));
    const found = await ask(
      z.object({ value: z.array(listed) }),
      `groups/${group}/transitiveMembers/microsoft.graph.user?$count=true&$top=${most + 1}&$select=${LISTED}`,
    );
    if (!found || found.value.length > most) return undefined;
    return found.value
      .filter(({ accountEnabled, userType }) => accountEnabled !== false && userType !== 'Guest')
      .map(personOf);
  };
  const certain = async <Answer>(read: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await read();
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
        ? outside('Microsoft Graph', 'account', () => certain(() => read(personId, groups)))
        : { kind: 'unknown', groups: new Set() },
    behind: (entry, most) => outside('Microsoft Graph', 'behind', () => certain(() => behind(entry, most))),
    close: () => closing.abort(),
  };
};

const personOf = ({ id, displayName, userPrincipalName: upn }: z.infer<typeof listed>): Person => ({
  id,
  name: displayName ?? upn ?? id,
  ...(upn && { upn }),
});

/** The cause is told by a word: the error itself holds the request and with it the token. */
const uncertain = (why: string): Fault =>
  new Fault('directory-unavailable', {
    system: 'Microsoft Graph',
    changed: 'no',
    facts: { person: 'you' },
    cause: new Error(why),
  });
