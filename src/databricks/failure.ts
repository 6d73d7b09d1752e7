// From an answer of the platform to a Fault, split by the reader's question: unreachable, refused, not there, our request,
// throttled, theirs. The platform's own code is kept in a typed place; its message is shown, never branched on.
import type { ErrorCode } from '../base/catalogue.ts';
import { Fault, type FaultDetails } from '../base/errors.ts';
import { parseLossless } from './json.ts';

const SYSTEM = 'Databricks';
/** A message of the platform is cut here before it is shown. */
const LONGEST = 500;

/** What the platform said of a refusal. */
export interface PlatformError {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
}

const platformErrors = new WeakMap<Fault, PlatformError>();

/** The platform's own code of a fault (`RESOURCE_DOES_NOT_EXIST`), for branching. */
export const platformCode = (fault: Fault): string | undefined => platformErrors.get(fault)?.code;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** The error body in any of the forms that are seen: `{error_code, message}`, API 1.2 `{error}`, SCIM `{detail}`, OAuth. */
export const readPlatformError = (status: number, body: string): PlatformError => {
  let json: unknown;
  try {
    json = parseLossless(body);
  } catch {
    return { status };
  }
  if (typeof json !== 'object' || json === null) return { status };
  const { error_code, message, error, error_description, detail } = json as Record<string, unknown>;
  const [code, said] = [
    text(error_code) ?? (error_description === undefined ? undefined : text(error)),
    text(message) ?? text(error_description) ?? text(detail) ?? text(error),
  ];
  return {
    status,
    ...(code !== undefined && { code }),
    ...(said !== undefined && { message: said.slice(0, LONGEST) }),
  };
};

/** Codes that say more than the HTTP status beside them. */
const BY_CODE: Readonly<Record<string, ErrorCode>> = {
  RESOURCE_DOES_NOT_EXIST: 'upstream-not-found',
  ENDPOINT_NOT_FOUND: 'upstream-not-found',
  NOT_FOUND: 'upstream-not-found',
  PERMISSION_DENIED: 'upstream-forbidden',
  UNAUTHENTICATED: 'upstream-unauthenticated',
  REQUEST_LIMIT_EXCEEDED: 'upstream-throttled',
  RESOURCE_EXHAUSTED: 'upstream-throttled',
  GIT_CONFLICT: 'git-conflict',
  GIT_UNKNOWN_REF: 'git-unknown-ref',
  GIT_REMOTE_ERROR: 'git-remote-failed',
  GIT_URL_NOT_ON_ALLOW_LIST: 'git-remote-failed',
  PROJECTS_OPERATION_TIMEOUT: 'git-remote-failed',
  GIT_CREDENTIAL_ERROR: 'git-credential-missing',
  GIT_CREDENTIALS_MISSING: 'git-credential-missing',
  COULD_NOT_ACQUIRE_LOCK: 'git-busy',
};

const byStatus = (status: number): ErrorCode => {
  if (status === 401) return 'upstream-unauthenticated';
  if (status === 403) return 'upstream-forbidden';
  if (status === 404) return 'upstream-not-found';
  if (status === 429) return 'upstream-throttled';
  return status >= 500 ? 'upstream-broken' : 'upstream-rejected';
};

/** The fault for a refusal. */
export const refusal = (
  error: PlatformError,
  details: Pick<FaultDetails, 'attempted' | 'retryAfterSeconds'> & {
    readonly attempts: number;
    readonly what: string;
  },
): Fault => {
  const code = (error.code === undefined ? undefined : BY_CODE[error.code]) ?? byStatus(error.status);
  const { attempts, what, ...rest } = details;
  const fault = new Fault(code, {
    ...rest,
    system: SYSTEM,
    changed: 'no',
    facts: {
      system: SYSTEM,
      status: error.status,
      reason: error.message ?? error.code ?? `HTTP ${error.status}`,
      attempts,
      what,
    },
  });
  platformErrors.set(fault, error);
  return fault;
};

/** The fault when no answer came. A lost answer to a request that changes something is unknown, never failed. */
export const silence = (
  cause: unknown,
  request: { readonly sent: boolean; readonly changes: boolean; readonly attempted?: string },
): Fault =>
  new Fault(request.sent && request.changes ? 'outcome-unknown' : 'upstream-unreachable', {
    system: SYSTEM,
    changed: request.sent && request.changes ? 'unknown' : 'no',
    ...(request.attempted !== undefined && { attempted: request.attempted }),
    facts: { system: SYSTEM },
    cause,
  });

/** The fault for an answer that is not the API's: a sign-in page, a proxy, a wrong type. `where` names the field. */
export const gibberish = (where: string): Fault =>
  new Fault('upstream-gibberish', { system: SYSTEM, changed: 'unknown', facts: { system: SYSTEM, where } });
