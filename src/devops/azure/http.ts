// One HTTP client for an Azure DevOps organisation. What is peculiar to it: a sign-in page in place of a 401, Retry-After beside an answer
// that is good, continuation tokens in a header, and no idempotency keys.
import http from 'node:http';
import https from 'node:https';
import got, { type Response } from 'got';
import type { ErrorCode } from '../../base/catalogue.ts';
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import { outside } from '../../base/telemetry.ts';
import { retryAfter, withoutSecrets } from './answers.ts';

export interface AzureCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the organisation: `ml/_apis/pipelines`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** `7.1` unless the call is still a preview there. */
  readonly version?: string;
  readonly attempted: string;
  /** What a 404 means. The service answers it also to those who may not see. */
  readonly what: string;
  /** Sending it twice does what sending it once does. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface AzureAnswer {
  readonly body: unknown;
  /** Of the next page; absent on the last one. */
  readonly continuation?: string;
}

/** How brickbot shows who it is: a token for basic authentication, or one of Entra. */
export interface AzureCredentials {
  readonly kind: 'pat' | 'entra' | 'person' | 'none';
  /**
   * Value of the header `authorization`.
   * @param changes whether the call changes something
   * @throws Fault when none can be had
   */
  header(changes: boolean): Promise<string>;
  /** After the header was refused, where another may be had. @throws Fault */
  renew?(): Promise<string>;
}

export const patCredentials = (token: string): AzureCredentials => ({
  kind: 'pat',
  header: async () => `Basic ${Buffer.from(`:${token}`).toString('base64')}`,
});

export interface AzureHttp {
  readonly collection: string;
  call(call: AzureCall): Promise<AzureAnswer>;
  /** All items of a list, page after page; at most `most`. */
  list(call: Omit<AzureCall, 'method' | 'repeatable'>, most: number): Promise<readonly unknown[]>;
  /** The same organisation as somebody else. */
  as(credentials: AzureCredentials): AzureHttp;
  close(): Promise<void>;
}

export interface AzureHttpParts {
  readonly collection: string;
  readonly credentials: AzureCredentials;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly timeoutMs?: number;
  readonly attempts?: number;
}

const SYSTEM = 'Azure DevOps';
const TIMEOUT = 30_000;
const BACK_OFF = [500, 1_000, 2_000, 4_000];
const LONGEST_WAIT = 60_000;
const LONGEST = 500;

export const connectAzure = (parts: AzureHttpParts): AzureHttp => {
  const agent = {
    http: new http.Agent({ keepAlive: true, maxSockets: 16 }),
    https: new https.Agent({ keepAlive: true, maxSockets: 16 }),
  };
  const closing = new AbortController();
  const client = got.extend({
    agent,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    headers: {
      'user-agent': parts.userAgent,
      accept: 'application/json',
      'x-tfs-fedauthredirect': 'Suppress',
    },
  });
  // Everybody who speaks through this client keeps away until then.
  const held = { until: 0 };
  return speaking(parts, { client, held, closing, agent });
};

interface Line {
  readonly client: typeof got;
  readonly held: { until: number };
  readonly closing: AbortController;
  readonly agent: { readonly http: http.Agent; readonly https: https.Agent };
}

const speaking = (parts: AzureHttpParts, line: Line): AzureHttp => {
  const { clock, collection, credentials, timeoutMs = TIMEOUT, attempts: most = 4 } = parts;

  const send = async (
    call: AzureCall,
    authorization: string,
    signal: AbortSignal,
  ): Promise<Response<string>> => {
    const pause = line.held.until - clock.now();
    if (pause > 0) await clock.sleep(pause, signal);
    const url = new URL(call.path, collection);
    for (const [key, value] of Object.entries(call.query ?? {}))
      if (value !== undefined) url.searchParams.set(key, String(value));
    url.searchParams.set('api-version', call.version ?? '7.1');
    return (await line.client(url, {
      method: call.method,
      headers: {
        authorization,
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      timeout: { request: timeoutMs },
      responseType: 'text',
      signal,
    })) as Response<string>;
  };

  const call = (wanted: AzureCall): Promise<AzureAnswer> =>
    insist(wanted).catch((error: unknown) => {
      if (error instanceof Fault || !line.closing.signal.aborted) throw error;
      const changed = wanted.method === 'GET' ? 'no' : 'unknown';
      throw new Fault('stopping', { attempted: wanted.attempted, changed });
    });
  const insist = async (wanted: AzureCall): Promise<AzureAnswer> => {
    const signal = wanted.signal
      ? AbortSignal.any([wanted.signal, line.closing.signal])
      : line.closing.signal;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await outside(
        SYSTEM,
        wanted.method,
        () => once(wanted, attempt, signal),
        (made) => ('again' in made ? made.again.code : undefined),
      );
      if ('body' in outcome) return outcome;
      const backOff = (BACK_OFF[Math.min(attempt, BACK_OFF.length) - 1] ?? 4_000) * (0.5 + Math.random() / 2);
      const pause = outcome.wait ?? backOff;
      if (attempt >= most || pause > LONGEST_WAIT) throw outcome.again;
      await clock.sleep(pause, signal);
    }
  };

  const once = async (
    wanted: AzureCall,
    attempt: number,
    signal: AbortSignal,
  ): Promise<AzureAnswer | { readonly again: Fault; readonly wait: number | undefined }> => {
    let response: Response<string>;
    try {
      response = await send(wanted, await credentials.header(wanted.method !== 'GET'), signal);
      if (isRefused(response) && credentials.renew)
        response = await send(wanted, await credentials.renew(), signal);
    } catch (error) {
      if (error instanceof Fault) throw error;
      signal.throwIfAborted();
      const fault = silence(error, wanted);
      if (wanted.repeatable) return { again: fault, wait: undefined };
      throw fault;
    }
    const { statusCode: status, headers, body } = response;
    const wait = retryAfter(headers['retry-after'], clock.now());
    const isPage = /html/i.test(headers['content-type'] ?? '');
    // A good answer may ask to be left alone for a while: the next call waits, this one is not sent again.
    if (status >= 200 && status < 300 && wait !== undefined)
      line.held.until = Math.max(line.held.until, clock.now() + Math.min(wait, LONGEST_WAIT));
    if (status === 203 || status === 302 || (isPage && status < 300))
      throw fail('upstream-unauthenticated', wanted, { status, reason: 'it shows its sign-in page' });
    if (status >= 200 && status < 300) {
      const next = headers['x-ms-continuationtoken'];
      return {
        body: body.trim() === '' ? {} : parseJson(body, wanted),
        ...(typeof next === 'string' && next !== '' && { continuation: next }),
      };
    }
    const said = isPage ? {} : refusalIn(body);
    const facts = { status, reason: said.message ?? `HTTP ${status}`, attempts: attempt, what: wanted.what };
    const fault = fail(byStatus(status), wanted, facts, said.typeKey);
    if (status === 429 || (wanted.repeatable && [502, 503, 504].includes(status)))
      return { again: fault, wait };
    if (wanted.method !== 'GET' && [502, 503, 504].includes(status)) throw silence(fault, wanted);
    throw fault;
  };

  return {
    collection,
    call,
    list: async (wanted, limit) => {
      const items: unknown[] = [];
      let continuation: string | undefined;
      do {
        const answer: AzureAnswer = await call({
          ...wanted,
          method: 'GET',
          repeatable: true,
          query: {
            ...wanted.query,
            $top: Math.min(limit, 1000),
            ...(continuation !== undefined && { continuationToken: continuation }),
          },
        });
        const { value } = answer.body as { value?: unknown };
        if (!Array.isArray(value)) throw gibberish(wanted.path);
        items.push(...(value as unknown[]));
        continuation = answer.continuation;
      } while (continuation !== undefined && items.length < limit);
      return items.slice(0, limit);
    },
    as: (person) => speaking({ ...parts, credentials: person }, line),
    close: async () => {
      line.closing.abort();
      line.agent.http.destroy();
      line.agent.https.destroy();
    },
  };
};

/** A 401, or the sign-in page that stands for one: nothing was carried out. */
const isRefused = ({ statusCode }: Response<string>): boolean => [401, 203, 302].includes(statusCode);

/** The service's own kind of refusal, for branching: `GitPullRequestExistsException`. */
const kinds = new WeakMap<Fault, string>();
export const azureKind = (fault: Fault): string | undefined => kinds.get(fault);

const byStatus = (status: number): ErrorCode => {
  if (status === 401) return 'upstream-unauthenticated';
  if (status === 403) return 'upstream-forbidden';
  if (status === 404) return 'upstream-not-found';
  if (status === 429) return 'upstream-throttled';
  return status >= 500 ? 'upstream-broken' : 'upstream-rejected';
};

const fail = (
  code: ErrorCode,
  { attempted, what }: AzureCall,
  facts: Readonly<Record<string, string | number>>,
  typeKey?: string,
): Fault => {
  const fault = new Fault(code, {
    system: SYSTEM,
    changed: 'no',
    attempted,
    facts: { system: SYSTEM, attempts: 1, what, ...facts },
  });
  if (typeKey !== undefined) kinds.set(fault, typeKey);
  return fault;
};

const silence = (cause: unknown, { method, attempted }: AzureCall): Fault => {
  const { code, message = '' } = (cause ?? {}) as { code?: string; message?: string };
  const changes = method !== 'GET' && code !== 'ECONNREFUSED' && code !== 'ENOTFOUND';
  return new Fault(changes ? 'outcome-unknown' : 'upstream-unreachable', {
    ...{ system: SYSTEM, attempted, facts: { system: SYSTEM } },
    changed: changes ? 'unknown' : 'no',
    cause: Object.assign(new Error(withoutSecrets(message)), code === undefined ? {} : { code }),
  });
};

export const gibberish = (where: string): Fault =>
  new Fault('upstream-gibberish', { system: SYSTEM, changed: 'unknown', facts: { system: SYSTEM, where } });

const parseJson = (text: string, { path }: AzureCall): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw gibberish(path);
  }
};

const refusalIn = (text: string): { readonly typeKey?: string; readonly message?: string } => {
  try {
    const { typeKey, message } = JSON.parse(text) as { typeKey?: unknown; message?: unknown };
    return {
      ...(typeof typeKey === 'string' && { typeKey }),
      ...(typeof message === 'string' && { message: withoutSecrets(message).slice(0, LONGEST) }),
    };
  } catch {
    return {};
  }
};
