// When each task of a run ran: bars on one time scale, each with its numbers in words for clients without
// bars.
import type { RunTask } from '../domain/run.ts';
import { runSign } from './badge.ts';
import { bar, type Element, heading, line, note, strong, subtle } from './blocks.ts';
import { plain, plainName } from './escape.ts';
import { took } from './words.ts';

type Timed = RunTask & { readonly startedAt: number; readonly endedAt: number };
const isTimed = (task: RunTask): task is Timed => task.startedAt !== undefined && task.endedAt !== undefined;

const COLORS = { Good: 'Good', Attention: 'Attention', Warning: 'Warning' } as const;
const colorOf = (color: string): 'Good' | 'Attention' | 'Warning' =>
  COLORS[color as keyof typeof COLORS] ?? 'Warning';

/** An empty stretch of the scale. */
const gap = (
  weight: number,
): readonly { type: 'Column'; width: number; spacing: 'None'; items: Element[] }[] =>
  weight > 0 ? [{ type: 'Column', width: weight, spacing: 'None', items: [] }] : [];

/** A thin bar from `start` to `end` on a scale of 100. */
const barOf = (start: number, end: number, color: string): Element => {
  // Short ones stay visible.
  const left = Math.min(97, Math.round(start));
  const width = Math.max(3, Math.round(end) - left);
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      ...gap(left),
      { type: 'Column', width, spacing: 'None', items: [bar(1, 1, colorOf(color))] },
      ...gap(100 - left - width),
    ],
  };
};

/** The tasks of a run that is over, in the order in which they began; tasks that never ran stand below. */
export const timeline = (tasks: readonly RunTask[], most = 12): readonly Element[] => {
  const timed = tasks.filter(isTimed).sort((a, b) => a.startedAt - b.startedAt);
  const first = Math.min(...timed.map((task) => task.startedAt));
  const whole = Math.max(1, Math.max(...timed.map((task) => task.endedAt)) - first);
  const shown = [...timed, ...tasks.filter((task) => !isTimed(task))].slice(0, most);
  if (shown.length === 0) return [];
  return [
    heading('Tasks'),
    ...shown.flatMap((task): readonly Element[] => {
      const { sign, color, word } = runSign(task.state);
      const words = line([
        strong(`${sign} `, color),
        plainName(task.key, 48),
        subtle(
          [
            ` ${word}`,
            task.attempt > 0 ? `try ${task.attempt + 1}` : '',
            isTimed(task) ? took(task.endedAt - task.startedAt) : '',
            isTimed(task) && task.startedAt > first ? `after ${took(task.startedAt - first)}` : '',
          ]
            .filter((part) => part !== '')
            .join(' · '),
        ),
        ...(task.message === undefined || task.state === 'passed'
          ? []
          : [subtle(` · ${plain(task.message, 140)}`)]),
      ]);
      if (!isTimed(task) || timed.length < 2) return [words];
      const at = (instant: number): number => ((instant - first) / whole) * 100;
      return [words, barOf(at(task.startedAt), at(task.endedAt), color)];
    }),
    ...(tasks.length > most ? [note(`and ${tasks.length - most} more`)] : []),
  ];
};
