// The table of `npm run bench`, for the terminal and for the README.
import type { Ratios, Side, TurnsResult } from './turns.ts';

const HEAD = [
  'bot',
  'turns/s',
  'CPU s per 1,000 turns',
  'p50 ms',
  'p99 ms',
  'p50 ms, alone',
  'presses/s',
  'cold start ms',
  'idle MB',
  'loaded MB',
] as const;

const cells = (side: Side): string[] => [
  side.name,
  side.turnsPerSecond.toFixed(0),
  side.cpuPerThousand.toFixed(2),
  side.p50.toFixed(1),
  side.p99.toFixed(1),
  side.p50Alone.toFixed(2),
  side.invokesPerSecond.toFixed(0),
  side.coldStart.toFixed(0),
  side.idle.toFixed(0),
  side.loaded.toFixed(0),
];

const RATIO_HEAD = ['brickbot ÷', 'turns/s', 'CPU per turn', 'presses/s', 'cold start'] as const;

const ratioRows = ({ sides, ratios }: TurnsResult): string[][] =>
  sides.flatMap(({ key, name }) => {
    const ratio: Ratios | undefined = ratios[key];
    return ratio
      ? [
          [
            name,
            ...[ratio.turnsPerSecond, ratio.cpu, ratio.invokesPerSecond, ratio.coldStart].map((value) =>
              value.toFixed(2),
            ),
          ],
        ]
      : [];
  });

const aligned = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
};

export const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, nth) => (nth === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

export const turnsTable = (result: TurnsResult): string =>
  [
    `${result.pinned ? 'bots pinned to one processor' : 'bots not pinned'}; 16 at a time; medians of ${result.rounds} interleaved slices`,
    aligned([HEAD, ...result.sides.map(cells)]),
    '',
    aligned([RATIO_HEAD, ...ratioRows(result)]),
    '',
    ...result.goals.map(({ goal, met }) => `${met ? '✓' : '✗'} ${goal}`),
  ].join('\n');

export const turnsMarkdown = (result: TurnsResult): string =>
  [markdown(HEAD, result.sides.map(cells)), '', markdown(RATIO_HEAD, ratioRows(result))].join('\n');
