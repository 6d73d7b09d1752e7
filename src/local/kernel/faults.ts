// Trouble on request: a header on one call, or rules set by `/local/faults`, make the workspace answer as a bad day would.
import { isRecord } from './json.ts';
import { ApiRefusal, type LocalResponse, type Route } from './route.ts';
import type { Fault, Faults } from './server.ts';

const KINDS = [
  '401',
  '403',
  '404',
  '429',
  '500',
  '503',
  '504',
  'reset',
  'slow',
  'timeout',
  'malformed',
  'signin-200',
  'signin-203',
  'expired-token',
  'refusal',
] as const;
export type FaultKind = (typeof KINDS)[number];

export interface FaultRule {
  readonly kind: FaultKind;
  /** Any method when absent. */
  readonly method?: string | undefined;
  /**
   * A prefix, or a pattern in which `*` stands for any text; every path when absent. With `$` at its end it is the whole path, and `*`
   * one part of it.
   */
  readonly path?: string | undefined;
  /** Calls let through before the rule begins. */
  readonly skip?: number | undefined;
  /** How often it plays; without end when absent. */
  readonly times?: number | undefined;
  /** 0 to 1; always when absent. */
  readonly probability?: number | undefined;
  /** Sent as Retry-After with 429 and 503. */
  readonly retryAfterSeconds?: number | undefined;
  /** Waited first, in ms; `slow` waits 2000 when absent. */
  readonly delayMs?: number | undefined;
  /** For `refusal`: any answer of the platform, told by its three parts. */
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly message?: string | undefined;
  /** The handler runs and its effect stays; only the answer is lost. */
  readonly after?: boolean | undefined;
}

export interface FaultBoard extends Faults {
  /** `POST/GET/DELETE /local/faults`. */
  readonly routes: readonly Route[];
  add(rule: FaultRule): void;
  clear(): void;
}

const SLOW_MS = 2_000;
/** Longer than any client waits; the connection is cut then. */
const TIMEOUT_MS = 15 * 60_000;

/** `random` gives numbers from 0 to 1 for rules with a probability. */
export function openFaultBoard(random: () => number = Math.random): FaultBoard {
  let rules: { rule: FaultRule; skipped: number; played: number }[] = [];
  const add = (rule: FaultRule) => {
    rules.push({ rule, skipped: 0, played: 0 });
  };
  return {
    add,
    clear() {
      rules = [];
    },
    pick({ method, path, header }) {
      // The way to take a fault away again must stay open.
      if (path.startsWith('/local/')) return undefined;
      if (header !== undefined) return faultOf(ruleOfHeader(header));
      for (const entry of rules) {
        const { rule } = entry;
        if (rule.method !== undefined && rule.method.toUpperCase() !== method) continue;
        if (!fits(rule.path, path) || entry.played >= (rule.times ?? Number.POSITIVE_INFINITY)) continue;
        if (entry.skipped < (rule.skip ?? 0)) {
          entry.skipped += 1;
          continue;
        }
        if (rule.probability !== undefined && random() >= rule.probability) continue;
        entry.played += 1;
        return faultOf(rule);
      }
      return undefined;
    },
    routes: [
      {
        method: 'POST',
        path: '/local/faults',
        handle: (request) => {
          add(readRule(request.body));
          return { body: {} };
        },
      },
      {
        method: 'GET',
        path: '/local/faults',
        handle: () => ({ body: { faults: rules.map(({ rule, played }) => ({ ...rule, played })) } }),
      },
      {
        method: 'DELETE',
        path: '/local/faults',
        handle: () => {
          rules = [];
          return { body: {} };
        },
      },
    ],
  };
}

function fits(pattern: string | undefined, path: string): boolean {
  if (pattern === undefined) return true;
  const whole = pattern.endsWith('$');
  const pieces = (whole ? pattern.slice(0, -1) : pattern)
    .split('*')
    .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join(whole ? '[^/]*' : '.*')}${whole ? '$' : ''}`).test(path);
}

function faultOf(rule: FaultRule): Fault {
  const delayMs =
    rule.delayMs ?? (rule.kind === 'slow' ? SLOW_MS : rule.kind === 'timeout' ? TIMEOUT_MS : undefined);
  const delay = delayMs === undefined ? {} : { delayMs };
  return { kind: rule.kind, after: rule.after === true, answer: answerOf(rule), ...delay };
}

function answerOf(rule: FaultRule): Fault['answer'] {
  const refusal = (status: number, errorCode: string, message: string): LocalResponse => {
    const headers: Record<string, string> =
      rule.retryAfterSeconds === undefined ? {} : { 'retry-after': String(rule.retryAfterSeconds) };
    return { status, body: { error_code: errorCode, message }, headers };
  };
  switch (rule.kind) {
    case '401':
      return refusal(401, 'UNAUTHENTICATED', 'The access token is not valid.');
    case 'expired-token':
      return refusal(401, 'UNAUTHENTICATED', 'The access token is expired.');
    case '403':
      return refusal(403, 'PERMISSION_DENIED', 'The user may not do this.');
    case '404':
      return refusal(404, 'RESOURCE_DOES_NOT_EXIST', 'There is no such object.');
    case '429':
      return refusal(429, 'REQUEST_LIMIT_EXCEEDED', 'The workspace exceeded its request limit.');
    case '500':
      return refusal(500, 'INTERNAL_ERROR', 'An internal error occurred.');
    case '503':
      return refusal(503, 'TEMPORARILY_UNAVAILABLE', 'The service is temporarily unavailable.');
    case '504':
      return refusal(504, 'DEADLINE_EXCEEDED', 'The operation took too long.');
    case 'reset':
    case 'timeout':
      return 'reset';
    case 'slow':
      return 'pass';
    case 'malformed':
      return { body: Buffer.from('{"repos": [{"id": 1,'), headers: { 'content-type': 'application/json' } };
    case 'signin-200':
      return signInPage(200);
    case 'signin-203':
      return signInPage(203);
    case 'refusal':
      return refusal(
        rule.status ?? 400,
        rule.errorCode ?? 'BAD_REQUEST',
        rule.message ?? 'Refused on request.',
      );
  }
}

function signInPage(status: number): LocalResponse {
  const page =
    '<!doctype html><html><head><title>Sign in</title></head><body><form action="/login.html"></form></body></html>';
  return { status, body: Buffer.from(page), headers: { 'content-type': 'text/html; charset=utf-8' } };
}

/** `429; retry-after=1; delay=200; after` */
function ruleOfHeader(header: string): FaultRule {
  const [kind, ...settings] = header.split(';').map((part) => part.trim());
  const fields: Record<string, unknown> = { kind };
  for (const setting of settings) {
    const [name, value] = setting.split('=').map((part) => part.trim());
    if (name === 'retry-after') fields['retryAfterSeconds'] = Number(value);
    if (name === 'delay') fields['delayMs'] = Number(value);
    if (name === 'after') fields['after'] = true;
  }
  return readRule(fields);
}

/** @throws ApiRefusal 400 for an unknown kind or a field of the wrong type */
function readRule(fields: unknown): FaultRule {
  if (!isRecord(fields)) throw bad('a rule is an object');
  const kind = KINDS.find((each) => each === String(fields['kind']));
  if (kind === undefined) throw bad(`kind must be one of ${KINDS.join(', ')}`);
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const number = (name: string) => {
    const value = fields[name];
    if (value === undefined) return undefined;
    if (typeof value === 'number' && value >= 0) return value;
    throw bad(`${name} must be a number of 0 or more`);
  };
  return {
    kind,
    method: text('method'),
    path: text('path'),
    skip: number('skip'),
    times: number('times'),
    probability: number('probability'),
    retryAfterSeconds: number('retryAfterSeconds'),
    delayMs: number('delayMs'),
    status: number('status'),
    errorCode: text('errorCode'),
    message: text('message'),
    after: fields['after'] === true,
  };
}

function bad(text: string): ApiRefusal {
  return new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', `Fault: ${text}.`);
}
