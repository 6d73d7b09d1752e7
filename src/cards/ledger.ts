// Who moved which alias or stage of a model, from what to what, on whose word; and the alarm when somebody moved one elsewhere.
import type { LedgerEntry } from '../domain/promotion.ts';
import { FAILED, info } from './badge.ts';
import { box, cell, facts, line, mono, note, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { versionName } from './comparison.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { typed } from './model.ts';
import { open, press, say } from './press.ts';
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

const HOW = {
  promotion: { sign: '↑', word: 'promoted', color: 'Good' },
  rollback: { sign: '↩', word: 'brought back', color: 'Accent' },
  outside: { sign: '!', word: 'moved elsewhere', color: 'Warning' },
  reverted: { sign: '↩', word: 'reverted', color: 'Accent' },
} as const satisfies Record<LedgerEntry['how'], unknown>;

const at = (version: string | null): string => (version === null ? 'nothing' : versionName(version));

export const ledgerCard = (view: LedgerView): Face =>
  fitted([20, 12, 6, 2], (most) => ledgerFace(view, most));

const rowOf = (move: LedgerEntry, now: number) => {
  const { sign, word, color } = HOW[move.how];
  return [
    cell(
      [strong(plainName(move.target, 40)), `  ${at(move.from)} → `, strong(at(move.to))],
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
    state:
      alarm === undefined
        ? info(count(moves.length, 'move'))
        : { ...FAILED, word: 'Moved elsewhere', icon: 'Warning', style: 'Warning', color: 'Warning' },
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
                ['When', 2],
              ],
              shown.map((move) => rowOf(move, now)),
            ),
            ...(moves.length > shown.length ? [note(`and ${moves.length - shown.length} older ones`)] : []),
          ],
    foot: marked(`“rollback model ${typed(model)} because …” brings the earlier version back`),
    buttons: [say('Show model', `show model ${typed(model)}`), ...open('Open in Databricks', url)],
    summary: `History of ${plainName(model, 32)}: ${newest ? `${plainName(newest.target, 20)} is ${at(newest.to)}, ${HOW[newest.how].word} ${ago(newest.at, now)}` : 'no moves known'}`,
  });
};

export interface DriftView {
  readonly model: string;
  /** As it is typed. */
  readonly target: string;
  readonly from: string | null;
  readonly to: string | null;
  /** When it was noticed; who did it the registry does not tell. */
  readonly at: number;
  /** The last move that brickbot made there. */
  readonly before?: LedgerEntry;
  /** What somebody said to it since. */
  readonly answered?: {
    readonly how: 'accepted' | 'reverted';
    readonly by: string;
    readonly at: number;
    readonly op?: string;
  };
  readonly url?: string;
  readonly now: number;
}

/** An alias was moved past brickbot: accept it, or ask for what was there before. */
export const driftCard = (view: DriftView): Face => {
  const { model, target, from, to, before, answered, url, now } = view;
  const data = { model, target, from: from ?? '', to: to ?? '' };
  return frame({
    title: `${markedName(target, 40)} of ${markedName(model)} was moved elsewhere`,
    state: answered
      ? info(answered.how === 'accepted' ? 'Accepted' : 'Reverting')
      : { ...FAILED, word: 'Not by brickbot', icon: 'Warning', style: 'Warning', color: 'Warning' },
    line: `noticed ${instant(view.at, now)}`,
    body: [
      line(
        [strong(at(from)), ' → ', strong(at(to)), subtle('  without a request, votes or gates')],
        'Medium',
      ),
      ...facts([
        [
          'Before',
          before &&
            dots([
              `${at(before.to)} ${HOW[before.how].word}`,
              before.by !== undefined && `by ${marked(before.by, 60)}`,
              instant(before.at, now),
              before.op !== undefined && `op ${marked(before.op, 8)}`,
            ]),
        ],
        [
          'Answered',
          answered &&
            dots([
              `${answered.how} by ${marked(answered.by, 60)}`,
              instant(answered.at, now),
              answered.op !== undefined && `op ${marked(answered.op, 8)}`,
            ]),
        ],
      ]),
      ...(answered
        ? []
        : [
            note(
              'Accept writes it down as it is. Revert asks for the earlier version, with gates and votes as always.',
            ),
          ]),
    ],
    buttons: [
      ...(answered
        ? []
        : [
            press({ title: 'Accept', verb: 'history-model.accept', data }),
            ...(from === null
              ? []
              : [
                  press({
                    title: `Revert to ${at(from)}`,
                    verb: 'history-model.revert',
                    data,
                    style: 'destructive',
                  }),
                ]),
          ]),
      say('History', `history model ${typed(model)}`),
      ...open('Open in Databricks', url),
    ],
    summary: `${plainName(target, 20)} of ${plainName(model, 24)} moved elsewhere: ${at(from)} to ${at(to)}${answered ? `, ${answered.how}` : ', needs your word'}`,
  });
};
