// The web server: restify with our own body reader, answers and limits around it. Handlers are plain functions (route.ts);
// what goes wrong in one is told to the log by request id and to the caller as a bare status.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server as NodeServer, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type restify from 'restify';
import type { Log } from '../base/log.ts';
import { inSpan } from '../base/telemetry.ts';
import { inThread } from '../base/thread.ts';
import { readBody } from './body.ts';
import type { HttpAnswer, HttpRequest, Route } from './route.ts';
import { isFromThisMachine } from './this-machine-only.ts';

export interface ServerOptions {
  /** 0 picks a free port. */
  readonly port: number;
  readonly host: string;
  readonly routes: readonly Route[];
  readonly log: Log;
  /** Only requests from this machine, and none from a web page of another site; for the demo. */
  readonly thisMachineOnly?: boolean;
  /** ms that requests under way get to end when the server closes. */
  readonly grace?: number;
}

export interface Serving {
  readonly url: string;
  readonly port: number;
  /** Takes no new request, lets those under way end, then closes every connection. */
  close(): Promise<void>;
}

/** ms; connections outlive the idle time-out of the load balancers in front (Azure's is 4 minutes, App Service's 230 s). */
const KEEP_ALIVE = 240_000;
const HEADERS_WITHIN = 10_000;
const REQUEST_WITHIN = 30_000;
const GRACE = 10_000;

/** Restify logs every oddity with the whole request in it; what is worth telling, we tell. */
const quiet = (): void => {};
const mute = {
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  fatal: quiet,
  child: () => mute,
};

// The package's index also loads every plugin, none of which is used here: nearly a tenth of a second at each start.
const load = createRequire(import.meta.url);
const RestifyServer = load('restify/lib/server.js') as new (options: object) => restify.Server;
const RestifyRouter = load('restify/lib/router.js') as new (options: object) => object;

/** Listens, then resolves. @throws the listen error, for example EADDRINUSE by its `code` */
export const serve = async (options: ServerOptions): Promise<Serving> => {
  const { routes, log, thisMachineOnly = false, grace = GRACE } = options;
  // Its types ask for bunyan's logger; it calls these methods only.
  const parts = { name: '', log: mute };
  const server = new RestifyServer({ ...parts, router: new RestifyRouter(parts) });
  const node = server.server as NodeServer;
  node.keepAliveTimeout = KEEP_ALIVE;
  node.headersTimeout = HEADERS_WITHIN;
  node.requestTimeout = REQUEST_WITHIN;

  if (thisMachineOnly) {
    server.pre((request, response, next) => {
      if (isFromThisMachine(request.headers)) return next();
      write(response, { status: 403, body: { error: 'this address answers its own machine only' } });
      return next(false);
    });
  }
  let closing = false;
  for (const route of routes) {
    const handler = async (request: restify.Request, response: restify.Response): Promise<void> => {
      await answer(route, request, response, log, () => closing);
    };
    if (route.method === 'GET') server.get(route.path, handler);
    else server.post(route.path, handler);
  }
  // Restify's own errors (no such route, wrong method) would repeat the path or a thrown text. Its callback stays uncalled:
  // it would answer a second time, and that ends the process.
  server.on('restifyError', (_request: unknown, response: ServerResponse, error: unknown) => {
    const { statusCode } = error as { statusCode?: unknown };
    const status = typeof statusCode === 'number' && statusCode < 500 ? statusCode : 500;
    if (!response.headersSent) write(response, { status, body: { error: plainWord(status) } });
  });

  await new Promise<void>((resolve, reject) => {
    node.once('error', reject);
    server.listen(options.port, options.host, () => {
      node.off('error', reject);
      resolve();
    });
  });
  const { port } = node.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    port,
    close: () => {
      closing = true;
      return new Promise((resolve) => {
        const cut = setTimeout(() => node.closeAllConnections(), grace);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        node.closeIdleConnections();
      });
    },
  };
};

const answer = async (
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
  isClosing: () => boolean,
): Promise<void> => {
  const id = randomUUID();
  response.setHeader('x-request-id', id);
  try {
    const body = await readBody(request, route.body);
    if (body.kind === 'gone') return void response.destroy();
    if (body.kind === 'refused') {
      route.refused?.(body.answer.status);
      if (body.close) response.setHeader('connection', 'close');
      return write(response, body.answer);
    }
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const { raw, json } = body;
    const handed = { id, path, query, headers: request.headers, raw, json };
    const result = await inThread({ request: id }, () => traced(route, handed));
    // A kept-alive connection would hold up a server that is closing.
    if (isClosing()) response.setHeader('connection', 'close');
    write(response, result);
  } catch (error) {
    log.error({ error, request: id, route: route.path }, 'a request failed');
    if (!response.headersSent) write(response, { status: 500, body: { error: 'internal' } });
  }
};

/** What is only looked at (health, metrics, pages) would fill every trace with itself. */
const traced = (route: Route, request: HttpRequest): Promise<HttpAnswer> =>
  route.method === 'GET'
    ? route.handle(request)
    : inSpan(
        `POST ${route.path}`,
        { 'http.request.method': 'POST', 'http.route': route.path, 'brickbot.request': request.id },
        () => route.handle(request),
        { kind: 'server', failed: ({ status }) => (status >= 500 ? String(status) : undefined) },
      );

const write = (response: ServerResponse, { status, body, headers }: HttpAnswer): void => {
  const payload = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type':
      typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(payload),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(payload);
};

const plainWord = (status: number): string =>
  status === 404
    ? 'not found'
    : status === 405
      ? 'method not allowed'
      : status < 500
        ? 'bad request'
        : 'internal';
