// The nouns of the audit trail, and the chain that makes a later change show: every row carries the hash of the one before it.
import { createHash } from 'node:crypto';
import type { Person } from './person.ts';
import type { Scope } from './place.ts';

/**
 * `asked`: a command or press that may change something, written before it does. `answered`: how it was answered; reads have only
 * this one. `ended`: an operation is over, with its effects. `decided`: a vote, a waiver, an override. `noticed`: something was
 * changed outside brickbot.
 */
export const AUDIT_KINDS = ['asked', 'answered', 'ended', 'decided', 'noticed'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** `unknown`: the outcome of an effect could not be read back yet. */
export type AuditVerdict = 'allowed' | 'refused' | 'done' | 'failed' | 'cancelled' | 'unknown';

export interface AuditEntry {
  /** ms since the epoch. */
  readonly at: number;
  readonly kind: AuditKind;
  readonly verdict: AuditVerdict;
  /** Absent when brickbot noticed something by itself. */
  readonly person?: { readonly id: string; readonly name: string; readonly tenantId?: string };
  readonly scope?: Scope;
  readonly conversation?: string;
  /** As typed; for a press the verb. At most 2,000 characters. */
  readonly words?: string;
  readonly op?: string;
  /** Environment or model that it was about. */
  readonly subject?: string;
  /** Catalogue code of a refusal or failure, or of a rule that decided. */
  readonly code?: string;
  /** What it touched: repository, run, version, approval, by name; `link` is the platform's own entry of it. Scalars only. */
  readonly effects?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditRow extends AuditEntry {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  readonly hash: string;
}

/** A person as the trail keeps them: no principal name, which is an e-mail address. */
export const personOf = ({ id, name, tenantId }: Person): NonNullable<AuditEntry['person']> => ({
  id,
  name,
  ...(tenantId !== undefined && { tenantId }),
});

/** Hash before the first row. */
export const CHAIN_START = '0'.repeat(64);

/**
 * SHA-256 over the hash before and the row's fields in a fixed order, as hexadecimal. Effects are sorted by name, so that a
 * database that reorders them changes nothing.
 */
export const chainHash = (before: string, seq: number, entry: AuditEntry): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        before,
        seq,
        entry.at,
        entry.kind,
        entry.verdict,
        entry.person?.id ?? null,
        entry.person?.name ?? null,
        entry.person?.tenantId ?? null,
        entry.scope ?? null,
        entry.conversation ?? null,
        entry.words ?? null,
        entry.op ?? null,
        entry.subject ?? null,
        entry.code ?? null,
        Object.entries(entry.effects ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
      ]),
    )
    .digest('hex');

export type ChainFault =
  | { readonly kind: 'changed'; readonly seq: number }
  | { readonly kind: 'missing'; readonly seq: number }
  /** The chain ends before the row that was last written. */
  | { readonly kind: 'cut'; readonly seq: number; readonly expected: number };

/**
 * Follows the chain over rows in the order of `seq`.
 * @returns the first fault, or where the chain stands
 */
export const followChain = (
  rows: readonly AuditRow[],
  from: { readonly seq: number; readonly hash: string },
): { readonly fault: ChainFault } | { readonly seq: number; readonly hash: string } => {
  let { seq, hash } = from;
  for (const row of rows) {
    if (row.seq !== seq + 1) return { fault: { kind: 'missing', seq: seq + 1 } };
    const computed = chainHash(hash, row.seq, row);
    if (computed !== row.hash) return { fault: { kind: 'changed', seq: row.seq } };
    seq = row.seq;
    hash = row.hash;
  }
  return { seq, hash };
};
