// What a job did lately: how it stands, the last good run, and how many posts a subscription would have brought.
import { phrase } from '../../base/language.ts';
import { changeOf, effectOf, healthAfter, type Outcome, outcomeOf, UNTRIED } from '../../domain/notice.ts';
import type { JobRun } from '../../domain/run.ts';
import type { Filter, Subject } from '../../domain/subscription.ts';
import type { History } from '../../store/notices.ts';
import type { SubjectTools } from './subject.ts';

const WEEK_MS = 7 * 24 * 60 * 60_000;
/** Runs that are looked through. */
const MOST_RUNS = 200;

export interface Past {
  readonly history: History;
  /** Oldest first. */
  readonly outcomes: readonly Outcome[];
}

/** Undefined for subjects without runs of their own. */
export const pastOf = async (
  tools: SubjectTools,
  subject: Subject,
  now: number,
): Promise<Past | undefined> => {
  if (subject.kind !== 'job') return undefined;
  const { runs } = tools.databricks(tools.environments.named(subject.workspace));
  const found: JobRun[] = [];
  for await (const page of runs.completedOf(subject.target, now - WEEK_MS)) {
    found.push(...page);
    if (found.length >= MOST_RUNS) break;
  }
  const ordered = found.sort((a, b) => (a.endedAt ?? a.startedAt) - (b.endedAt ?? b.startedAt));
  const good = ordered.filter(({ state }) => outcomeOf(state) === 'good');
  const last = good.at(-1);
  return {
    outcomes: ordered.map(({ state }) => outcomeOf(state)),
    history: {
      health: ordered.reduce(
        (health, run) => healthAfter(health, outcomeOf(run.state), run.endedAt ?? run.startedAt),
        UNTRIED,
      ),
      spans: good
        .flatMap((run) => (run.endedAt === undefined ? [] : [run.endedAt - run.startedAt]))
        .slice(-10),
      ...(last && { good: last }),
    },
  };
};

/** How many posts these endings would have brought. */
export const postsOfWeek = (outcomes: readonly Outcome[], filter: Filter): number => {
  let last: 'good' | 'bad' | undefined;
  let posts = 0;
  for (const outcome of outcomes) {
    if (effectOf(filter, changeOf(last, outcome), false) === 'tell') posts += 1;
    if (outcome !== 'neutral') last = outcome;
  }
  return posts;
};

export const standingOf = ({ health }: History): string =>
  health.last === undefined
    ? phrase('It has not ended in the last 7 days.')
    : health.last === 'good'
      ? phrase('Its newest run passed.')
      : phrase('Its newest run failed ({count} in a row); what is posted next is the fix.', {
          count: health.streak,
        });
