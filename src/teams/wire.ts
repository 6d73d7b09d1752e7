// Outgoing HTTPS on the hot path: undici with kept-alive connections and our own time-outs. The SDK's HTTP stack opens a
// connection per call, has no time-out and repeats a POST after a 5xx, which can post a card twice.
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type * as Undici from 'undici';
import type { Exchange } from './outcome.ts';

// Its index also loads fetch, caches, cookies and web sockets, and gives every dispatcher its methods; one of each is used here.
const load = createRequire(import.meta.url);
const Agent = load('undici/lib/dispatcher/agent.js') as typeof Undici.Agent;
const request = load('undici/lib/api/api-request.js') as Undici.Dispatcher['request'];

export interface WireTimes {
  /** ms to open a connection. */
  readonly connect: number;
  /** ms from the end of the request to the first byte of the answer, and between two parts of it. */
  readonly answer: number;
}

export const WIRE_TIMES: WireTimes = { connect: 3_000, answer: 10_000 };

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Wire {
  /** One attempt. Never throws: what the network does is part of the answer. */
  send(request: WireRequest): Promise<Exchange>;
  close(): Promise<void>;
}

/** No answer that we wait for is longer; key sets of the token issuer are the longest with some 100 KB. */
const LONGEST_ANSWER = 1_000_000;

/** Errors before the request has left: nothing can have happened at the other side. */
const NOT_SENT = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_URL',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
]);

/** A wire with its own pool of connections. Redirects are not followed: a token must not travel to another host. */
export const createWire = (times: WireTimes = WIRE_TIMES): Wire => {
  const agent = new Agent({
    connect: { timeout: times.connect },
    headersTimeout: times.answer,
    bodyTimeout: times.answer,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
    connections: 64,
  });
  return {
    send: async ({ method, url, headers, body }) => {
      try {
        const target = new URL(url);
        const answer = await request.call(agent, {
          origin: target.origin,
          path: target.pathname + target.search,
          method,
          headers,
          ...(body === undefined ? {} : { body }),
        });
        const text = await readAll(answer.body, times.answer);
        return { kind: 'answer', status: answer.statusCode, headers: answer.headers, body: text };
      } catch (error) {
        const code = (error as { code?: unknown } | undefined)?.code;
        const name = typeof code === 'string' ? code : 'network';
        return { kind: 'network', code: name, sent: !NOT_SENT.has(name) };
      }
    },
    close: () => agent.destroy(),
  };
};

/**
 * An answer that drips byte by byte keeps every single pause short; the whole of it has a limit too. By events, not by
 * `for await`: that costs every reply a tenth of its time.
 */
const readAll = (body: Readable, ms: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const cut = setTimeout(() => body.destroy(wireError('UND_ERR_BODY_TIMEOUT')), ms);
    body.on('data', (part: Buffer) => {
      length += part.length;
      if (length > LONGEST_ANSWER) body.destroy(wireError('ANSWER_TOO_LONG'));
      else parts.push(part);
    });
    body.on('end', () => {
      clearTimeout(cut);
      resolve(Buffer.concat(parts).toString('utf8'));
    });
    body.on('error', reject);
    body.on('close', () => {
      clearTimeout(cut);
      reject(wireError('UND_ERR_SOCKET'));
    });
  });

const wireError = (code: string): Error => Object.assign(new Error(code), { code });
