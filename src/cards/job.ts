// The card of `run job`: a Databricks job that brickbot started and follows.
import { phrase } from '../base/language.ts';
import { hasEnded, type Operation } from '../domain/operation.ts';
import type { JobInput, JobResult, JobRun, ParametersBefore, RunTask } from '../domain/run.ts';
import { operationWord, runWord, type StateWord } from './badge.ts';
import { box, type Element, facts, headline, note, paragraph } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { type Button, open, press, pressOperation } from './press.ts';
import { pace, progress, resumed, stepRows, taskRows } from './steps.ts';
import { timeline } from './timeline.ts';
import { faultOf, troubleBox } from './trouble.ts';
import { instant, took } from './words.ts';

const TITLES = {
  job: ['Start the job', 'Run the job'],
  repair: ['Ask for the repair', 'Run the failed tasks'],
};
const titlesOf = ({ kind }: Operation): readonly string[] => (kind === 'repair' ? TITLES.repair : TITLES.job);

export interface JobView {
  readonly operation: Operation<JobInput, JobResult>;
  /** The run as last seen; absent before it was started. */
  readonly run?: JobRun;
  readonly expectedMs?: number;
  readonly notice?: string;
  readonly now: number;
}

/** A finished task of the result in the shape of a live one, for runs that are no longer at hand. */
const tasksOf = ({ operation, run }: JobView): readonly RunTask[] =>
  run?.tasks ??
  (operation.result?.tasks ?? []).map((task) => ({
    key: task.key,
    runId: '',
    state: task.state,
    attempt: 0,
    startedAt: 0,
    endedAt: task.ms,
    ...(task.message !== undefined && { message: task.message }),
  }));

const shownBeside = (value: string, was: string | null | undefined): string => {
  if (was === undefined) return value;
  return was === null
    ? phrase('{value} (was not given)', { value })
    : phrase('{value} (was {before})', { value, before: marked(was, 60) });
};

/** Parameters as they were given, as facts; those that differ from the run before stand first, beside what they were. */
export const parameterFacts = (
  parameters: Readonly<Record<string, string>>,
  most: number,
  before: ParametersBefore = {},
): readonly Element[] => {
  const isNew = ([name]: readonly [string, string]): boolean => Object.hasOwn(before, name);
  const all = Object.entries(parameters);
  const pairs = [...all.filter(isNew), ...all.filter((pair) => !isNew(pair))];
  return [
    ...facts(
      pairs
        .slice(0, most)
        .map(([name, value]) => [plainName(name, 32), shownBeside(marked(value, 120), before[name])]),
    ),
    ...(pairs.length > most ? [note(`and ${pairs.length - most} more`)] : []),
  ];
};

const stateOf = ({ operation }: JobView): StateWord =>
  operation.state === 'done' && operation.result
    ? runWord(operation.result.state)
    : operationWord(operation.state, operation.reason);

const body = (view: JobView, rows: number): readonly Element[] => {
  const { operation, now, expectedMs } = view;
  const tasks = tasksOf(view);
  const over = hasEnded(operation.state);
  const { startedAt, endedAt } = operation;
  return [
    ...(operation.state === 'failed' || operation.state === 'refused'
      ? [troubleBox(faultOf(operation.reason ?? { code: 'internal' }))]
      : []),
    ...(operation.state === 'cancelled'
      ? [
          paragraph(
            operation.cancelledBy
              ? phrase('Stopped by {person}. What the job had done until then stays.', {
                  person: marked(operation.cancelledBy.name, 60),
                })
              : phrase('Stopped. What the job had done until then stays.'),
          ),
        ]
      : []),
    ...(operation.state === 'done' && endedAt !== undefined
      ? [headline([`Finished in ${took(endedAt - startedAt)}`])]
      : []),
    ...(operation.state === 'running' ? [note(pace(operation, now, expectedMs))] : []),
    ...(operation.state === 'queued' ? [note('Waiting for its turn; it starts in a moment.')] : []),
    ...(operation.state === 'cancelling'
      ? [paragraph('Asked to stop; Databricks needs a moment for that.')]
      : []),
    ...(operation.state === 'unknown'
      ? [box('warning', [paragraph('An answer was lost. brickbot is reading the run back.', 'None')])]
      : []),
    ...progress(operation, now, expectedMs),
    ...resumed(operation, titlesOf(operation)),
    ...parameterFacts(operation.input.parameters, 8, operation.input.before),
    ...(tasks.length > 0
      ? over && view.run
        ? timeline(tasks, rows)
        : taskRows(tasks, now, rows)
      : stepRows(operation.steps, titlesOf(operation), now)),
  ];
};

/** The card of a started job in any state. */
export const jobCard = (view: JobView): Face => fitted([12, 6, 2, 0], (rows) => jobFace(view, rows));

const jobFace = (view: JobView, rows: number): Face => {
  const { operation, run, now } = view;
  const { input, requester } = operation;
  const over = hasEnded(operation.state);
  const state = stateOf(view);
  const verb = operation.kind === 'repair' ? 'Repair' : 'Run';
  const url = run?.url ?? operation.result?.url;
  const runId = run?.runId ?? operation.result?.runId;
  const buttons: readonly Button[] = over
    ? [
        operation.kind === 'repair' && runId !== undefined && operation.state !== 'done'
          ? press({
              title: 'Repair again',
              verb: 'repair.run',
              data: { run: runId, environment: input.environment },
              style: 'positive',
            })
          : pressOperation(
              operation,
              'rerun.op',
              'Run again',
              operation.state === 'done' ? undefined : 'positive',
            ),
        ...(runId === undefined
          ? []
          : [
              press({
                title: 'Show run',
                verb: 'show-run.open',
                data: { run: runId, environment: input.environment },
              }),
            ]),
        ...open('Open in Databricks', url),
      ]
    : [
        ...(operation.state === 'cancelling' ? [] : [pressOperation(operation, 'cancel.op', 'Cancel')]),
        ...open('Open in Databricks', url),
      ];
  return frame({
    title: `${verb} job ${markedName(input.jobName)} in ${markedName(input.environment, 32)}`,
    state,
    line: dots([
      marked(requester.name, 60),
      runId !== undefined && `run ${runId}`,
      instant(operation.startedAt, now),
      operation.rerunOf !== undefined && `again after op ${operation.rerunOf}`,
    ]),
    body: [...(view.notice === undefined ? [] : [note(marked(view.notice, 200))]), ...body(view, rows)],
    foot: `op ${operation.op} · or type “${over ? 'rerun' : 'cancel'} ${operation.op}”`,
    buttons,
    summary: `${verb} job ${plainName(input.jobName, 28)} in ${plainName(input.environment, 16)}: ${state.word.toLowerCase()} – by ${plain(requester.name, 40)}, op ${operation.op}`,
  });
};
