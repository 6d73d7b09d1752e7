// The cards of pipelines: a run with its stages, a build, the list of pipelines.
import { phrase } from '../base/language.ts';
import { shortCommit } from '../domain/commit.ts';
import { hasEnded, type Operation } from '../domain/operation.ts';
import type {
  Build,
  BuildState,
  ModelGate,
  Pipeline,
  PipelineApproval,
  PipelineInput,
  PipelineResult,
  Stage,
} from '../domain/pipeline.ts';
import type { RunState, RunTask } from '../domain/run.ts';
import { info, NEEDS_YOU, operationWord, runSign, runWord, type StateWord } from './badge.ts';
import { box, cell, type Element, line, note, paragraph, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, type Frame, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { parameterFacts } from './job.ts';
import { type Button, open, pressOperation, say } from './press.ts';
import { pace, progress, stepRows, taskRows } from './steps.ts';
import { faultOf, troubleBox } from './trouble.ts';
import { ago, count, instant } from './words.ts';

export interface PipelineView {
  readonly operation: Operation<PipelineInput, PipelineResult>;
  /** The build as last seen; absent before it was started. */
  readonly build?: Build;
  readonly stages: readonly Stage[];
  /** How long this pipeline usually takes, in ms. */
  readonly expectedMs?: number;
  readonly now: number;
}

const BUILD: Readonly<Record<BuildState, RunState>> = {
  queued: 'queued',
  running: 'running',
  stopping: 'running',
  passed: 'passed',
  'passed-with-failures': 'passed-with-failures',
  failed: 'failed',
  cancelled: 'cancelled',
};
const STAGE: Readonly<Record<Stage['state'], RunState>> = {
  pending: 'queued',
  waiting: 'queued',
  running: 'running',
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
};
const TITLES = ['Start the pipeline', 'Run the pipeline'];

/** A stage in the shape of a task, so that both are drawn alike. */
const taskOf = (stage: Stage): RunTask => ({
  key: stage.state === 'waiting' ? `${stage.title} (waits for a decision)` : stage.title,
  runId: '',
  state: STAGE[stage.state],
  attempt: stage.attempt - 1,
  ...(stage.startedAt !== undefined && { startedAt: stage.startedAt }),
  ...(stage.endedAt !== undefined && { endedAt: stage.endedAt }),
  ...(stage.message !== undefined && { message: stage.message }),
});

const decisionButtons = (build: number): readonly Button[] => [
  say('Approve', `approve stage ${build}`, 'positive'),
  say('Show what waits', `show build ${build}`),
];

/** The card of a pipeline that brickbot started, in any state. */
export const pipelineCard = (view: PipelineView): Face =>
  fitted([12, 6, 2], (rows) => pipelineFace(view, rows));

/** What the state asks people to know, above the stages. */
const standing = ({ state, cancelledBy }: PipelineView['operation']): readonly Element[] => {
  if (state === 'unknown')
    return [box('warning', [paragraph('An answer was lost. brickbot is reading the run back.', 'None')])];
  if (state !== 'cancelled') return [];
  return [
    paragraph(
      cancelledBy
        ? phrase('Stopped by {person}.', { person: marked(cancelledBy.name, 60) })
        : phrase('Stopped.'),
    ),
  ];
};

const pipelineFace = ({ operation, build, stages, expectedMs, now }: PipelineView, rows: number): Face => {
  const { input, requester } = operation;
  const over = hasEnded(operation.state);
  const waits = !over && stages.some(({ state }) => state === 'waiting');
  const state: StateWord = waits
    ? NEEDS_YOU
    : operation.state === 'done' && build
      ? runWord(BUILD[build.state])
      : operationWord(operation.state, operation.reason);
  const buttons: readonly Button[] = over
    ? [
        ...(operation.state === 'failed' && build
          ? [say('Retry failed', `retry build ${build.id}`, 'positive')]
          : []),
        pressOperation(operation, 'rerun.op', 'Run again'),
        ...open('Open in Azure DevOps', build?.url),
      ]
    : [
        ...(waits && build ? decisionButtons(build.id) : []),
        ...(operation.state === 'cancelling' ? [] : [pressOperation(operation, 'cancel.op', 'Cancel')]),
        ...open('Open in Azure DevOps', build?.url),
      ];
  return frame({
    title: `Run pipeline ${markedName(input.pipeline.name)} on ${markedName(input.ref, 40)}`,
    state,
    line: dots([
      marked(requester.name, 60),
      shortCommit(input.commit),
      build !== undefined && `build ${markedName(build.number, 32)}`,
      instant(operation.startedAt, now),
    ]),
    body: [
      ...(operation.state === 'failed' || operation.state === 'refused'
        ? [troubleBox(faultOf(operation.reason ?? { code: 'internal' }))]
        : []),
      ...standing(operation),
      ...(operation.state === 'running' && !waits
        ? [note(pace(operation, now, expectedMs)), ...progress(operation, now, expectedMs)]
        : []),
      ...parameterFacts(input.parameters, 8, input.before),
      ...(stages.length > 0
        ? taskRows(stages.map(taskOf), now, rows)
        : stepRows(operation.steps, TITLES, now)),
    ],
    foot: `op ${operation.op} · or type “${over ? 'rerun' : 'cancel'} ${operation.op}”`,
    buttons,
    summary: `Run pipeline ${plainName(input.pipeline.name, 28)} on ${plainName(input.ref, 20)}: ${state.word.toLowerCase()} – by ${plain(requester.name, 40)}, op ${operation.op}`,
  });
};

export interface BuildCardView {
  readonly build: Build;
  readonly stages: readonly Stage[];
  readonly approvals: readonly PipelineApproval[];
  readonly checks: readonly { readonly stage: string; readonly askedAt: number }[];
  readonly gates: readonly ModelGate[];
  readonly now: number;
}

const waiting = ({ approvals, checks, gates, now }: BuildCardView): readonly Element[] => [
  ...approvals.map((approval) =>
    box('warning', [
      line([strong('Waits for approval')], 'None'),
      ...(approval.instructions === '' ? [] : [note(marked(approval.instructions, 300), 'None')]),
      note(
        dots([
          `asked ${ago(approval.askedAt, now)}`,
          marked(approval.steps.map((step) => `${step.approver}: ${step.state}`).join(', '), 200),
        ]),
        'None',
      ),
    ]),
  ),
  ...checks.map((check) =>
    box('warning', [
      line([strong(`Stage ${plainName(check.stage, 40)} waits for a decision made here`)], 'None'),
      note(`asked ${ago(check.askedAt, now)}`, 'None'),
    ]),
  ),
  ...gates.map(({ stage, model, version, op, askedAt }) =>
    box('warning', [
      line(
        [
          strong(`Stage ${plainName(stage, 40)} waits for the promotion of ${plainName(model, 60)}`),
          version === undefined ? '' : ` ${plainName(version, 20)}`,
        ],
        'None',
      ),
      note(
        dots([
          `asked ${ago(askedAt, now)}`,
          op === undefined ? 'nobody has asked for it yet' : `decided on the card of op ${op}`,
        ]),
        'None',
      ),
    ]),
  ),
];

/** What every card about a build says of it. `since`: when it was queued, or asked about. */
export const aboutBuild = (
  build: Build,
  state: StateWord,
  since: number,
  now: number,
): Pick<Frame, 'title' | 'line' | 'summary'> => ({
  title: `Build ${markedName(build.number, 32)} of ${markedName(build.pipeline.name)}`,
  line: dots([
    marked(build.requester, 60),
    `${markedName(build.ref, 40)} at ${shortCommit(build.commit)}`,
    instant(since, now),
  ]),
  summary: `Build ${plainName(build.number, 20)} of ${plainName(build.pipeline.name, 28)}: ${state.word.toLowerCase()}`,
});

/** The words that do what the buttons do. */
export const decisionTwins = ({ id }: Build): string =>
  marked(`Or type “approve stage ${id}”, “reject stage ${id} because …”`);

/** One build as it stands, with what it waits for. */
export const buildCard = (view: BuildCardView): Face => fitted([12, 6, 2], (rows) => buildFace(view, rows));

const buildFace = (view: BuildCardView, rows: number): Face => {
  const { build, stages, now } = view;
  const open_ = view.approvals.length + view.checks.length > 0;
  const asked = view.gates.flatMap(({ op }) => op ?? [])[0];
  const state = open_ || view.gates.length > 0 ? NEEDS_YOU : runWord(BUILD[build.state]);
  return frame({
    state,
    ...aboutBuild(build, state, build.queuedAt, now),
    body: [
      ...waiting(view),
      ...parameterFacts(build.parameters, 8),
      ...taskRows(stages.map(taskOf), now, rows),
    ],
    foot: open_ ? decisionTwins(build) : '',
    buttons: [
      ...(open_
        ? [say('Approve', `approve stage ${build.id}`, 'positive')]
        : build.state === 'failed'
          ? [say('Retry failed', `retry build ${build.id}`, 'positive')]
          : []),
      ...(asked === undefined ? [] : [say('Show the request', `approvals ${asked}`, 'positive')]),
      ...open('Open in Azure DevOps', build.url),
    ],
  });
};

export interface PipelinesView {
  readonly rows: readonly { readonly pipeline: Pipeline; readonly latest?: Build }[];
  readonly now: number;
}

export const pipelinesCard = (view: PipelinesView): Face =>
  fitted([20, 10, 5], (most) => pipelinesFace(view, most));

const latestCell = (build: Build | undefined, now: number): ReturnType<typeof cell> => {
  if (build === undefined) return cell([subtle('never ran')]);
  const { sign, color, word } = runSign(BUILD[build.state]);
  return cell(
    [{ text: `${sign} `, color, weight: 'Bolder' }, word],
    [subtle(dots([`build ${build.id}`, plainName(build.ref, 32), ago(build.queuedAt, now)]))],
  );
};

const pipelinesFace = ({ rows, now }: PipelinesView, most: number): Face => {
  const shown = rows.slice(0, most);
  const [first] = shown;
  return frame({
    title: 'Pipelines',
    state: info(rows.length > most ? `First ${shown.length}` : count(rows.length, 'pipeline')),
    line: instant(now, now),
    body: first
      ? [
          table(
            [
              ['Pipeline', 5],
              ['Last build', 4],
            ],
            shown.map(({ pipeline, latest }) => [
              cell([strong(plainName(pipeline.name, 48))], [subtle(`id ${pipeline.id}`)]),
              latestCell(latest, now),
            ]),
          ),
        ]
      : [box('emphasis', [line(['brickbot sees no pipeline in this project.'], 'None')])],
    foot: first ? marked('Type “run pipeline <name> on <branch>” to start one') : '',
    summary: `Pipelines: ${rows.length}`,
  });
};
