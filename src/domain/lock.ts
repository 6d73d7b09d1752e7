// A lock on an environment: one person keeps it for a purpose and always until an instant. Whom it keeps out is decided here.

export interface Lock {
  readonly environment: string;
  readonly holderId: string;
  readonly holderName: string;
  /** BCP 47: in what language they are spoken to. */
  readonly holderLocale?: string;
  readonly reason: string;
  /** Deploys of this branch or tag go through, whoever asks for them. */
  readonly branch?: string;
  readonly takenAt: number;
  /** Ms since the epoch; from then on it keeps nobody out. */
  readonly until: number;
}

const MINUTE = 60_000;
export const DEFAULT_LOCK_MS = 120 * MINUTE;
export const LONGEST_LOCK_MS = 24 * 60 * MINUTE;

/** Whether the lock keeps this deploy out now. */
export const keepsOut = (
  lock: Lock | undefined,
  asked: { readonly personId: string; readonly ref: string; readonly now: number },
): lock is Lock =>
  lock !== undefined &&
  lock.until > asked.now &&
  lock.holderId !== asked.personId &&
  lock.branch !== asked.ref;

/** `30m`, `2h`, `1h30m` in ms; undefined for anything else and for nothing at all. */
export const spanMs = (text: string): number | undefined => {
  const match = /^(?:(\d{1,3})h)?(?:(\d{1,4})m(?:in)?)?$/i.exec(text);
  if (!match) return undefined;
  const span = (Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0)) * MINUTE;
  return span > 0 ? span : undefined;
};
