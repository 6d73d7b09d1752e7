// The front door of the embedded workspace: node:http, a list of routes, and the platform's manners (error shape, token check, int64
// without loss). It knows nothing of repos, jobs or models.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import timers from 'node:timers/promises';
import { authenticate, type PrincipalOf } from './authentication.ts';
import { bodyOf, readBody } from './request-body.ts';
import { ApiRefusal, type LocalRequest, type LocalResponse, type Principal, type Route } from './route.ts';
import { routeTable } from './route-table.ts';
import { refusalAnswer, send, sendFault } from './sending.ts';

/** One finished exchange, as the journal and `onRequest` see it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** 0 when the connection was cut instead of answered. */
  readonly status: number;
  readonly at: number;
  readonly userName?: string;
  readonly idempotencyToken?: string;
  /** The fault that was played, if any. */
  readonly fault?: string;
}

/** What a fault makes of an exchange. */
export interface Fault {
  /** Named in the journal. */
  readonly kind: string;
  /** Waited before anything else, in ms; with `after`, between the effect and its answer. */
  readonly delayMs?: number;
  /** True: the handler runs and its effect stays, only the answer is replaced. */
  readonly after: boolean;
  /** The answer instead; `reset` cuts the connection, `pass` lets the true answer through (after the delay). */
  readonly answer: LocalResponse | 'reset' | 'pass';
}

export interface Faults {
  /** The fault to play on this request, if any; a rule with a count is used up by this call. */
  pick(request: {
    readonly method: string;
    readonly path: string;
    readonly header: string | undefined;
  }): Fault | undefined;
}

/** A path prefix that reads and writes the sockets itself (git over HTTP). */
export interface StreamRoute {
  readonly prefix: string;
  /** `principal` is undefined when no valid credential came; the handler decides whether it needs one. */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    principal: Principal | undefined,
  ): Promise<void>;
}

export interface ServerOptions {
  readonly routes: readonly Route[];
  readonly streams?: readonly StreamRoute[];
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  /** 0 (the default) takes a free port. */
  readonly port?: number;
  /** Needed to bind anywhere but loopback. */
  readonly allowRemote?: boolean;
  /** Whose token this is; 'expired' for a token that was good once. */
  readonly principalOf: PrincipalOf;
  readonly faults?: Faults;
  /** Value of `X-Databricks-Org-Id` on every answer. */
  readonly orgId?: string;
  /** Called once per exchange, after its end. */
  readonly onRequest?: (exchange: Exchange) => void;
  /** An unexpected error of a handler; the caller is told nothing but INTERNAL_ERROR. */
  readonly onError?: (error: unknown) => void;
}

export interface RunningServer {
  readonly url: string;
  /** Cuts open connections and stops listening. */
  close(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
/** How long closing waits for handlers. */
const CLOSE_WAIT_MS = 5_000;
const OPEN: Principal = { id: '0', userName: 'anonymous', displayName: 'anonymous' };

/** Starts listening. @throws RangeError when asked to bind beyond loopback without `allowRemote` */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const host = options.host ?? '127.0.0.1';
  if (!LOOPBACK.has(host) && options.allowRemote !== true) {
    throw new RangeError(
      `refusing to listen on ${host}: this workspace is for this machine only (allowRemote lifts that)`,
    );
  }
  const table = routeTable(options.routes);
  let url = '';
  const working = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const done = exchange(request, response).finally(() => working.delete(done));
    working.add(done);
  });
  // git fetches and long repo updates outlast the defaults.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 30_000;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const method = request.method ?? 'GET';
    const target = targetOf(request.url, url);
    const note: { fault?: string; userName?: string; idempotencyToken?: string } = {};
    response.on('error', () => response.destroy());
    response.on('close', () => {
      const status = response.writableFinished ? response.statusCode : 0;
      options.onRequest?.({ method, path: target?.pathname ?? '', status, at, ...note });
    });
    try {
      if (target === undefined)
        throw new ApiRefusal(400, 'BAD_REQUEST', 'The request line holds no usable path.');
      if (options.allowRemote !== true && !namesLoopback(request.headers.host)) {
        throw new ApiRefusal(
          403,
          'PERMISSION_DENIED',
          'This workspace answers only to names of this machine.',
        );
      }
      const stream = options.streams?.find((each) => target.pathname.startsWith(each.prefix));
      const header = request.headers['x-local-fault'];
      const fault = options.faults?.pick({
        method,
        path: target.pathname,
        header: typeof header === 'string' ? header : undefined,
      });
      if (fault !== undefined) note.fault = fault.kind;
      const held = async (): Promise<void> => {
        if (fault?.delayMs !== undefined) await pause(fault.delayMs, response);
      };
      if (fault?.after !== true) await held();
      if (fault !== undefined && !fault.after && fault.answer !== 'pass')
        return sendFault(fault.answer, request, response, options.orgId);
      if (stream !== undefined)
        return await stream.handle(request, response, target, quietly(request, options));
      const raw = await readBody(request);
      const answer = await dispatch(request, method, target, raw, note);
      if (fault?.after === true) await held();
      if (fault?.after === true && fault.answer !== 'pass')
        return sendFault(fault.answer, request, response, options.orgId);
      send(response, answer, options.orgId);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) options.onError?.(error);
      if (response.headersSent) response.destroy();
      else send(response, refusalAnswer(error), options.orgId);
    }
  }

  async function dispatch(
    request: IncomingMessage,
    method: string,
    target: URL,
    raw: Buffer,
    note: { userName?: string; idempotencyToken?: string },
  ): Promise<LocalResponse> {
    const found = table.find(method, target.pathname);
    const principal =
      found?.route.open === true ? OPEN : authenticate(request.headers.authorization, options.principalOf);
    note.userName = principal.userName;
    if (found === undefined) {
      throw new ApiRefusal(404, 'ENDPOINT_NOT_FOUND', `No API found for '${method} ${target.pathname}'`);
    }
    const body = found.route.bytes === true ? {} : bodyOf(request, raw);
    if (typeof body['idempotency_token'] === 'string') note.idempotencyToken = body['idempotency_token'];
    const local: LocalRequest = {
      method,
      path: found.path,
      params: found.params,
      query: target.searchParams,
      headers: request.headers,
      body,
      raw,
      principal,
      baseUrl: baseUrlOf(request, url),
    };
    return await found.route.handle(local);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address() as AddressInfo;
  url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  return {
    url,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      await closed;
      // Handlers that were in the middle of something end before their database and folders go.
      await Promise.race([Promise.all(working), timers.setTimeout(CLOSE_WAIT_MS, undefined, { ref: false })]);
    },
  };
}

function quietly(request: IncomingMessage, options: ServerOptions): Principal | undefined {
  try {
    return authenticate(request.headers.authorization, options.principalOf);
  } catch (error) {
    if (error instanceof ApiRefusal) return undefined;
    throw error;
  }
}

/** A page of a foreign site whose name was made to lead here sends that name along: the one thing that gives it away. */
function namesLoopback(host: string | undefined): boolean {
  return host === undefined || /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

function targetOf(path: string | undefined, url: string): URL | undefined {
  if (path === undefined || !path.startsWith('/')) return undefined;
  return URL.parse(url + path) ?? undefined;
}

function baseUrlOf(request: IncomingMessage, url: string): string {
  const host = request.headers.host;
  return host === undefined || !/^[\w.:[\]-]+$/.test(host) ? url : `http://${host}`;
}

/** Waits, or stops waiting when the caller has gone. */
function pause(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
