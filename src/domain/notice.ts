// What is worth saying: pure rules from what was known and what has just ended to what a subscriber sees.
import type { JobRun, RunState } from './run.ts';
import type { Filter, Subject, SubjectKind } from './subscription.ts';

/** How an ending counts. Cancelled and skipped say nothing about the health of the thing. */
export type Outcome = 'good' | 'bad' | 'neutral';

export const outcomeOf = (state: RunState): Outcome =>
  state === 'passed' || state === 'passed-with-failures'
    ? 'good'
    : state === 'failed' || state === 'timed-out'
      ? 'bad'
      : 'neutral';

/** What an ending means beside the one before: it is this, not the ending, that people want to hear of. */
export type Change = 'first-failure' | 'still-failing' | 'fixed' | 'passed' | 'neutral';

/** @param before the last outcome that was not neutral; undefined when nothing is known */
export const changeOf = (before: 'good' | 'bad' | undefined, after: Outcome): Change => {
  if (after === 'neutral') return 'neutral';
  if (after === 'bad') return before === 'bad' ? 'still-failing' : 'first-failure';
  return before === 'bad' ? 'fixed' : 'passed';
};

/**
 * What a subscriber sees. `tell`: a card, or a reply under the one that stands. `edit`: the card that stands changes, quietly.
 * `nothing`: no trace.
 */
export type Effect = 'tell' | 'edit' | 'nothing';

const EFFECTS: Readonly<Record<Filter, Readonly<Record<Change, Effect>>>> = {
  changes: {
    'first-failure': 'tell',
    'still-failing': 'edit',
    fixed: 'tell',
    passed: 'nothing',
    neutral: 'nothing',
  },
  failures: {
    'first-failure': 'tell',
    'still-failing': 'tell',
    fixed: 'edit',
    passed: 'nothing',
    neutral: 'nothing',
  },
  all: {
    'first-failure': 'tell',
    'still-failing': 'tell',
    fixed: 'tell',
    passed: 'tell',
    neutral: 'tell',
  },
};

/** A muted subscription still keeps its standing card true, and posts nothing new. */
export const effectOf = (filter: Filter, change: Change, muted: boolean): Effect => {
  const effect = EFFECTS[filter][change];
  return muted && effect === 'tell' ? 'edit' : effect;
};

/** What has a health of its own: a job, but of a pipeline each branch, because a red branch says nothing about a green one. */
export const lineOf = (kind: SubjectKind, run: Pick<JobRun, 'ref'> | undefined): string =>
  kind === 'pipeline' ? (run?.ref ?? '') : '';

/** What is known of a thing after its endings so far. */
export interface Health {
  readonly last: 'good' | 'bad' | undefined;
  /** Failures in a row. */
  readonly streak: number;
  /** When the first of these failures ended. */
  readonly failingSince?: number;
}
export const UNTRIED: Health = { last: undefined, streak: 0 };

/** Health after one more ending. */
export const healthAfter = (before: Health, outcome: Outcome, at: number): Health => {
  if (outcome === 'neutral') return before;
  if (outcome === 'good') return { last: 'good', streak: 0 };
  return {
    last: 'bad',
    streak: before.streak + 1,
    failingSince: before.streak > 0 ? (before.failingSince ?? at) : at,
  };
};

/**
 * The meaning of several endings that were noticed together (after a pause of brickbot, or in a burst): the state they led to
 * beside the state before them, not each on its own.
 * @param outcomes in the order in which they ended
 */
export const changeOverall = (before: Health, outcomes: readonly Outcome[]): Change => {
  const meant = outcomes.filter((outcome) => outcome !== 'neutral');
  return changeOf(before.last, meant.at(-1) ?? 'neutral');
};

/** Failures of one cause within this time, in ms, share one card in a place. */
export const GROUP_MS = 60_000;

/**
 * What two failures have in common when they have one cause: the words of the message without the numbers and ids that differ
 * from run to run.
 */
export const causeOf = (code: string | undefined, message: string | undefined): string =>
  `${code ?? ''} ${message ?? ''}`
    .toLowerCase()
    .replace(/\btask \S+ failed with message:?/g, 'task failed:')
    .replace(/[0-9a-f]{8,}(-[0-9a-f]{4,})*/g, '#')
    .replace(/\d+/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);

/** Whether a failure joins a card that already stands in its place. */
export const joinsGroup = (
  standing: { readonly cause: string; readonly openedAt: number },
  cause: string,
  now: number,
): boolean => standing.cause === cause && now - standing.openedAt <= GROUP_MS;

/** A run's usual time from those that passed, in ms: the median, or nothing when none is known. */
export const usualMs = (spans: readonly number[]): number | undefined => {
  const sorted = [...spans].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
};

/** One difference between a run and the last good one. */
export interface Difference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What a card shows of one thing: its newest ending and what is known around it. Stored as JSON, so a card is drawn from it alone. */
export interface NoticeEntry extends Subject {
  readonly change: Change;
  readonly state: RunState;
  readonly at: number;
  readonly health: Health;
  /** Endings that this entry has gathered. */
  readonly endings: number;
  /** It had ended long before it was noticed: brickbot or the way to the workspace was down. */
  readonly late: boolean;
  /** For the button Mute. */
  readonly subscription: string;
  readonly run?: Omit<JobRun, 'tasks'>;
  /** The operation, for what brickbot itself did. */
  readonly operation?: { readonly op: string; readonly words: string; readonly by: string };
  /** `attempts` only when there was more than one. */
  readonly failure?: { readonly task?: string; readonly trace?: string; readonly attempts?: number };
  /** Who keeps the job, as Databricks names them: a principal name, or the id of a service principal. */
  readonly owner?: string;
  readonly differences?: readonly Difference[];
  readonly usualMs?: number;
}

/** A source that cannot be read for so long, in ms, is told of to whoever listens: silence would look like good news. */
export const BLIND_MS = 2 * 60_000;

/** Whether something is going on that later endings belong to. */
export const isOpen = ({ change }: Pick<NoticeEntry, 'change'>): boolean =>
  change === 'first-failure' || change === 'still-failing';

/** What is broken and whose owner can be called on: somebody with a principal name, not a service. The first of several. */
export const ownerToCall = (entries: readonly NoticeEntry[]): string | undefined =>
  entries.find((entry) => isOpen(entry) && isPrincipalName(entry.owner))?.owner;

const isPrincipalName = (name: string | undefined): boolean =>
  name !== undefined && /^[^\s@<>&]+@[^\s@<>&]+$/.test(name);
