// How the Bot connector's answers are read: one table from status and code to what the outbox should do next.
import type { SendOutcome } from '../domain/delivery.ts';

/** An answer of the connector, or the network error that came in its place. */
export type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly body: string;
    }
  /** `sent` tells whether the request can have reached the other side before the connection failed. */
  | { readonly kind: 'network'; readonly code: string; readonly sent: boolean };

/**
 * Reads one exchange. The table is Microsoft's (“Status codes from agent APIs”): 412, 429, 502, 503 and 504 may be tried
 * again, 403 and 404 may not. A POST whose answer was lost may stand in the chat already; a PUT can safely be repeated.
 * @param now ms since the epoch, for a Retry-After that is given as a date
 */
export const outcomeOf = (exchange: Exchange, method: 'GET' | 'POST' | 'PUT', now: number): SendOutcome => {
  if (exchange.kind === 'network') {
    return exchange.sent && method === 'POST'
      ? { kind: 'uncertain', why: exchange.code }
      : { kind: 'retry', why: exchange.code };
  }
  const { status, body } = exchange;
  if (status >= 200 && status < 300) return { kind: 'sent', activityId: idIn(body) };
  const why = `${status} ${codeIn(body)}`.trim();
  const retryAfterMs = retryAfter(exchange.headers, now);
  if (status === 429 || (status === 503 && retryAfterMs !== undefined))
    return { kind: 'throttled', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  if (status === 404) return { kind: 'gone', why };
  if (status === 401 || status === 408 || status === 412 || status >= 500) return { kind: 'retry', why };
  return { kind: 'refused', why };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const idIn = (body: string): string => {
  const id = field(parse(body), 'id');
  return typeof id === 'string' ? id : '';
};

/**
 * The service's code: `{"error":{"code":…}}`, or the older `{"errorCode":209,"message":"{\"subCode\":…}"}` whose sub
 * code hides in a JSON string. Anything that does not look like a code is left out: texts from outside are not ours to log.
 */
const codeIn = (body: string): string => {
  const json = parse(body);
  const inner = field(json, 'message');
  const candidates = [
    field(typeof inner === 'string' ? parse(inner) : undefined, 'subCode'),
    field(field(json, 'error'), 'code'),
    field(json, 'code'),
    field(json, 'errorCode'),
  ];
  const plain = candidates.map((code) => (typeof code === 'number' ? `${code}` : code));
  return plain.find((code): code is string => typeof code === 'string' && /^[\w.-]{1,60}$/.test(code)) ?? '';
};

/** Retry-After in ms, given as seconds, as a date, or in Microsoft's own headers; never more than an hour. */
const retryAfter = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  now: number,
): number | undefined => {
  const read = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : value?.[0];
  };
  const exact = read('retry-after-ms') ?? read('x-ms-retry-after-ms');
  const coarse = read('retry-after');
  const ms =
    exact !== undefined && /^\d+$/.test(exact)
      ? Number(exact)
      : coarse === undefined
        ? Number.NaN
        : /^\d+$/.test(coarse)
          ? Number(coarse) * 1_000
          : Date.parse(coarse) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 3_600_000) : undefined;
};
