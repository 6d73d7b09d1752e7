// The gates of a deploy: what must hold before a commit is brought to an environment. Pure: the facts are read by others, before the
// card is drawn and again just before the effect.

export interface GateRules {
  /** The environment on which the same commit must stand first; absent: no order is kept. */
  readonly after?: string;
  /** The suite that must be green on this commit; absent: tests are not asked for. */
  readonly suite?: string;
  /** How long a green result counts, in ms; absent: for ever. */
  readonly freshForMs?: number;
  /** Times at which nothing is deployed. */
  readonly freezes: readonly Freeze[];
}

export interface Freeze {
  /** Ms since the epoch; the end is open: at `until` it is over. */
  readonly from: number;
  readonly until: number;
  readonly reason: string;
}

/** Somebody with the right to do so lets deploys through a freeze until an instant, and said why. */
export interface FreezeOverride {
  readonly by: string;
  readonly reason: string;
}

/** A commit that was found to be bad. */
export interface Mark {
  readonly commit: string;
  readonly reason: string;
  readonly byName: string;
  readonly at: number;
}

export interface GateFacts {
  readonly commit: string;
  /** The commit that stands on the environment before, as far as it is known. */
  readonly standsBefore?: string;
  /** The newest result of the suite on this commit. */
  readonly tests?: { readonly verdict: 'passed' | 'failed'; readonly at: number };
  readonly override?: FreezeOverride;
  /** The commit is marked as bad; `accepted` when the deploy was asked for all the same. */
  readonly mark?: Pick<Mark, 'reason' | 'byName'> & { readonly accepted: boolean };
  /** A lock that keeps this deploy out. */
  readonly lock?: { readonly holder: string; readonly reason: string; readonly until: number };
  /** What the rights say of whoever asks; absent: not asked here. */
  readonly rights?: { readonly allowed: boolean; readonly needs: string };
  readonly now: number;
}

export const GATES = ['rights', 'order', 'tests', 'marked', 'freeze', 'lock'] as const;
export type GateName = (typeof GATES)[number];

/**
 * `off`: the rule is not in force here. `overridden`: it says no, and somebody answers for going on. `wait`: it does not say no, but
 * the deploy waits in line.
 */
export interface GateVerdict {
  readonly gate: GateName;
  readonly verdict: 'pass' | 'fail' | 'off' | 'overridden' | 'wait';
  /** Why, in a few words; absent when it passes or is off. */
  readonly why?: 'not-there' | 'never-tested' | 'red' | 'stale' | 'frozen' | 'bad' | 'locked' | 'no-right';
  /** Of a freeze or lock that is in force: it is over at this instant. */
  readonly until?: number;
  /** Of a test result: when it came. */
  readonly since?: number;
  /** What the sentence about it needs: the environment before, the suite, the role, the person. */
  readonly subject?: string;
  /** What was said by whoever froze, locked, marked or let it through. */
  readonly reason?: string;
}

/** Every gate with its verdict, in the order in which they are shown. A green result counts up to and with its last millisecond. */
export const evaluateGates = (rules: GateRules, facts: GateFacts): readonly GateVerdict[] => [
  rightsGate(facts),
  orderGate(rules, facts),
  testsGate(rules, facts),
  markedGate(facts),
  freezeGate(rules, facts),
  lockGate(facts),
];

/** Whether all gates let the deploy through; one that waits is let through and waits in line. */
export const mayPass = (verdicts: readonly GateVerdict[]): boolean =>
  verdicts.every(({ verdict }) => verdict !== 'fail');

/** The gates that keep it out, most important first. */
export const closedGates = (verdicts: readonly GateVerdict[]): readonly GateVerdict[] =>
  verdicts.filter(({ verdict }) => verdict === 'fail');

/** The way back to what stood there before asks for no order and no tests: it was let through once. */
export const rulesOfReturn = ({ freezes }: GateRules): GateRules => ({ freezes });

const rightsGate = ({ rights }: GateFacts): GateVerdict => {
  if (rights === undefined) return { gate: 'rights', verdict: 'off' };
  return rights.allowed
    ? { gate: 'rights', verdict: 'pass' }
    : { gate: 'rights', verdict: 'fail', why: 'no-right', subject: rights.needs };
};

const orderGate = ({ after }: GateRules, { commit, standsBefore }: GateFacts): GateVerdict => {
  if (after === undefined) return { gate: 'order', verdict: 'off' };
  return standsBefore === commit
    ? { gate: 'order', verdict: 'pass', subject: after }
    : { gate: 'order', verdict: 'fail', why: 'not-there', subject: after };
};

const testsGate = ({ suite, freshForMs }: GateRules, { tests, now }: GateFacts): GateVerdict => {
  if (suite === undefined) return { gate: 'tests', verdict: 'off' };
  if (!tests) return { gate: 'tests', verdict: 'fail', why: 'never-tested', subject: suite };
  const tested = { gate: 'tests', since: tests.at, subject: suite } as const;
  if (tests.verdict === 'failed') return { ...tested, verdict: 'fail', why: 'red' };
  return freshForMs !== undefined && now - tests.at > freshForMs
    ? { ...tested, verdict: 'fail', why: 'stale' }
    : { ...tested, verdict: 'pass' };
};

const markedGate = ({ mark }: GateFacts): GateVerdict => {
  if (!mark) return { gate: 'marked', verdict: 'off' };
  const said = { gate: 'marked', why: 'bad', subject: mark.byName, reason: mark.reason } as const;
  return { ...said, verdict: mark.accepted ? 'overridden' : 'fail' };
};

const freezeGate = ({ freezes }: GateRules, { override, now }: GateFacts): GateVerdict => {
  if (freezes.length === 0) return { gate: 'freeze', verdict: 'off' };
  const inForce = freezes.filter(({ from, until }) => from <= now && now < until);
  if (inForce.length === 0) return { gate: 'freeze', verdict: 'pass' };
  const until = Math.max(...inForce.map((freeze) => freeze.until));
  const frozen = { gate: 'freeze', why: 'frozen', until } as const;
  return override
    ? { ...frozen, verdict: 'overridden', subject: override.by, reason: override.reason }
    : { ...frozen, verdict: 'fail', reason: inForce.map(({ reason }) => reason).join('; ') };
};

const lockGate = ({ lock }: GateFacts): GateVerdict =>
  lock === undefined
    ? { gate: 'lock', verdict: 'pass' }
    : {
        gate: 'lock',
        verdict: 'wait',
        why: 'locked',
        until: lock.until,
        subject: lock.holder,
        reason: lock.reason,
      };
