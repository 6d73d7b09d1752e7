// The logger: structured lines on standard error, secrets taken out. Messages are static sentences, what varies goes into fields.
import { type DestinationStream, pino } from 'pino';

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
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

/** @param into where lines go; standard error, at once, when absent */
export const createLog = (
  level: string,
  into: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log =>
  pino(
    {
      level,
      base: null,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[secret]' },
      timestamp: () => `,"at":${Date.now()}`,
      serializers: { error: describeError },
    },
    into,
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
