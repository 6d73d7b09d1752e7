// One HTTP client a workspace: got with kept-alive connections, and everything that is the same for every call: credentials,
// limits, repeats, time-outs, lossless JSON, and faults that answer the reader's question.
import http from 'node:http';
import https from 'node:https';
import got, { type OptionsInit, type Response } from 'got';
import type { Clock } from '../base/clock.ts';
import { Fault } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { outside } from '../base/telemetry.ts';
import type { Credentials } from './credentials.ts';
import { gibberish, readPlatformError, refusal, silence } from './failure.ts';
import { parseLossless } from './json.ts';
import { createLimits, type Family } from './limits.ts';
import { withoutSecrets } from './redaction.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path from the host: `/api/2.0/repos`. */
  readonly path: string;
  readonly family: Family;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON; ids are made bare by `bareId`. */
  readonly body?: unknown;
  /** For the card: "update /Workspace/x to feature-x". */
  readonly attempted: string;
  /** What a 404 means: "a run 42". */
  readonly what?: string;
  /**
   * Whether sending it twice does what sending it once does: reads, deletes, calls with an idempotency token. What is not
   * repeatable is sent again only where it surely had no effect: no connection, a 401 before renewal, a 429.
   */
  readonly repeatable: boolean;
  /** ms; 60 s unless said. A git folder's update works inside the request and gets 600 s. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface DatabricksHttp {
  readonly host: string;
  /** The parsed body; `{}` for an empty one. @throws Fault */
  call(call: Call): Promise<Readonly<Record<string, unknown>>>;
  /** Workspace id, once an answer has told it (`X-Databricks-Org-Id`). */
  orgId(): string | undefined;
  close(): Promise<void>;
}

/** One request as it went, for metrics; nothing of its content. */
export interface RequestMetrics {
  readonly family: Family;
  readonly method: Call['method'];
  /** Absent when no answer came. */
  readonly status?: number;
  readonly ms: number;
}

export interface HttpParts {
  readonly host: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly log: Log;
  readonly userAgent: string;
  readonly onRequest?: (metrics: RequestMetrics) => void;
  /** Multiplies the limits of requests a second; tests raise it. */
  readonly limitScale?: number;
  /** Ms that an ordinary call may take; 60 000 when absent. Calls with a time of their own are scaled alike. */
  readonly timeoutMs?: number;
  /** Most attempts of one call. */
  readonly attempts?: number;
}

export const TIMEOUT = 60_000;
export const CONNECT = 15_000;
/** Waits between attempts grow like this, in ms, unless the platform says how long. */
const BACK_OFF = [500, 1_000, 2_000, 4_000, 8_000];
export const LONGEST_RETRY_AFTER = 60_000;
/** 500 is not among them: the platform also says its INVALID_STATE that way. */
const PASSING_STATUS = [502, 503, 504];

export const connect = ({
  host,
  credentials,
  clock,
  log,
  userAgent,
  onRequest,
  limitScale,
  timeoutMs = TIMEOUT,
  attempts: most = 5,
}: HttpParts): DatabricksHttp => {
  const agent = {
    http: new http.Agent({ keepAlive: true, maxSockets: 32 }),
    https: new https.Agent({ keepAlive: true, maxSockets: 32 }),
  };
  const limits = createLimits(clock, limitScale);
  const closing = new AbortController();
  let orgId: string | undefined;
  const client = got.extend({
    prefixUrl: '',
    agent,
    // Repeats are decided below, with what the whole workspace asked for in view; a redirect is a sign-in page or a proxy.
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: true,
    headers: { 'user-agent': userAgent, accept: 'application/json' },
  });

  const send = async (call: Call, token: string, signal: AbortSignal): Promise<Response<string>> => {
    const url = new URL(call.path, host);
    for (const [key, value] of Object.entries(call.query ?? {}))
      if (value !== undefined) url.searchParams.set(key, String(value));
    const patience = ((call.timeout ?? TIMEOUT) / TIMEOUT) * timeoutMs;
    const options: OptionsInit = {
      method: call.method,
      headers: {
        ...(credentials.scheme !== 'none' && {
          authorization: `${credentials.scheme ?? 'Bearer'} ${token}`,
        }),
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      timeout: {
        lookup: CONNECT,
        connect: CONNECT,
        secureConnect: CONNECT,
        response: patience,
        request: patience + CONNECT,
      },
      signal,
    };
    const began = clock.now();
    let status: number | undefined;
    try {
      const response = (await client(url, { ...options, responseType: 'text' })) as Response<string>;
      status = response.statusCode;
      return response;
    } finally {
      const { family, method } = call;
      onRequest?.({ family, method, ms: clock.now() - began, ...(status !== undefined && { status }) });
    }
  };

  const once = async (
    call: Call,
    attempt: number,
    signal: AbortSignal,
  ): Promise<
    | { readonly body: Readonly<Record<string, unknown>> }
    | { readonly again: Fault; readonly wait: number | undefined }
  > => {
    let response: Response<string>;
    let token = '';
    try {
      token = await credentials.token(call.method !== 'GET');
      response = await send(call, token, signal);
      if (response.statusCode === 401 && credentials.renew) {
        token = await credentials.renew();
        response = await send(call, token, signal);
      }
    } catch (error) {
      if (error instanceof Fault) throw error;
      signal.throwIfAborted();
      const sent = wasSent(error, host);
      const fault = silence(error, { sent, changes: changes(call), attempted: call.attempted });
      if (call.repeatable || !sent) return { again: fault, wait: undefined };
      throw fault;
    }
    orgId ??= response.headers['x-databricks-org-id'] as string | undefined;
    const { statusCode: status } = response;
    if (status >= 200 && status < 300) return { body: readBody(response, call) };
    if (status >= 300 && status < 400) {
      if (!response.headers.location?.includes('private-link-validation-error'))
        throw gibberish('a redirect', 'no', call.attempted);
      const message = 'the workspace is reached by private link only, and this network is not part of it';
      const about = { attempted: call.attempted, attempts: attempt, what: whatOf(call) };
      throw refusal({ status: 403, code: 'PRIVATE_LINK', message }, about);
    }
    const isPage = /html/i.test(response.headers['content-type'] ?? '');
    if (isPage && status !== 401 && status !== 403 && status < 500 && status !== 429)
      throw gibberish('a web page', 'no', call.attempted);
    const error = readPlatformError(status, withoutSecrets(response.body, token));
    const retryAfterMs = retryAfter(response.headers['retry-after'], clock.now());
    const fault = refusal(error, {
      attempted: call.attempted,
      attempts: attempt,
      what: whatOf(call),
      ...(retryAfterMs !== undefined && { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }),
    });
    const passing = PASSING_STATUS.includes(status);
    // A throttled call was not carried out: repeating it is safe whatever it does.
    if (fault.code === 'upstream-throttled' || (call.repeatable && passing))
      return { again: fault, wait: retryAfterMs };
    // A gateway that gave up does not know what the platform did; the platform's own refusals carry a code.
    const lost = passing && (status !== 503 || error.code === undefined);
    throw lost && changes(call)
      ? silence(fault, { sent: true, changes: true, attempted: call.attempted })
      : fault;
  };

  return {
    host,
    orgId: () => orgId,
    call: async (call) => {
      const signal = call.signal ? AbortSignal.any([call.signal, closing.signal]) : closing.signal;
      try {
        for (let attempt = 1; ; attempt += 1) {
          await limits.take(call.family, signal);
          const outcome = await outside(
            'Databricks',
            `${call.method} ${call.family}`,
            () => once(call, attempt, signal),
            (made) => ('again' in made ? made.again.code : undefined),
          );
          if ('body' in outcome) return outcome.body;
          const { again, wait } = outcome;
          const backOff = BACK_OFF[Math.min(attempt, BACK_OFF.length) - 1] ?? 8_000;
          const pause = wait ?? backOff * (0.5 + Math.random() / 2);
          // The limit is the whole workspace's: everybody who calls this family waits.
          if (again.code === 'upstream-throttled')
            limits.holdBack(call.family, Math.min(pause, LONGEST_RETRY_AFTER));
          if (attempt >= most || pause > LONGEST_RETRY_AFTER) throw again;
          log.debug({ path: call.path, attempt, code: again.code }, 'a call to Databricks is repeated');
          await clock.sleep(pause, signal);
        }
      } catch (error) {
        if (error instanceof Fault || !closing.signal.aborted) throw error;
        throw new Fault('stopping', { attempted: call.attempted, changed: changes(call) ? 'unknown' : 'no' });
      }
    },
    close: async () => {
      closing.abort();
      agent.http.destroy();
      agent.https.destroy();
    },
  };
};

/** What is not there, when it is not there. */
const whatOf = ({ what, attempted }: Call): string => what ?? `what is needed to ${attempted}`;

/** Searches are POSTs that change nothing. */
const changes = ({ method, path }: Call): boolean => method !== 'GET' && !path.endsWith('/search');

/** Nothing was sent where no connection stood, TLS included: a certificate that is refused is refused before the request. */
const wasSent = (error: unknown, host: string): boolean => {
  const { timings } = error as { timings?: { connect?: number; secureConnect?: number } };
  if (timings === undefined) return true;
  return (host.startsWith('https:') ? timings.secureConnect : timings.connect) !== undefined;
};

const readBody = (response: Response<string>, call: Call): Readonly<Record<string, unknown>> => {
  if (response.body.trim() === '') return {};
  if (/html/i.test(response.headers['content-type'] ?? '') || response.statusCode === 203)
    throw gibberish('a web page', 'no', call.attempted);
  try {
    const parsed = parseLossless(response.body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Said below: what is not JSON is told like what is no object.
  }
  throw gibberish(call.path, changes(call) ? 'unknown' : 'no', call.attempted);
};

/** Retry-After in seconds or as a date, as ms from now. */
export const retryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
};
