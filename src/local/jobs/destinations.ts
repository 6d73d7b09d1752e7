// Notification destinations: where webhooks go. Only generic webhooks are carried out here.
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ApiRefusal, type LocalRequest, type Route } from '../kernel/route.ts';
import { countOf, invalid, pageOf, positionOf } from './asking.ts';
import { isJson, type Json, textOf } from './model.ts';

export interface Destination {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

export interface Destinations {
  readonly routes: readonly Route[];
  find(id: string): Destination | undefined;
}

const PATH = '/api/2.0/notification-destinations';

export function openDestinations(
  state: DatabaseSync,
  mayChange: (request: LocalRequest) => void,
): Destinations {
  state.exec(
    'CREATE TABLE IF NOT EXISTS jobs_destinations (id TEXT PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, username TEXT, password TEXT)',
  );
  const select = state.prepare('SELECT * FROM jobs_destinations ORDER BY rowid');
  const insert = state.prepare('INSERT OR REPLACE INTO jobs_destinations VALUES (?, ?, ?, ?, ?)');
  const drop = state.prepare('DELETE FROM jobs_destinations WHERE id = ?');
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const all = (): Destination[] =>
    select.all().map((row) => ({
      id: String(row['id']),
      name: String(row['name']),
      url: String(row['url']),
      username: text(row['username']),
      password: text(row['password']),
    }));
  const find = (id: string) => all().find((each) => each.id === id);
  const known = (request: LocalRequest): Destination => {
    const found = find(request.params['id'] ?? '');
    if (found !== undefined) return found;
    throw new ApiRefusal(404, 'RESOURCE_DOES_NOT_EXIST', 'The notification destination does not exist.');
  };
  const save = ({ id, name, url, username, password }: Destination) =>
    insert.run(id, name, url, username ?? null, password ?? null);

  function create({ body }: LocalRequest): Destination {
    const name = textOf(body['display_name']);
    if (name === undefined) throw invalid('Missing required field: display_name');
    const hook = webhookOf(body);
    if (hook === undefined)
      throw invalid('config must hold generic_webhook: no other kind is carried out here.');
    const made: Destination = { id: randomUUID(), name, ...hook };
    save(made);
    return made;
  }

  return {
    find,
    routes: [
      {
        method: 'POST',
        path: PATH,
        handle: (request) => {
          mayChange(request);
          return { body: shown(create(request)) };
        },
      },
      {
        method: 'GET',
        path: PATH,
        handle: (request) => {
          const { page, links } = pageOf(all(), positionOf(request), countOf(request, 'page_size', 100, 100));
          const results = page.map(({ id, name }) => ({
            id,
            display_name: name,
            destination_type: 'WEBHOOK',
          }));
          return { body: { results, next_page_token: links['next_page_token'] } };
        },
      },
      { method: 'GET', path: `${PATH}/:id`, handle: (request) => ({ body: shown(known(request)) }) },
      {
        method: 'PATCH',
        path: `${PATH}/:id`,
        handle: (request) => {
          mayChange(request);
          const old = known(request);
          const changed: Destination = {
            ...old,
            ...webhookOf(request.body),
            name: textOf(request.body['display_name']) ?? old.name,
          };
          save(changed);
          return { body: shown(changed) };
        },
      },
      {
        method: 'DELETE',
        path: `${PATH}/:id`,
        handle: (request) => {
          mayChange(request);
          drop.run(known(request).id);
          return { body: {} };
        },
      },
    ],
  };
}

/** https anywhere, http to this machine only. @throws ApiRefusal */
function webhookOf(body: Json): Pick<Destination, 'url' | 'username' | 'password'> | undefined {
  const config = body['config'];
  const hook = isJson(config) ? config['generic_webhook'] : undefined;
  if (!isJson(hook)) return undefined;
  const url = URL.parse(textOf(hook['url']) ?? '');
  const local = url !== null && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname);
  if (url === null || (url.protocol !== 'https:' && !(url.protocol === 'http:' && local))) {
    throw invalid('The URL of a webhook must use https.');
  }
  return { url: url.href, username: textOf(hook['username']), password: textOf(hook['password']) };
}

/** Secrets, the URL among them, never come back. */
function shown({ id, name, username, password }: Destination): Json {
  return {
    id,
    display_name: name,
    destination_type: 'WEBHOOK',
    config: {
      generic_webhook: {
        url_set: true,
        username_set: username !== undefined,
        password_set: password !== undefined,
      },
    },
  };
}
