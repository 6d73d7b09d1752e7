// The alarm when an alias or stage was moved past brickbot: accept it, or ask for what was there before.
import type { LedgerEntry } from '../domain/promotion.ts';
import { info, UNKNOWN } from './badge.ts';
import { facts, line, note, strong, subtle } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { HOW, holderAt } from './ledger.ts';
import { typed } from './model.ts';
import { open, press, say } from './press.ts';
import { instant } from './words.ts';

export interface DriftView {
  /** Which alarm this is: a press on an older one changes nothing. */
  readonly alarm: string;
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
  const { alarm, model, target, from, to, before, answered, url, now } = view;
  const data = { alarm, model };
  return frame({
    title: `${markedName(target, 40)} of ${markedName(model)} was moved elsewhere`,
    state: answered
      ? info(answered.how === 'accepted' ? 'Accepted' : 'Reverting')
      : { ...UNKNOWN, word: 'Not by brickbot' },
    line: `noticed ${instant(view.at, now)}`,
    body: [
      line(
        [strong(holderAt(from)), ' → ', strong(holderAt(to)), subtle('  without a request, votes or gates')],
        'Medium',
      ),
      ...facts([
        [
          'Before',
          before &&
            dots([
              `${holderAt(before.to)} ${HOW[before.how].word}`,
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
                    title: `Revert to ${holderAt(from)}`,
                    verb: 'history-model.revert',
                    data,
                    style: 'destructive',
                  }),
                ]),
          ]),
      say('History', `history model ${typed(model)}`),
      ...open('Open in Databricks', url),
    ],
    summary: `${plainName(target, 20)} of ${plainName(model, 24)} moved elsewhere: ${holderAt(from)} to ${holderAt(to)}${answered ? `, ${answered.how}` : ', needs your word'}`,
  });
};
