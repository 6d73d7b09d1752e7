// The rows of an experiment's table, two lines a run so that three columns fit a phone; and what a card of an experiment is made from.
import type { ITableCell } from '@microsoft/teams.cards';
import { shortCommit } from '../domain/commit.ts';
import type { AliasedVersion, Direction, Experiment, ExperimentRun } from '../domain/experiment.ts';
import { cell, type Run, strong, subtle } from './blocks.ts';
import { plainName } from './escape.ts';
import { dots } from './frame.ts';
import { ago, difference, figure } from './words.ts';

export interface ExperimentView {
  readonly experiment: Experiment;
  /** The runs of this page, newest first. */
  readonly runs: readonly ExperimentRun[];
  readonly hasOlder: boolean;
  readonly metric: string | undefined;
  readonly metricNames: readonly string[];
  readonly direction: Direction;
  /** Best of all runs that pass the filters, also when it is on another page. */
  readonly best: ExperimentRun | undefined;
  readonly champion: AliasedVersion | undefined;
  /** Runs that were looked through before filtering. */
  readonly looked: number;
  readonly url?: string | undefined;
  readonly question: {
    readonly experiment: string;
    readonly metric: string | undefined;
    readonly filter: { readonly by?: string; readonly branch?: string };
    readonly pageSize: number;
    /** 0 is the newest page. */
    readonly page: number;
  };
  readonly now: number;
}

/** Jobs run as service principals, whom Databricks and MLflow name by their application id. */
const ROBOT = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The name in front of an account's @, which is enough among colleagues. */
export const userName = (user: string): string =>
  ROBOT.test(user) ? 'a service principal' : (/^[^@\s]+(?=@[^@\s]+$)/.exec(user)?.[0] ?? user);

export const metricOf = (run: ExperimentRun | undefined, metric: string | undefined): number | undefined =>
  run === undefined || metric === undefined ? undefined : run.metrics[metric];

/** The difference to the best in words: the sign says how far, the word says which way. */
const toBest = (
  { best, metric, direction }: ExperimentView,
  run: ExperimentRun,
): readonly (Run | string)[] => {
  const [value, top] = [metricOf(run, metric), metricOf(best, metric)];
  if (run.runId === best?.runId) return [strong('★ best', 'Good')];
  if (value === undefined || top === undefined || !Number.isFinite(value)) return [subtle('–')];
  const delta = value - top;
  if (delta === 0) return ['equal'];
  return [`${difference(delta)} `, subtle(delta > 0 === (direction === 'higher') ? 'better' : 'worse')];
};

export const isChampion = ({ champion }: ExperimentView, run: ExperimentRun): boolean =>
  champion?.runId !== undefined && champion.runId === run.runId;

const STATUS: Readonly<Record<ExperimentRun['status'], string>> = {
  running: '● running',
  scheduled: '○ scheduled',
  finished: '',
  failed: '✕ failed',
  killed: '■ stopped',
};

export const rowOf = (view: ExperimentView, run: ExperimentRun): readonly ITableCell[] => {
  const { metric, now, champion } = view;
  const value = metricOf(run, metric);
  const who = cell(
    [
      plainName(userName(run.user), 32),
      ...(isChampion(view, run) && champion
        ? [strong(`  ♛ ${plainName(champion.alias, 16)}`, 'Accent')]
        : []),
    ],
    [
      subtle(
        dots([
          ago(run.startedAt, now),
          run.commit !== undefined && shortCommit(run.commit),
          run.branch !== undefined && plainName(run.branch, 24),
          STATUS[run.status],
        ]),
      ),
    ],
  );
  return metric === undefined
    ? [who, cell([plainName(run.name, 32)])]
    : [who, cell([value === undefined ? subtle('–') : strong(figure(value))]), cell(toBest(view, run))];
};
