// A real HTTP server whose answers a test writes, and the true client pointed at it with time wound by the test.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type Databricks, type DatabricksOptions, databricksClient } from '../../../src/databricks/client.ts';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export type Reply = (response: ServerResponse, seen: Seen) => void;

/** Sends JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** Ends the connection without an answer. */
export const reset: Reply = (response) => void response.socket?.destroy();

export interface Scripted {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** Answers in order; the last one goes on answering. */
  answer(...replies: readonly Reply[]): void;
  close(): Promise<void>;
}

export const scriptedServer = async (): Promise<Scripted> => {
  const seen: Seen[] = [];
  let replies: Reply[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const one: Seen = {
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
      body,
    };
    seen.push(one);
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    (reply ?? json(500, { error_code: 'INTERNAL_ERROR', message: 'the test has written no answer' }))(
      response,
      one,
    );
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer: (...next) => {
      replies = [...next];
      seen.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** A clock on which sleeping takes no time and is written down. */
export const woundClock = (): Clock & { readonly slept: number[] } => {
  let now = 1_800_000_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
};

export const PLANTED_TOKEN = 'dapi-planted-secret-0123456789';

export const clientOf = (host: string, options: Partial<DatabricksOptions> = {}): Databricks =>
  databricksClient({
    host,
    settings: { token: PLANTED_TOKEN },
    clock: woundClock(),
    log: silentLog,
    userAgent: 'brickbot-test/0',
    limitScale: 100,
    ...options,
  });

/** How a call ends: its answer, or the fault's code. */
export const ending = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
