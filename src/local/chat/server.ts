// One loopback HTTP server for the page, its API, its event stream, the connector and the admin routes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { loadAssets } from './assets.ts';
import { type ConnectorReply, type ConnectorRequest, readFault } from './connector.ts';
import type { Faults } from './faults.ts';
import { foreign, securityHeaders } from './gate.ts';
import type { Hub } from './hub.ts';
import { isObject, type JsonObject } from './message.ts';
import type { PageApi } from './page-api.ts';
import { Refusal } from './refusal.ts';

export interface ServerParts {
  readonly api: PageApi;
  readonly hub: Hub;
  readonly connector: {
    handle(request: ConnectorRequest): Promise<ConnectorReply>;
    calls(): readonly unknown[];
  };
  readonly faults: Faults;
  /** Must come in the header `x-chat-admin` of admin requests. */
  readonly adminKey: string;
}

/** The connector lives below this path; the service URL ends with it, slash included, as Teams' does. */
export const connectorPath = '/teams/';

const mostBody = 1024 * 1024;

async function readJson(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > mostBody) throw new Refusal(413, 'MessageSizeTooBig', 'The request is too large.');
    chunks.push(bytes);
  }
  if (size === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal(400, 'BadSyntax', 'The request body is not JSON.');
  }
  if (!isObject(value)) throw new Refusal(400, 'BadSyntax', 'The request body is not a JSON object.');
  return value;
}

function sendJson(response: ServerResponse, status: number, body: unknown, retryAfter?: number): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

export function createChatServer(parts: ServerParts): Server {
  const assets = loadAssets();

  function admin(request: IncomingMessage, path: string, body: JsonObject): unknown {
    if (request.headers['x-chat-admin'] !== parts.adminKey) {
      throw new Refusal(403, 'Forbidden', 'Admin routes need the key in x-chat-admin.');
    }
    if (request.method === 'GET' && path === '/admin/calls') return { calls: parts.connector.calls() };
    if (request.method === 'POST' && path === '/admin/faults') {
      parts.faults.add(readFault(body));
      return {};
    }
    if (request.method === 'DELETE' && path === '/admin/faults') {
      parts.faults.clear();
      return {};
    }
    return undefined;
  }

  async function connector(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const reply = await parts.connector.handle({
      method: request.method ?? 'GET',
      path: url.pathname.slice(connectorPath.length - 1),
      query: url.searchParams,
      body: await readJson(request),
      authorization: request.headers.authorization,
    });
    if (reply.kind === 'drop') request.socket.destroy();
    if (reply.kind === 'json') sendJson(response, reply.status, reply.body, reply.retryAfter);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const port = request.socket.localPort ?? 0;
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const reason = foreign(request.headers, port);
    if (reason !== undefined) throw new Refusal(403, 'Forbidden', reason);
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    if (url.pathname.startsWith(connectorPath)) return connector(request, response, url);
    if (request.method === 'GET' && url.pathname === '/api/events') return parts.hub.attach(response);
    const asset = request.method === 'GET' ? assets.get(url.pathname) : undefined;
    if (asset !== undefined) {
      response.writeHead(200, { 'content-type': asset.type, 'cache-control': 'no-cache' });
      response.end(asset.body);
      return;
    }
    const body = await readJson(request);
    const result = url.pathname.startsWith('/admin/')
      ? admin(request, url.pathname, body)
      : await parts.api(request.method ?? 'GET', url.pathname, url.searchParams, body);
    if (result === undefined) throw new Refusal(404, 'NotFound', 'There is nothing at this address.');
    sendJson(response, 200, result);
  }

  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      if (error instanceof Refusal) {
        return sendJson(
          response,
          error.status,
          { error: { code: error.code, message: error.message } },
          error.retryAfter,
        );
      }
      return sendJson(response, 500, { error: { code: 'ServiceError', message: 'The chat server failed.' } });
    });
  });
}
