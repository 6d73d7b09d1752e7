// The Bot Connector's REST routes under the service URL, as botbuilder's client calls them, with Teams' rate limits and trouble on
// request in front.
import type { BotSide } from './bot-side.ts';
import { type Fault, type Faults, serviceCodes } from './faults.ts';
import type { CallKind, RateLimits } from './limits.ts';
import { type JsonObject, textOf } from './message.ts';
import { Refusal } from './refusal.ts';
import type { Person, Roster } from './roster.ts';

export interface ConnectorCall {
  /** ms since the epoch. */
  readonly at: number;
  readonly method: string;
  /** Below the service URL, as sent: `/v3/conversations/19%3A…/activities`. */
  readonly path: string;
  readonly body: unknown;
  /** 0 when the connection was dropped or left hanging. */
  readonly status: number;
}

export interface ConnectorRequest {
  readonly method: string;
  /** Path below the service URL, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  readonly authorization: string | undefined;
}

export type ConnectorReply =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body?: unknown;
      readonly retryAfter?: number | undefined;
    }
  | { readonly kind: 'drop' }
  | { readonly kind: 'hang' };

export interface ConnectorOptions {
  readonly bot: BotSide;
  readonly roster: Roster;
  readonly faults: Faults;
  readonly limits: RateLimits | undefined;
  /** Judges the Authorization header of the bot's calls; everything is let in when absent. */
  readonly verify: ((authorization: string | undefined) => Promise<boolean> | boolean) | undefined;
  readonly now: () => number;
}

const wireMember = (person: Person, tenantId: string): JsonObject => {
  const [givenName = '', ...rest] = person.name.split(' ');
  return {
    id: person.id,
    name: person.name,
    // Teams sends the Entra id under this name; the SDK's typings call it aadObjectId.
    objectId: person.aadObjectId,
    givenName,
    surname: rest.join(' '),
    email: person.email,
    userPrincipalName: person.email,
    tenantId,
    userRole: 'user',
  };
};

/** The decoded parts of a path; a wrong percent code is the caller's fault. */
function segments(path: string): string[] {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    throw new Refusal(400, 'BadArgument', 'The path is not percent-encoded well.');
  }
}

/** Most calls kept for tests and for the curious. */
const mostCalls = 2_000;

export function createConnector(options: ConnectorOptions): {
  handle(request: ConnectorRequest): Promise<ConnectorReply>;
  calls(): readonly ConnectorCall[];
} {
  const { bot, roster, faults, limits } = options;
  const journal: ConnectorCall[] = [];

  function limit(kind: CallKind, wireId: string): void {
    const wait = limits?.take(kind, bot.find(wireId).conversation.id) ?? 0;
    if (wait > 0) throw new Refusal(429, 'Throttled', 'Too many requests.', Math.ceil(wait / 1_000));
  }

  const json = (status: number, body?: unknown): ConnectorReply => ({ kind: 'json', status, body });

  function conversationRoute(
    request: ConnectorRequest,
    parts: readonly string[],
  ): ConnectorReply | undefined {
    const [wireId = '', what, id] = parts;
    const { method, body } = request;
    if (what === 'activities') {
      limit('send', wireId);
      if (method === 'POST') {
        const posted = bot.post(wireId, body);
        return json(posted.status, posted.id === undefined ? {} : { id: posted.id });
      }
      if (method === 'PUT' && id !== undefined) return json(200, bot.update(wireId, id, body));
      if (method === 'DELETE' && id !== undefined) {
        bot.remove(wireId, id);
        return json(200);
      }
    }
    if (method === 'GET' && what === 'members') {
      limit('read', wireId);
      const members = bot.members(wireId);
      if (id === undefined)
        return json(
          200,
          members.map((each) => wireMember(each, roster.tenantId)),
        );
      const person = roster.personById(id);
      if (person === undefined || !members.includes(person)) {
        throw new Refusal(404, 'MemberNotFoundInConversation', 'Member not found in the conversation.');
      }
      return json(200, wireMember(person, roster.tenantId));
    }
    if (method === 'GET' && what === 'pagedmembers') {
      limit('read', wireId);
      const from = Number(request.query.get('continuationToken') ?? '0') || 0;
      const size = Math.min(500, Math.max(50, Number(request.query.get('pageSize') ?? '500') || 500));
      const members = bot.members(wireId);
      return json(200, {
        members: members.slice(from, from + size).map((each) => wireMember(each, roster.tenantId)),
        ...(from + size < members.length ? { continuationToken: String(from + size) } : {}),
      });
    }
    return undefined;
  }

  function teamRoute(request: ConnectorRequest, parts: readonly string[]): ConnectorReply | undefined {
    const [id, what] = parts;
    const channels = roster.conversations.filter((each) => each.team?.id === id);
    const team = channels[0]?.team;
    if (request.method !== 'GET') return undefined;
    if (team === undefined) throw new Refusal(404, 'TeamNotFound', 'The team was not found.');
    if (what === 'conversations') {
      return json(200, {
        conversations: channels.map((each) => ({
          id: each.id,
          // The first channel comes without a name, as in Teams.
          name: each.id === team.id ? null : each.name,
        })),
      });
    }
    return json(200, {
      id: team.id,
      name: team.name,
      aadGroupId: team.aadGroupId,
      tenantId: roster.tenantId,
      channelCount: channels.length,
      memberCount: roster.people.length,
    });
  }

  function route(request: ConnectorRequest): ConnectorReply {
    const [version, room, ...parts] = segments(request.path);
    let reply: ConnectorReply | undefined;
    if (version === 'v3' && room === 'conversations') {
      if (parts.length === 0 && request.method === 'POST') {
        const wait = limits?.take('create', 'all') ?? 0;
        if (wait > 0) throw new Refusal(429, 'Throttled', 'Too many requests.', Math.ceil(wait / 1_000));
        reply = json(201, bot.createConversation(request.body));
      } else reply = conversationRoute(request, parts);
    }
    if (version === 'v3' && room === 'teams') reply = teamRoute(request, parts);
    if (reply === undefined) throw new Refusal(404, 'NotFound', 'No such route of the Bot Connector.');
    return reply;
  }

  const refused = (error: unknown): ConnectorReply => {
    if (!(error instanceof Refusal)) throw error;
    return {
      kind: 'json',
      status: error.status,
      body: { error: { code: error.code, message: error.message } },
      retryAfter: error.retryAfter,
    };
  };

  const troubled = async (fault: Fault): Promise<ConnectorReply | undefined> => {
    if (fault.kind === 'reset') return { kind: 'drop' };
    if (fault.kind === 'hang') return { kind: 'hang' };
    if (fault.kind === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 1_000));
    }
    if (fault.kind !== 'status') return undefined;
    const status = fault.status ?? 500;
    return refused(
      new Refusal(
        status,
        fault.code ?? serviceCodes[status] ?? 'ServiceError',
        'Asked for.',
        fault.retryAfter,
      ),
    );
  };

  async function answer(request: ConnectorRequest): Promise<ConnectorReply> {
    try {
      if (options.verify !== undefined && !(await options.verify(request.authorization))) {
        throw new Refusal(401, 'Unauthorized', 'Authorization has been denied for this request.');
      }
      const fault = faults.take(request.method, request.path);
      const trouble = fault === undefined ? undefined : await troubled(fault);
      if (trouble !== undefined) return trouble;
      const reply = route(request);
      return fault?.kind === 'lost' ? { kind: 'drop' } : reply;
    } catch (error) {
      return refused(error);
    }
  }

  return {
    async handle(request) {
      const at = options.now();
      const reply = await answer(request);
      journal.push({
        at,
        method: request.method,
        path: request.path,
        body: request.body,
        status: reply.kind === 'json' ? reply.status : 0,
      });
      if (journal.length > mostCalls) journal.shift();
      return reply;
    },
    calls: () => [...journal],
  };
}

/** A fault as the admin route takes it; throws a Refusal when it is not one. */
export function readFault(body: JsonObject): Fault {
  const kind = textOf(body['kind']);
  if (kind !== 'status' && kind !== 'reset' && kind !== 'lost' && kind !== 'slow' && kind !== 'hang') {
    throw new Refusal(400, 'BadArgument', 'kind is one of status, reset, lost, slow, hang');
  }
  const numbers = Object.fromEntries(
    ['status', 'retryAfter', 'delayMs', 'times']
      .filter((name) => typeof body[name] === 'number')
      .map((name) => [name, body[name]]),
  );
  const texts = Object.fromEntries(
    ['code', 'method', 'path']
      .filter((name) => typeof body[name] === 'string')
      .map((name) => [name, body[name]]),
  );
  return { kind, ...numbers, ...texts };
}
