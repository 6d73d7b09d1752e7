// A Bot connector that records what is sent to it and fails on request: the other end of every reply and proactive message.
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { LocalAuthority } from './certificate.ts';
import { answerJson, bodyOf, listen, shut } from './listening.ts';

export interface Call {
  readonly method: string;
  /** Decoded, from `/v3/…` on. */
  readonly path: string;
  readonly authorization: string | undefined;
  /** Parsed JSON body. */
  readonly body: unknown;
}

/** How the next calls are answered; after the list is used up, well. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: unknown;
    }
  /** The connection ends without an answer, after the request was read. */
  | { readonly kind: 'reset' }
  /** No answer ever. */
  | { readonly kind: 'hang' }
  /** An answer that never ends. */
  | { readonly kind: 'drip' };

export interface ConnectorStub {
  /** As it stands in activities, with the trailing slash that Teams uses. */
  readonly serviceUrl: string;
  readonly calls: readonly Call[];
  /** Paths of the member records that were read. */
  readonly asked: readonly string[];
  /** The next call that is not among those already seen through this method. */
  next(): Promise<Call>;
  /** Calls so far, and when the last one came (ms since the epoch); known also when calls are not recorded. */
  count(): number;
  lastAt(): number;
  failNext(...faults: readonly Fault[]): void;
  /** Member records by object id: what a conversation tells of who is in it. */
  readonly members: Map<string, Readonly<Record<string, unknown>>>;
  /** True: member records are not to be had, whatever else works. */
  membersFail(on: boolean): void;
  close(): Promise<void>;
}

/**
 * @param local serves HTTPS with its certificate; plain HTTP when absent
 * @param record false: calls are counted only, as a benchmark needs it
 */
export const startConnector = async (local?: LocalAuthority, record = true): Promise<ConnectorStub> => {
  const calls: Call[] = [];
  const asked: string[] = [];
  const faults: Fault[] = [];
  const drips = new Set<NodeJS.Timeout>();
  let taken = 0;
  let count = 0;
  let lastAt = 0;
  const waiting: (() => void)[] = [];
  const members = new Map<string, Readonly<Record<string, unknown>>>();
  let membersOut = false;
  const memberOf = (response: ServerResponse, id: string): void => {
    const found = members.get(id);
    if (membersOut) answerJson(response, 503, { error: { code: 'ServiceUnavailable' } });
    else if (found) answerJson(response, 200, found);
    else answerJson(response, 404, { error: { code: 'MemberNotFoundInConversation' } });
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await bodyOf(request);
    count += 1;
    lastAt = Date.now();
    const path = decodeURIComponent((request.url ?? '').replace(/^\/[a-z_]+\//, '/'));
    const [, member] = /\/members\/([^/]+)$/.exec(path) ?? [];
    // Reading a record is no post: whoever waits for what is said does not hear of it.
    if (request.method === 'GET' && member !== undefined) {
      asked.push(path);
      memberOf(response, member);
      return;
    }
    calls.push({
      method: request.method ?? '',
      path,
      authorization: request.headers.authorization,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    });
    const fault = faults.shift();
    for (const wake of waiting.splice(0)) wake();
    switch (fault?.kind) {
      case undefined:
        return answerJson(response, request.method === 'POST' ? 201 : 200, { id: `sent-${calls.length}` });
      case 'status': {
        response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
        response.end(JSON.stringify(fault.body ?? {}));
        return;
      }
      case 'reset':
        request.socket.destroy();
        return;
      case 'hang':
        return;
      case 'drip': {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 20);
        drips.add(timer);
        response.on('close', () => clearInterval(timer));
        return;
      }
    }
  };
  /** As cheap as can be: a benchmark must not wait for its connector. */
  const countOnly = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume().on('end', () => {
      count += 1;
      lastAt = Date.now();
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': 10 });
      response.end('{"id":"1"}');
    });
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void =>
    record ? void handle(request, response) : countOnly(request, response);
  const server = local ? createHttps({ key: local.key, cert: local.cert }, listener) : createHttp(listener);
  const port = await listen(server);
  return {
    serviceUrl: `${local ? 'https' : 'http'}://localhost:${port}/teams/`,
    calls,
    asked,
    members,
    membersFail: (on) => {
      membersOut = on;
    },
    next: async () => {
      while (calls.length <= taken) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      taken += 1;
      const call = calls[taken - 1];
      if (!call) throw new Error('a call was recorded and is gone');
      return call;
    },
    count: () => count,
    lastAt: () => lastAt,
    failNext: (...next) => {
      faults.push(...next);
    },
    close: async () => {
      for (const timer of drips) clearInterval(timer);
      await shut(server);
    },
  };
};
