// Who moved which alias or stage of a model, from what to what, on whose word.
import type { LedgerEntry } from '../domain/promotion.ts';
import { info, UNKNOWN } from './badge.ts';
import { box, cell, line, mono, note, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { versionName } from './comparison.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { fitted } from './guard.ts';
import { typed } from './model.ts';
import { open, say } from './press.ts';
import { ago, count, instant } from './words.ts';

export interface LedgerView {
  /** As it was asked for. */
  readonly model: string;
  /** Newest first. */
  readonly moves: readonly LedgerEntry[];
  /** The newest move was made elsewhere and nobody has said yet whether it stays: its target as it is typed. */
  readonly alarm?: string;
  readonly url?: string;
  readonly now: number;
}

export const HOW = {
  promotion: { sign: '↑', word: 'promoted', color: 'Good' },
  rollback: { sign: '↩', word: 'brought back', color: 'Accent' },
  outside: { sign: '!', word: 'moved elsewhere', color: 'Warning' },
  reverted: { sign: '↩', word: 'reverted', color: 'Accent' },
} as const satisfies Record<LedgerEntry['how'], unknown>;

/** A version, or that nothing holds the place. */
export const holderAt = (version: string | null): string =>
  version === null ? 'nothing' : versionName(version);

export const ledgerCard = (view: LedgerView): Face =>
  fitted([20, 12, 6, 2], (most) => ledgerFace(view, most));

const rowOf = (move: LedgerEntry, now: number) => {
  const { sign, word, color } = HOW[move.how];
  return [
    cell(
      [strong(plainName(move.target, 40)), `  ${holderAt(move.from)} → `, strong(holderAt(move.to))],
      [
        strong(`${sign} ${word}`, color),
        subtle(`  ${move.by === undefined ? 'by somebody' : `by ${plainName(move.by, 40)}`}`),
        ...(move.because === undefined ? [] : [subtle(` · ${plain(move.because, 120)}`)]),
      ],
    ),
    cell([ago(move.at, now)], move.op === undefined ? [] : [mono(move.op)]),
  ];
};

const ledgerFace = ({ model, moves, alarm, url, now }: LedgerView, most: number): Face => {
  const shown = moves.slice(0, most);
  const [newest] = moves;
  return frame({
    title: `History of ${markedName(model)}`,
    state: alarm === undefined ? info(count(moves.length, 'move')) : { ...UNKNOWN, word: 'Moved elsewhere' },
    line: instant(now, now),
    body:
      shown.length === 0
        ? [
            box('emphasis', [
              line(['brickbot has moved nothing here yet, and has seen nobody else do it.'], 'None'),
            ]),
          ]
        : [
            table(
              [
                ['Move', 6],
                ['When', 2.8],
              ],
              shown.map((move) => rowOf(move, now)),
            ),
            ...(moves.length > shown.length ? [note(`and ${moves.length - shown.length} older ones`)] : []),
          ],
    foot:
      shown.length === 0
        ? ''
        : marked(`“rollback model ${typed(model)} because …” brings the earlier version back`),
    buttons: [say('Show model', `show model ${typed(model)}`), ...open('Open in Databricks', url)],
    summary: `History of ${plainName(model, 32)}: ${newest ? `${plainName(newest.target, 20)} is ${holderAt(newest.to)}, ${HOW[newest.how].word} ${ago(newest.at, now)}` : 'no moves known'}`,
  });
};
