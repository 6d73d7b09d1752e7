// The card of a test run: progress per task, then the verdict with the metrics that were asserted and the first failing assertion.
import { own, phrase } from '../base/language.ts';
import { shortCommit } from '../domain/commit.ts';
import { hasEnded, type Operation } from '../domain/operation.ts';
import type { RunTask } from '../domain/run.ts';
import type { TestCase, TestInput, TestReport, Verdict } from '../domain/test-report.ts';
import { operationWord, PASSED, running, type Sign, type StateWord, stateInWords } from './badge.ts';
import {
  box,
  cell,
  codeBlock,
  type Element,
  heading,
  line,
  note,
  paragraph,
  strong,
  subtle,
  table,
} from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { type Button, open, press, pressOperation } from './press.ts';
import { pace, progress, resumed, stepInHand, stepRows, taskRows } from './steps.ts';
import { metricBlock, tallyLine } from './tally.ts';
import { faultOf, troubleBox } from './trouble.ts';
import { count, instant, took } from './words.ts';

/** What the steps of a test run are called, in order. */
const TITLES = ['Check the commit out', 'Hand the run to Databricks', 'Run the tests', 'Read the results'];

export interface TestsView {
  readonly operation: Operation<TestInput, TestReport>;
  /** Tasks of the Databricks run, as last seen. */
  readonly tasks?: readonly RunTask[];
  readonly runUrl?: string;
  /** How long this suite usually takes, in ms. */
  readonly expectedMs?: number;
  /** Path of a temporary checkout that could not be removed. */
  readonly leftover?: string;
  readonly notice?: string;
  readonly now: number;
}

const SIGNS: Readonly<Record<Verdict, Sign>> = {
  passed: { sign: '✓', color: 'Good', word: 'passed' },
  failed: { sign: '✕', color: 'Attention', word: 'failed' },
  error: { sign: '✕', color: 'Attention', word: 'error' },
  skipped: { sign: '–', color: 'Default', word: 'skipped' },
};
const ORDER: Readonly<Record<Verdict, number>> = { failed: 0, error: 1, skipped: 2, passed: 3 };

const isRed = ({ verdict }: TestCase): boolean => verdict === 'failed' || verdict === 'error';

/** The first failing test in full: what it asserted and where. */
const failure = (first: TestCase, lines: number): readonly Element[] => [
  box('attention', [
    line([strong(`✕ ${plainName(first.name, 80)}`)], 'None'),
    ...(first.message === undefined || first.message === '' ? [] : [line([plain(first.message, 400)])]),
  ]),
  ...(first.trace === undefined || first.trace.trim() === '' || lines === 0
    ? []
    : [codeBlock(first.trace, 'Python', lines)]),
];

const caseTable = (cases: readonly TestCase[], rows: number): readonly Element[] => {
  // What needs a look stands on top; the rest keeps its order.
  const sorted = [...cases].sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict]);
  const rest = sorted.slice(rows);
  const words = (['failed', 'error', 'skipped', 'passed'] as const).flatMap((verdict) => {
    const amount = rest.filter((one) => one.verdict === verdict).length;
    return amount === 0 ? [] : [`${amount} ${own(SIGNS[verdict].word)}`];
  });
  return cases.length === 0 || rows === 0
    ? []
    : [
        table(
          [
            ['Test', 5],
            // Wide enough for “fehlgeschlagen” on a phone.
            ['Verdict', 3.2],
            ['Time', 2],
          ],
          sorted.slice(0, rows).map((one) => {
            const { sign, color, word } = SIGNS[one.verdict];
            return [
              cell([plainName(one.name, 64)]),
              cell([{ text: `${sign} `, color, weight: 'Bolder' }, own(word)]),
              cell([subtle(one.ms > 0 ? took(one.ms) : '–')]),
            ];
          }),
        ),
        ...(rest.length > 0 ? [note(`and ${rest.length} more: ${words.join(', ')}`)] : []),
      ];
};

/** What came out. Where something else than an assertion ended the run, its box has said it: only the trace and the other cases follow. */
const results = (
  report: TestReport,
  { ms, rows, told, unread }: { ms: number | undefined; rows: number; told: boolean; unread: boolean },
): readonly Element[] => {
  const first = report.cases.find(isRed);
  // The box says that the notebook's last words mean nothing to brickbot, and not what they were.
  if (!told)
    return [
      ...(first && unread ? failure(first, Math.min(rows, 12)) : []),
      ...(first?.trace !== undefined && !unread && rows > 0
        ? [codeBlock(first.trace, 'Python', Math.min(rows, 12))]
        : []),
      ...(report.cases.length > 1 ? caseTable(report.cases, Math.min(rows, 8)) : []),
    ];
  return [
    ...tallyLine(report, ms),
    ...(report.metrics ?? []).slice(0, 4).flatMap(metricBlock),
    ...(first ? failure(first, Math.min(rows, 12)) : []),
    ...caseTable(report.cases, Math.min(rows, 8)),
  ];
};

/** A red card without a trouble box when the failing assertion says it all; the other reasons say it in words. */
const ended = (view: TestsView, rows: number): readonly Element[] => {
  const { operation } = view;
  const { result, reason, startedAt, endedAt } = operation;
  const ms = endedAt === undefined ? undefined : endedAt - startedAt;
  const told = operation.state === 'done' || (reason?.code === 'tests-failed' && result?.cases.some(isRed));
  return [
    ...(operation.state === 'cancelled'
      ? [
          paragraph(
            operation.cancelledBy
              ? phrase(
                  'Stopped by {person}. There is no verdict on this commit, and no environment was changed.',
                  { person: marked(operation.cancelledBy.name, 60) },
                )
              : phrase(
                  'Somebody stopped the run in Databricks. There is no verdict on this commit, and no environment was changed.',
                ),
          ),
        ]
      : told
        ? []
        : [
            troubleBox(faultOf(reason ?? { code: 'internal' }), {
              changed: reason?.changed ?? 'no',
            }),
          ]),
    ...(result
      ? results(result, {
          ms,
          rows,
          told: told || operation.state === 'cancelled',
          unread: reason?.code === 'results-unreadable',
        })
      : []),
  ];
};

const going = (view: TestsView): readonly Element[] => {
  const { operation, tasks = [], now, expectedMs } = view;
  return [
    ...(operation.state === 'unknown'
      ? [box('warning', [paragraph('An answer was lost. brickbot is reading the run back.', 'None')])]
      : operation.state === 'cancelling'
        ? [paragraph('Asked to stop; Databricks needs a moment for that.')]
        : [
            note(
              operation.state === 'running'
                ? pace(operation, now, expectedMs)
                : 'Waiting for its turn; it starts in a moment.',
            ),
          ]),
    ...progress(operation, now, expectedMs),
    ...resumed(operation, TITLES),
    ...stepRows(operation.steps, TITLES, now),
    ...(tasks.length > 0 ? [heading('Tasks'), ...taskRows(tasks, now)] : []),
  ];
};

const wordOf = (operation: Operation): StateWord =>
  operation.state === 'done'
    ? PASSED
    : operation.state === 'running'
      ? running(
          phrase('Running {step}/{steps}', {
            step: stepInHand(operation.steps),
            steps: operation.steps.length,
          }),
        )
      : operationWord(operation.state, operation.reason);

/** The card of a test run in any state, drawn from the stored operation and the run as last seen. */
export const testsCard = (view: TestsView): Face => fitted([12, 6, 3, 0], (rows) => testsFace(view, rows));

const testsFace = (view: TestsView, rows: number): Face => {
  const { operation, now, leftover } = view;
  const { input, requester, startedAt } = operation;
  const over = hasEnded(operation.state);
  const state = wordOf(operation);
  const { passed = 0, failed = 0 } = operation.result ?? {};
  const tally =
    !over || passed + failed === 0
      ? ''
      : failed > 0
        ? phrase(', {failed} of {total} failed', { failed, total: passed + failed })
        : phrase(', {passed} passed', { passed });
  const buttons: readonly Button[] = over
    ? [
        pressOperation(
          operation,
          'rerun.op',
          'Run again',
          // Whoever was refused does not get further by pressing.
          operation.state === 'done' || operation.state === 'refused' ? undefined : 'positive',
        ),
        ...open('Open run', view.runUrl),
      ]
    : [
        ...(operation.state === 'cancelling' ? [] : [pressOperation(operation, 'cancel.op', 'Cancel')]),
        ...open('Open run', view.runUrl),
      ];
  return frame({
    title: phrase('Run tests on {ref}', { ref: markedName(input.ref) }),
    state,
    line: dots([
      marked(requester.name, 60),
      phrase('{kind} at {commit}', { kind: own(input.refKind), commit: shortCommit(input.commit.id) }),
      phrase('suite {suite}', { suite: markedName(input.suite, 32) }),
      phrase('in {environment}', { environment: markedName(input.environment, 32) }),
      instant(startedAt, now),
    ]),
    body: [
      ...(view.notice === undefined ? [] : [note(marked(view.notice, 200))]),
      ...(over ? ended(view, rows) : going(view)),
      ...(leftover === undefined
        ? []
        : [
            note(
              phrase('Its temporary checkout could not be removed yet: {path}. It is tried again.', {
                path: markedName(leftover, 90),
              }),
            ),
          ]),
    ],
    foot: phrase('op {op} · or type “{words}”', {
      op: operation.op,
      words: `${over ? 'rerun' : 'cancel'} ${operation.op}`,
    }),
    buttons,
    summary: phrase('{head}: {state} – {commit} by {person}, op {op}', {
      head: phrase('Run tests on {ref}', { ref: plainName(input.ref, 28) }),
      state: `${stateInWords(state)}${tally}`,
      commit: shortCommit(input.commit.id),
      person: plain(requester.name, 40),
      op: operation.op,
    }),
    wide: over && (operation.result?.cases.some((one) => one.trace !== undefined) ?? false),
  });
};

export interface FreshView {
  /** The run that was green. */
  readonly operation: Operation<TestInput, TestReport>;
  readonly ref: string;
  readonly now: number;
}

/** The same commit was green a short while ago: nothing was started, and running anyway is one press. */
export const freshCard = ({ operation, ref, now }: FreshView): Face => {
  const { input, result, endedAt, startedAt, requester } = operation;
  return frame({
    title: phrase('{ref} is green already', { ref: markedName(ref) }),
    state: PASSED,
    line: dots([
      `${shortCommit(input.commit.id)}`,
      phrase('suite {suite}', { suite: markedName(input.suite, 32) }),
      endedAt !== undefined && instant(endedAt, now),
      phrase('asked by {person}', { person: marked(requester.name, 60) }),
    ]),
    body: [
      paragraph('This commit passed this suite a short while ago, so nothing was started.', 'Medium'),
      ...(result ? tallyLine(result, endedAt === undefined ? undefined : endedAt - startedAt) : []),
      ...(result?.metrics ?? []).slice(0, 4).flatMap(metricBlock),
    ],
    foot: phrase('op {op} · or type “{words}”', {
      op: operation.op,
      words: `run tests on ${markedName(ref, 60)} --fresh`,
    }),
    buttons: [
      press({
        title: 'Run anyway',
        verb: 'run-tests.on',
        data: { ref, environment: input.environment, suite: input.suite, fresh: true },
      }),
    ],
    summary: `Tests on ${plainName(ref, 28)}: passed already, ${count(result?.passed ?? 0, 'test')} – ${shortCommit(input.commit.id)}, op ${operation.op}`,
  });
};
