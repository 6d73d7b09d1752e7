// The logger: structured lines on standard error, secrets taken out. Messages are static sentences, what varies goes into fields. Every line
// carries the request and the operation that it was written for, and their trace where there is one.
import { type DestinationStream, pino } from 'pino';
import { traceHere } from './telemetry.ts';
import { threadNow } from './thread.ts';

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface LogOptions {
  /** Values that must never be printed, wherever they turn up: what the configuration holds as secret. */
  readonly secrets?: readonly string[];
  /** Standard error when absent. */
  readonly to?: DestinationStream;
}

/** Field names whose values are never printed, at the top or one level down. */
const SECRET_FIELDS = [
  'token',
  'password',
  'secret',
  'authorization',
  'clientSecret',
  'personalAccessToken',
  'connectionString',
];

/** What looks like a secret, whoever wrote it: headers, tokens of Entra and Databricks, passwords in addresses. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 [secret]'],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '[secret]'],
  [/\bdapi[0-9a-f-]{8,}/g, '[secret]'],
  [/(\w+:\/\/[^:@/\s"']*):[^@/\s"']+@/g, '$1:[secret]@'],
];
/** Shorter values are words that turn up by themselves. */
const SHORTEST = 6;

/** Takes secrets out of a finished line. */
const censor = (secrets: readonly string[]): ((line: string) => string) => {
  // As they stand in JSON, longest first: one may be a part of another.
  const known = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .map((secret) => JSON.stringify(secret).slice(1, -1))
    .sort((a, b) => b.length - a.length);
  return (line) => {
    let clean = line;
    for (const secret of known) clean = clean.replaceAll(secret, '[secret]');
    for (const [shape, instead] of SHAPES) clean = clean.replace(shape, instead);
    return clean;
  };
};

export const createLog = (level: string, { secrets = [], to }: LogOptions = {}): Log =>
  pino(
    {
      level,
      base: null,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[secret]' },
      timestamp: () => `,"at":${Date.now()}`,
      serializers: { error: describeError },
      mixin: () => {
        const trace = traceHere()?.split('-')[1];
        return { ...threadNow(), ...(trace !== undefined && { trace }) };
      },
      hooks: { streamWrite: censor(secrets) },
    },
    to ?? pino.destination({ dest: 2, sync: true }),
  );

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What a log line may hold of an error: its kind, code and place; the cause by kind only, never what the outside world wrote. */
const describeError = (error: unknown): object => {
  const { name, code, message, stack, cause } = (error ?? {}) as {
    name?: string;
    code?: string;
    message?: string;
    stack?: string;
    cause?: unknown;
  };
  const inner = cause as { name?: string; code?: string } | undefined;
  return {
    name,
    code,
    message,
    stack: stack?.split('\n').slice(1, 6),
    cause: inner && { name: inner.name, code: inner.code },
  };
};
