// The page's own small API: JSON in, JSON out, one route per thing a person can do. `as` and `in` are keys of the roster.
import { isObject, type JsonObject, type Message, textOf } from './message.ts';
import type { PeopleSide, Standpoint } from './people-side.ts';
import type { Roster } from './roster.ts';
import type { ChatStore } from './store.ts';

export interface CommandHint {
  readonly title: string;
  readonly description: string;
}

export interface PageApiOptions {
  readonly roster: Roster;
  readonly store: ChatStore;
  readonly people: PeopleSide;
  readonly commands: readonly CommandHint[];
}

/** The answer's body, or undefined when there is no such route. Refusals are thrown. */
export type PageApi = (
  method: string,
  path: string,
  query: URLSearchParams,
  body: JsonObject,
) => Promise<unknown>;

const strings = (value: unknown): Readonly<Record<string, string>> =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]))
    : {};

export function createPageApi({ roster, store, people, commands }: PageApiOptions): PageApi {
  const standpoint = (body: JsonObject): Standpoint => ({ as: textOf(body['as']), in: textOf(body['in']) });
  const onMessage = (body: JsonObject): Standpoint & { readonly message: string } => ({
    ...standpoint(body),
    message: textOf(body['message']),
  });

  const posts: Readonly<Record<string, (body: JsonObject) => Promise<unknown> | Message>> = {
    '/api/open': async (body) => {
      // The bot's welcome comes over the event stream; the page does not wait for it.
      void people.open(standpoint(body));
      return {};
    },
    '/api/say': (body) =>
      people.say({
        ...standpoint(body),
        text: textOf(body['text']),
        ...(textOf(body['thread']) === '' ? {} : { thread: textOf(body['thread']) }),
      }),
    '/api/edit': (body) => people.edit({ ...onMessage(body), text: textOf(body['text']) }),
    '/api/remove': (body) => people.remove(onMessage(body)),
    '/api/press': (body) => {
      const action = isObject(body['action']) ? body['action'] : {};
      return people.press({
        ...onMessage(body),
        action: {
          type: textOf(action['type']),
          id: textOf(action['id']),
          verb: textOf(action['verb']),
          ...(action['data'] === undefined ? {} : { data: action['data'] }),
        },
        inputs: strings(body['inputs']),
        trigger: body['trigger'] === 'automatic' ? 'automatic' : 'manual',
      });
    },
    '/api/search': (body) =>
      people.search({
        ...onMessage(body),
        dataset: textOf(body['dataset']),
        query: textOf(body['query']),
        ...(isObject(body['data']) ? { data: body['data'] } : {}),
      }),
    '/api/react': async (body) => {
      await people.react({
        ...onMessage(body),
        reaction: textOf(body['reaction']),
        added: body['added'] !== false,
      });
      return {};
    },
  };

  return async (method, path, query, body) => {
    if (method === 'GET' && path === '/api/state') {
      return { bot: roster.bot, people: roster.people, conversations: roster.conversations, commands };
    }
    if (method === 'GET' && path === '/api/messages') {
      return { messages: store.messages(query.get('in') ?? '') };
    }
    return method === 'POST' ? posts[path]?.(body) : undefined;
  };
}
