// From endings to what a card shows of them: the state they led to beside the state before.
import {
  type Change,
  changeOverall,
  type Health,
  healthAfter,
  type NoticeEntry,
  outcomeOf,
  usualMs,
} from '../../domain/notice.ts';
import type { JobRun } from '../../domain/run.ts';
import type { StoredEnding } from '../../store/events.ts';
import type { History } from '../../store/notices.ts';

/** Told this long after it ended, an ending is called late. */
const LATE_MS = 5 * 60_000;
/** Good runs whose times are kept. */
const MOST_SPANS = 10;

/** What endings that were noticed together come to. */
export interface Verdict {
  readonly change: Change;
  readonly health: Health;
  /** The ending that the card is about: the last one that says something. */
  readonly ending: StoredEnding;
  readonly endings: number;
  readonly late: boolean;
}

/** @param endings at least one, in the order in which they ended */
export const verdictOf = (history: History, endings: readonly StoredEnding[]): Verdict | undefined => {
  const telling = endings.findLast(({ state }) => outcomeOf(state) !== 'neutral') ?? endings.at(-1);
  if (!telling) return undefined;
  return {
    change: changeOverall(
      history.health,
      endings.map(({ state }) => outcomeOf(state)),
    ),
    health: endings.reduce(
      (health, { state, at }) => healthAfter(health, outcomeOf(state), at),
      history.health,
    ),
    ending: telling,
    endings: endings.length,
    late: telling.noticedAt - telling.at > LATE_MS,
  };
};

const isRun = (data: unknown): data is JobRun =>
  typeof (data as { runId?: unknown } | null)?.runId === 'string';

/** The run of an ending; absent for what brickbot itself did. */
export const runOf = ({ data }: Pick<StoredEnding, 'data'>): JobRun | undefined =>
  isRun(data) ? data : undefined;

/** The history after these endings. */
export const historyAfter = (history: History, endings: readonly StoredEnding[], health: Health): History => {
  const good = endings
    .filter(({ state }) => outcomeOf(state) === 'good')
    .flatMap((ending) => runOf(ending) ?? []);
  const spans = good.flatMap((run) => (run.endedAt === undefined ? [] : [run.endedAt - run.startedAt]));
  const last = good.at(-1) ?? history.good;
  return {
    health,
    spans: [...history.spans, ...spans].slice(-MOST_SPANS),
    ...(last && { good: last }),
  };
};

/** The entry without whom it is for. */
export const entryOf = (
  history: History,
  { change, health, ending, endings, late }: Verdict,
  more: Pick<NoticeEntry, 'failure' | 'differences' | 'owner'>,
): Omit<NoticeEntry, 'subscription' | 'name'> => {
  const run = runOf(ending);
  const usual = usualMs(history.spans);
  const { tasks: _tasks, ...bare } = run ?? { tasks: [] };
  return {
    kind: ending.kind,
    workspace: ending.workspace,
    target: ending.target,
    change,
    state: ending.state,
    at: ending.at,
    health,
    endings,
    late,
    ...(run
      ? { run: bare as Omit<JobRun, 'tasks'> }
      : { operation: ending.data as NonNullable<NoticeEntry['operation']> }),
    ...(usual !== undefined && { usualMs: usual }),
    ...more,
  };
};
