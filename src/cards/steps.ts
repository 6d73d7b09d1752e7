// Progress: the steps of an operation, the tasks of a run, and how long it may take.
import { own, phrase } from '../base/language.ts';
import type { Operation } from '../domain/operation.ts';
import { hasEnded, workedSince } from '../domain/operation.ts';
import { type RunTask, runHasEnded } from '../domain/run.ts';
import { runSign, type Sign, stepSign } from './badge.ts';
import { bar, type Element, note } from './blocks.ts';
import { marked, markedName } from './escape.ts';
import { about, took } from './words.ts';

/** One row: sign, what, and the time it took. */
const row = (sign: Sign, what: string, detail: string, time: string): Element => ({
  type: 'ColumnSet',
  spacing: 'Small',
  columns: [
    {
      type: 'Column',
      width: '20px',
      items: [{ type: 'TextBlock', text: sign.sign, color: sign.color, weight: 'Bolder' }],
    },
    {
      type: 'Column',
      width: 'stretch',
      spacing: 'None',
      items: [
        { type: 'TextBlock', text: what, wrap: true, isSubtle: sign.sign === '○' },
        ...(detail === '' ? [] : [note(detail, 'None')]),
      ],
    },
    ...(time === ''
      ? []
      : [
          {
            type: 'Column' as const,
            width: 'auto',
            items: [{ type: 'TextBlock' as const, text: time, size: 'Small' as const, isSubtle: true }],
          },
        ]),
  ],
});

const span = (startedAt: number | undefined, endedAt: number | undefined, now: number): string =>
  startedAt === undefined ? '' : took((endedAt ?? now) - startedAt);

/**
 * The steps with their times.
 * @param titles what each step is called, in order; a step without one goes by its name
 */
export const stepRows = (
  steps: Operation['steps'],
  titles: readonly string[],
  now: number,
): readonly Element[] =>
  steps.map((step, index) => {
    const sign = stepSign(step.state);
    const detail = [
      own(sign.word),
      step.detail === undefined ? '' : marked(step.detail, 160),
      step.attempts > 1 ? phrase('begun {count} times', { count: step.attempts }) : '',
    ].filter((part, at, all) => part !== '' && all.indexOf(part) === at);
    return row(
      sign,
      own(titles[index] ?? markedName(step.name)),
      detail.join(' · '),
      step.state === 'pending' || step.state === 'skipped' ? '' : span(step.startedAt, step.endedAt, now),
    );
  });

/** The tasks of a run with their times; more than `most` are counted. */
export const taskRows = (tasks: readonly RunTask[], now: number, most = 12): readonly Element[] => [
  ...tasks.slice(0, most).map((task) => {
    const sign = runSign(task.state);
    const detail = [
      own(sign.word),
      task.attempt > 0 ? phrase('try {count}', { count: task.attempt + 1 }) : '',
      task.message === undefined || task.state === 'passed' ? '' : marked(task.message, 160),
    ].filter((part) => part !== '');
    return row(
      sign,
      markedName(task.key),
      detail.join(' · '),
      task.state === 'queued'
        ? ''
        : span(task.startedAt, runHasEnded(task.state) ? task.endedAt : undefined, now),
    );
  }),
  ...(tasks.length > most ? [note(phrase('and {count} more', { count: tasks.length - most }))] : []),
];

/** Which step is in hand, counted from 1. */
export const stepInHand = (steps: Operation['steps']): number =>
  Math.min(
    steps.length,
    steps.filter((step) => step.state === 'done' || step.state === 'skipped').length + 1,
  );

/** How long it has been going and how long it usually takes; says when it is slower than usual by half. */
export const pace = (
  operation: Pick<Operation, 'kind' | 'startedAt' | 'steps'>,
  now: number,
  expectedMs: number | undefined,
): string => {
  const elapsed = now - workedSince(operation);
  const going = phrase('going for {time}', { time: took(elapsed) });
  if (expectedMs === undefined) return going;
  return elapsed > expectedMs * 1.5
    ? phrase('slower than usual: {going}, usually {usual}', { going, usual: about(expectedMs) })
    : phrase('{going}, usually {usual}', { going, usual: about(expectedMs) });
};

/** The thin bar of an operation that is not over: by time where that is known, else by steps. */
export const progress = (operation: Operation, now: number, expectedMs?: number): readonly Element[] => {
  if (hasEnded(operation.state) || operation.state === 'queued' || operation.state === 'held') return [];
  const color = operation.state === 'running' ? 'Accent' : 'Warning';
  const done = stepInHand(operation.steps) - 1;
  // Never full before it is over.
  return [
    expectedMs === undefined || expectedMs <= 0
      ? bar(done + 0.5, Math.max(1, operation.steps.length), color)
      : bar(Math.round(Math.min(0.95, (now - workedSince(operation)) / expectedMs) * 100), 100, color),
  ];
};

/** Says that the work went on after a restart, a lost answer or a retry. */
export const resumed = (operation: Operation, titles: readonly string[]): readonly Element[] => {
  const index = operation.steps.findLastIndex((step) => step.attempts > 1);
  const step = operation.steps[index];
  return step === undefined
    ? []
    : [
        note(
          phrase('Resumed at the step “{step}” after an interruption.', {
            step: own(titles[index] ?? markedName(step.name)),
          }),
        ),
      ];
};
