// From an answer of the platform to a Fault, split by the reader's question: unreachable, refused, not there, our request,
// throttled, theirs. The platform's own code is kept in a typed place; its message is shown, and branched on only where the
// platform has no code for the difference (a missing git credential).
import type { ErrorCode } from '../base/catalogue.ts';
import { Fault, type FaultDetails } from '../base/errors.ts';
import { parseLossless } from './json.ts';
import { withoutSecrets } from './redaction.ts';

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

/** Codes that say more than the HTTP status beside them. A map, because the code is text from outside. */
const BY_CODE: ReadonlyMap<string, ErrorCode> = new Map(
  Object.entries({
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
    GIT_SENSITIVE_TOKEN_DETECTED: 'git-remote-failed',
    IPYNB_FILE_IN_REPO: 'git-remote-failed',
    COULD_NOT_ACQUIRE_LOCK: 'git-busy',
    // error_code may be a number or its digits.
    '2002': 'git-busy',
    '8001': 'git-conflict',
    '8002': 'git-unknown-ref',
    '8003': 'git-remote-failed',
    '8004': 'git-remote-failed',
    '8005': 'git-remote-failed',
    '8006': 'git-remote-failed',
    '8007': 'git-remote-failed',
  } satisfies Record<string, ErrorCode>),
);

/** How a git credential that is missing or worn out is said: there is no code for it. */
const CREDENTIAL_TEXT =
  /Azure Active Directory credentials|no git credential is configured|refused the git credential|(missing|invalid) git (provider )?credential/i;

const meaningOf = ({ status, code, message = '' }: PlatformError): ErrorCode => {
  const known = code === undefined ? undefined : BY_CODE.get(code);
  if (status >= 400 && status < 500 && status !== 401 && CREDENTIAL_TEXT.test(message))
    return 'git-credential-missing';
  return known ?? byStatus(status);
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
    /** Who refused, where it was not the workspace itself. */
    readonly system?: string;
  },
): Fault => {
  const code = meaningOf(error);
  const { attempts, what, system = SYSTEM, ...rest } = details;
  const fault = new Fault(code, {
    ...rest,
    system,
    changed: 'no',
    facts: {
      system,
      status: error.status,
      reason: error.message ?? error.code ?? `HTTP ${error.status}`,
      attempts,
      what,
    },
  });
  platformErrors.set(fault, error);
  return fault;
};

/** The same fault with the names of what it was about, for its sentences; the platform's code stays with it. */
export const named = (fault: Fault, facts: Readonly<Record<string, string>>): Fault => {
  const renamed = new Fault(fault.code, {
    ...fault.details,
    facts: { ...fault.details.facts, ...facts },
    cause: fault,
  });
  const said = platformErrors.get(fault);
  if (said) platformErrors.set(renamed, said);
  return renamed;
};

/** The same fault of a look that came after a change: the call changed nothing, and yet something was changed before it. */
export const afterChange = (fault: Fault): Fault => {
  const told = new Fault(fault.code, { ...fault.details, changed: 'yes', cause: fault });
  const said = platformErrors.get(fault);
  if (said) platformErrors.set(told, said);
  return told;
};

/** The fault when no answer came. A lost answer to a request that changes something is unknown, never failed. */
export const silence = (
  cause: unknown,
  request: {
    readonly sent: boolean;
    readonly changes: boolean;
    readonly attempted?: string;
    readonly system?: string;
  },
): Fault =>
  new Fault(request.sent && request.changes ? 'outcome-unknown' : 'upstream-unreachable', {
    system: request.system ?? SYSTEM,
    changed: request.sent && request.changes ? 'unknown' : 'no',
    ...(request.attempted !== undefined && { attempted: request.attempted }),
    facts: { system: request.system ?? SYSTEM },
    cause: bareCause(cause),
  });

/** What is kept of a transport's error: its kind, code and words. The error itself holds the request with its token. */
const bareCause = (error: unknown): Error => {
  const {
    name = 'Error',
    code,
    message = '',
  } = (error ?? {}) as { name?: string; code?: string; message?: string };
  const bare = new Error(withoutSecrets(message));
  return Object.assign(bare, { name, ...(code !== undefined && { code }) });
};

/**
 * The fault for an answer that is not the API's: a sign-in page, a proxy, a wrong type. `where` names the field. A page comes
 * instead of the effect; an unreadable answer to a change may have come after it.
 */
export const gibberish = (
  where: string,
  changed: 'no' | 'unknown' = 'unknown',
  attempted?: string,
  system = SYSTEM,
): Fault =>
  new Fault('upstream-gibberish', {
    system,
    changed,
    ...(attempted !== undefined && { attempted }),
    facts: { system, where },
  });
