// The web server under the stand-in: routes by pattern, who is asking, api versions, and the traps of the real service that can
// be asked for.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody with a token: a person or a service. */
export interface Identity {
  readonly id: string;
  readonly displayName: string;
  readonly uniqueName: string;
}

export interface Asked {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Parsed JSON, `undefined` without a body. */
  readonly body: unknown;
  readonly text: string;
  readonly identity: Identity;
}

export interface Answered {
  readonly status?: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the organisation: `/{project}/_apis/pipelines/{id}`. A name in braces is one segment. */
  readonly path: string;
  /** Still a preview in 7.1: a plain `7.1` is refused. */
  readonly preview?: boolean;
  handle(asked: Asked): Answered | Promise<Answered>;
}

/** A refusal in the service's own words. */
export class Refusal extends Error {
  readonly status: number;
  readonly typeKey: string;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    typeKey: string,
    message: string,
    extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.status = status;
    this.typeKey = typeKey;
    this.extra = extra;
  }
}

/** What the next matching request meets instead of its answer, or on top of it. */
export interface Trap {
  readonly path: RegExp;
  readonly kind:
    | 'sign-in'
    | 'redirect'
    | 'slow-down'
    | 'throttled'
    | 'unavailable'
    | 'drop-answer'
    | 'short-page';
  times?: number;
}

const SIGN_IN =
  '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to your account</body></html>';

export interface Kernel {
  readonly port: number;
  /** Traps that wait; tests add to it. */
  readonly traps: Trap[];
  /** Every request as it came, oldest first. */
  readonly journal: { readonly method: string; readonly path: string; readonly status: number }[];
  close(): Promise<void>;
}

export interface KernelOptions {
  readonly port: number;
  readonly organisation: string;
  readonly routes: readonly Route[];
  identityOf(token: string): Identity | undefined;
  /** Answers what is no REST call: git itself. True when it did. */
  raw(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    token: string | undefined,
  ): Promise<boolean>;
}

export async function startKernel(options: KernelOptions): Promise<Kernel> {
  const traps: Trap[] = [];
  const journal: Kernel['journal'] = [];
  const compiled = options.routes.map((route) => ({
    route,
    pattern: patternOf(options.organisation, route.path),
  }));

  const takeTrap = (path: string): Trap['kind'] | undefined => {
    const at = traps.findIndex((trap) => trap.path.test(path));
    const trap = traps[at];
    if (!trap) return undefined;
    trap.times = (trap.times ?? 1) - 1;
    if (trap.times <= 0) traps.splice(at, 1);
    return trap.kind;
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const token = tokenOf(request.headers.authorization);
    const method = request.method ?? 'GET';
    response.on('finish', () =>
      journal.push({ method, path: url.pathname + url.search, status: response.statusCode }),
    );
    if (await options.raw(request, response, url, token)) return;
    const text = await textOf(request);
    const trap = takeTrap(url.pathname + url.search);
    if (trap === 'sign-in') return page(response, 203);
    if (trap === 'redirect') {
      response.setHeader('location', '/_signin?realm=dev.azure.com');
      return page(response, 302);
    }
    if (trap === 'unavailable') return page(response, 503);
    // A page may hold fewer than were asked for.
    if (trap === 'short-page') url.searchParams.set('$top', '1');
    if (trap === 'throttled') {
      response.setHeader('retry-after', '1');
      return refuse(
        response,
        new Refusal(429, 'RequestBlockedException', 'TF400733: The request has been cancelled.'),
      );
    }
    const identity = token === undefined ? undefined : options.identityOf(token);
    if (!identity) {
      const suppressed = request.headers['x-tfs-fedauthredirect'] === 'Suppress';
      return method === 'PATCH' || suppressed
        ? refuse(
            response,
            new Refusal(401, 'UnauthorizedRequestException', 'TF400813: The user is not authorized.'),
          )
        : page(response, 203);
    }
    const path = decodeSafely(url.pathname);
    for (const { route, pattern } of compiled) {
      const match = route.method === method ? pattern.exec(path) : null;
      if (!match) continue;
      try {
        requireVersion(url, request.headers.accept, route.preview === true);
        const body: unknown =
          text === '' || !/json/.test(request.headers['content-type'] ?? '') ? undefined : JSON.parse(text);
        const answer = await route.handle({
          params: { ...match.groups },
          query: url.searchParams,
          headers: request.headers,
          body,
          text,
          identity,
        });
        if (trap === 'drop-answer') return void response.destroy();
        if (trap === 'slow-down') {
          response.setHeader('retry-after', '1');
          response.setHeader('x-ratelimit-remaining', '0');
        }
        for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
        if (answer.text !== undefined) {
          response.setHeader('content-type', 'text/plain; charset=utf-8');
          return void response.writeHead(answer.status ?? 200).end(answer.text);
        }
        return json(response, answer.status ?? (answer.body === undefined ? 204 : 200), answer.body);
      } catch (error) {
        return refuse(
          response,
          isRefusal(error)
            ? error
            : new Refusal(400, 'InvalidRequestException', String((error as Error).message)),
        );
      }
    }
    // A wrong address is told as a page for people.
    return page(response, 404);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    traps,
    journal,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A page of a list; the token of the next one goes into a header, as the service does it. */
export function paged<T>(all: readonly T[], query: URLSearchParams, most = 1000): Answered {
  const from = Number(query.get('continuationToken') ?? 0);
  const top = Math.min(Number(query.get('$top') ?? query.get('top') ?? 100), most);
  const value = all.slice(from, from + top);
  return {
    body: { count: value.length, value },
    ...(from + top < all.length && { headers: { 'x-ms-continuationtoken': String(from + top) } }),
  };
}

/** Errors may cross realms in tests, so the shape is asked. */
const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' && error !== null && 'typeKey' in error;

const patternOf = (organisation: string, path: string): RegExp =>
  new RegExp(`^/${organisation}${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`, 'i');

function requireVersion(url: URL, accept: string | undefined, preview: boolean): void {
  const version = url.searchParams.get('api-version') ?? /api-version=([^;,\s]+)/.exec(accept ?? '')?.[1];
  if (version === undefined)
    throw new Refusal(400, 'VssVersionNotSpecifiedException', 'No api-version was supplied for the request.');
  if (!/^7\.[012](-preview(\.\d+)?)?$/.test(version))
    throw new Refusal(400, 'VssVersionOutOfRangeException', `The api-version ${version} is out of range.`);
  if (!version.includes('-preview') && (preview || version.startsWith('7.2')))
    throw new Refusal(
      400,
      'VssInvalidPreviewVersionException',
      `The requested version ${version} is under preview. The -preview flag must be supplied.`,
    );
}

function tokenOf(header: string | undefined): string | undefined {
  const [, scheme, value] = /^(basic|bearer) (.+)$/i.exec(header ?? '') ?? [];
  if (value === undefined) return undefined;
  return scheme?.toLowerCase() === 'bearer'
    ? value
    : Buffer.from(value, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '');
}

function decodeSafely(path: string): string {
  // A slash inside a name stays encoded: it is part of one segment.
  return path
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('/', '%2F'))
    .join('/');
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

const json = (response: ServerResponse, status: number, body: unknown): void => {
  if (body === undefined) return void response.writeHead(status).end();
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8; api-version=7.1' });
  response.end(JSON.stringify(body));
};

const page = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(SIGN_IN);
};

const refuse = (response: ServerResponse, { status, typeKey, message, extra }: Refusal): void =>
  json(response, status, {
    $id: '1',
    innerException: null,
    message,
    typeName: `Microsoft.TeamFoundation.${typeKey}`,
    typeKey,
    errorCode: 0,
    eventId: 3000,
    ...extra,
  });
