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

export interface GateFacts {
  readonly commit: string;
  /** The commit that stands on the environment before, as far as it is known. */
  readonly standsBefore?: string;
  /** The newest result of the suite on this commit. */
  readonly tests?: { readonly verdict: 'passed' | 'failed'; readonly at: number };
  /** Somebody with the right to do so let the deploy through the freeze, and said why. */
  readonly override?: { readonly by: string; readonly reason: string };
  readonly now: number;
}

export const GATES = ['order', 'tests', 'freeze'] as const;
export type GateName = (typeof GATES)[number];

/** `off`: the rule is not in force here. `overridden`: it says no, and somebody answers for going on. */
export interface GateVerdict {
  readonly gate: GateName;
  readonly verdict: 'pass' | 'fail' | 'off' | 'overridden';
  /** Why, in a few words; absent when it passes or is off. */
  readonly why?: 'not-there' | 'never-tested' | 'red' | 'stale' | 'frozen';
  /** Of a freeze that is in force: it is over at this instant. */
  readonly until?: number;
}

/** Every gate with its verdict, in the order in which they are shown. A green result counts up to and with its last millisecond. */
export const evaluateGates = (rules: GateRules, facts: GateFacts): readonly GateVerdict[] => [
  orderGate(rules, facts),
  testsGate(rules, facts),
  freezeGate(rules, facts),
];

/** Whether all gates let the deploy through. */
export const mayPass = (verdicts: readonly GateVerdict[]): boolean =>
  verdicts.every(({ verdict }) => verdict !== 'fail');

const orderGate = ({ after }: GateRules, { commit, standsBefore }: GateFacts): GateVerdict => {
  if (after === undefined) return { gate: 'order', verdict: 'off' };
  return standsBefore === commit
    ? { gate: 'order', verdict: 'pass' }
    : { gate: 'order', verdict: 'fail', why: 'not-there' };
};

const testsGate = ({ suite, freshForMs }: GateRules, { tests, now }: GateFacts): GateVerdict => {
  if (suite === undefined) return { gate: 'tests', verdict: 'off' };
  if (!tests) return { gate: 'tests', verdict: 'fail', why: 'never-tested' };
  if (tests.verdict === 'failed') return { gate: 'tests', verdict: 'fail', why: 'red' };
  return freshForMs !== undefined && now - tests.at > freshForMs
    ? { gate: 'tests', verdict: 'fail', why: 'stale' }
    : { gate: 'tests', verdict: 'pass' };
};

const freezeGate = ({ freezes }: GateRules, { override, now }: GateFacts): GateVerdict => {
  if (freezes.length === 0) return { gate: 'freeze', verdict: 'off' };
  const inForce = freezes.filter(({ from, until }) => from <= now && now < until);
  if (inForce.length === 0) return { gate: 'freeze', verdict: 'pass' };
  const until = Math.max(...inForce.map((freeze) => freeze.until));
  return { gate: 'freeze', verdict: override ? 'overridden' : 'fail', why: 'frozen', until };
};
