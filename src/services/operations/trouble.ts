// What a fault means for the step that met it: try again, read the truth back, or the end. Pure.

import type { ErrorCode } from '../../base/catalogue.ts';
import { asFault, type Fault } from '../../base/errors.ts';
import type { Reason } from '../../domain/operation.ts';
import { SIGN_IN_LOOK_MS, SIGN_IN_LOOKS, WAITS_FOR_SIGN_IN } from './sign-in.ts';

/** Faults that go away by themselves: the request did nothing and may be sent again. */
const REPEATABLE: ReadonlySet<ErrorCode> = new Set([
  'upstream-unreachable',
  'upstream-throttled',
  'upstream-broken',
  'git-busy',
  'git-unreachable',
  'store-unavailable',
]);

/** How often a step is tried before its fault counts. */
export const MOST_ATTEMPTS = 6;
/** How long a lost answer is looked for before the operation ends without it. */
export const LONGEST_UNKNOWN_MS = 60 * 60_000;
const SECOND = 1_000;

export type Trouble =
  | { readonly kind: 'retry'; readonly afterMs: number; readonly detail: string }
  | { readonly kind: 'unknown'; readonly afterMs: number; readonly detail: string }
  | { readonly kind: 'end'; readonly state: 'failed' | 'refused'; readonly reason: Reason };

export interface TroubleFacts {
  /** Faults in a row of this step, this one included. */
  readonly faults: number;
  /** How long the outcome has been unknown, in ms; undefined when it is not. */
  readonly unknownForMs: number | undefined;
  /** How long it may be, in ms; an hour when absent. */
  readonly patienceMs?: number | undefined;
  /** What the step is for, in the words of its card. */
  readonly title?: string | undefined;
  /** 0 … 1, spreads the repetitions of many. */
  readonly jitter: number;
}

/** 1, 2, 4 … seconds, at most `most`, up to a fifth longer by jitter. */
export const backOff = (faults: number, jitter: number, most: number): number =>
  Math.round(Math.min(most, SECOND * 2 ** Math.min(faults - 1, 20)) * (1 + 0.2 * jitter));

export const judge = (
  error: unknown,
  { faults, unknownForMs, patienceMs = LONGEST_UNKNOWN_MS, title = 'what was asked', jitter }: TroubleFacts,
): Trouble => {
  const fault = asFault(error);
  const asked = (fault.details.retryAfterSeconds ?? 0) * SECOND;
  const again = REPEATABLE.has(fault.code);
  // What passes after something was changed is no reason to do it again: the state is read back.
  const came = fault.details.changed !== undefined && fault.details.changed !== 'no';
  if (fault.code === 'outcome-unknown' || (again && (came || unknownForMs !== undefined))) {
    if ((unknownForMs ?? 0) >= patienceMs)
      return { kind: 'end', state: 'failed', reason: unseen(fault, Math.round(patienceMs / 60_000), title) };
    return {
      kind: 'unknown',
      afterMs: Math.max(asked, backOff(faults, jitter, 30 * SECOND)),
      detail: 'the answer was lost; reading the state back',
    };
  }
  if (WAITS_FOR_SIGN_IN.has(fault.code) && faults <= SIGN_IN_LOOKS)
    return {
      kind: 'retry',
      afterMs: SIGN_IN_LOOK_MS,
      detail: `waits for ${fault.details.facts?.['person'] ?? 'somebody'} to sign in`,
    };
  if (again && faults < MOST_ATTEMPTS) {
    const afterMs = Math.max(asked, backOff(faults, jitter, 30 * SECOND));
    return { kind: 'retry', afterMs, detail: `retrying ${faults + 1} of ${MOST_ATTEMPTS}` };
  }
  return { kind: 'end', state: endingOf(fault), reason: reasonOf(fault, again ? { attempts: faults } : {}) };
};

/** Nobody will look any more: what was attempted, how long it was looked for, and where a person can see for themselves. */
const unseen = (fault: Fault, minutes: number, title: string): Reason => {
  const reason = reasonOf(fault);
  // Where looking itself fails, what was attempted is the look and not what is looked for.
  const attempted = fault.code === 'outcome-unknown' ? (fault.details.attempted ?? title) : title;
  return {
    ...reason,
    code: 'outcome-unseen',
    facts: {
      ...{ system: 'the other system', look: 'what stands there now' },
      ...reason.facts,
      ...{ attempted, minutes },
    },
    changed: 'unknown',
  };
};

/** Bad input and rules refuse; everything else has failed. */
const endingOf = (fault: Fault): 'failed' | 'refused' =>
  fault.entry.kind === 'refused' || fault.entry.kind === 'input' ? 'refused' : 'failed';

const reasonOf = ({ code, details }: Fault, more: Readonly<Record<string, number>> = {}): Reason => ({
  code,
  facts: { ...(details.system !== undefined && { system: details.system }), ...details.facts, ...more },
  ...(details.attempted !== undefined && { attempted: details.attempted }),
  ...(details.changed !== undefined && { changed: details.changed }),
});
