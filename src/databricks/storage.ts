// The storage behind a workspace. An address that was signed for a short while is read as it is, without brickbot's token, and what goes
// wrong there is told as the storage's fault, not the workspace's.
import got, { type Response } from 'got';
import type { Clock } from '../base/clock.ts';
import { Fault } from '../base/errors.ts';
import { gibberish, readPlatformError, refusal, silence } from './failure.ts';
import { CONNECT, LONGEST_RETRY_AFTER, retryAfter, TIMEOUT } from './http.ts';
import { parseLossless } from './json.ts';

export interface StorageParts {
  readonly clock: Clock;
  /** Ms that a read may take; 60 000 when absent. */
  readonly timeoutMs?: number;
}

export interface SignedRead extends StorageParts {
  /** For the card: "read rows.json of run 42". */
  readonly attempted: string;
  /** What a 404 means. */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
}

const SYSTEM = 'Artifact storage';
const MOST_MB = 20;
const ATTEMPTS = 3;
const BACK_OFF = 1_000;
/** Azure, S3 and Google Cloud Storage all ask for these to be sent again; reading does no harm. */
const PASSING = [429, 500, 502, 503, 504];

/**
 * The JSON at a signed address, read again after what passes.
 * @throws Fault `upstream-forbidden` (a worn-out signature too), `upstream-not-found`, `upstream-throttled`, `upstream-broken`,
 * `upstream-unreachable`, `upstream-gibberish`, `artifact-too-large`; every one of a read, so nothing was changed
 */
export const readSigned = async (
  address: string,
  headers: Readonly<Record<string, string>>,
  read: SignedRead,
): Promise<unknown> => {
  const { clock, attempted, signal } = read;
  // The address is a secret while it is good: it appears in no fault.
  if (!URL.canParse(address)) throw gibberish('signed_uri', 'no', attempted, SYSTEM);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once(address, headers, read, attempt);
    if ('body' in outcome) return outcome.body;
    const wait = outcome.wait ?? BACK_OFF * 2 ** (attempt - 1);
    if (attempt >= ATTEMPTS || wait > LONGEST_RETRY_AFTER) throw outcome.again;
    await clock.sleep(wait, signal);
  }
};

const once = async (
  address: string,
  headers: Readonly<Record<string, string>>,
  { clock, attempted, what, signal, timeoutMs = TIMEOUT }: SignedRead,
  attempt: number,
): Promise<{ readonly body: unknown } | { readonly again: Fault; readonly wait?: number | undefined }> => {
  const tooMuch = new AbortController();
  let response: Response<string>;
  try {
    const request = got(address, {
      headers,
      retry: { limit: 0 },
      throwHttpErrors: false,
      responseType: 'text',
      timeout: { connect: CONNECT, response: timeoutMs, request: timeoutMs + CONNECT },
      signal: signal ? AbortSignal.any([signal, tooMuch.signal]) : tooMuch.signal,
    });
    void request.on('downloadProgress', ({ transferred }) => {
      if (transferred > MOST_MB * 1024 * 1024) tooMuch.abort();
    });
    response = await request;
  } catch (error) {
    signal?.throwIfAborted();
    if (tooMuch.signal.aborted)
      throw new Fault('artifact-too-large', {
        ...{ system: SYSTEM, attempted, changed: 'no' },
        facts: { what, limit: MOST_MB },
      });
    return { again: silence(error, { sent: true, changes: false, attempted, system: SYSTEM }) };
  }
  const { statusCode: status } = response;
  if (status >= 200 && status < 300) return { body: readJson(response, attempted) };
  const wait = retryAfter(response.headers['retry-after'], clock.now());
  // It was the signature that was refused, not brickbot's token, which was never sent.
  const refused = readPlatformError(status === 401 ? 403 : status, '');
  const fault = refusal(refused, {
    ...{ attempted, what, attempts: attempt, system: SYSTEM },
    ...(wait !== undefined && { retryAfterSeconds: Math.ceil(wait / 1_000) }),
  });
  if (PASSING.includes(status)) return { again: fault, wait };
  throw fault;
};

const readJson = ({ headers, statusCode, body }: Response<string>, attempted: string): unknown => {
  if (/html/i.test(headers['content-type'] ?? '') || statusCode === 203)
    throw gibberish('a web page', 'no', attempted, SYSTEM);
  try {
    return parseLossless(body);
  } catch {
    throw gibberish('the artifact', 'no', attempted, SYSTEM);
  }
};
