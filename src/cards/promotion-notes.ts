// What else weighs on a promotion while people think: a freeze, and what is said about the same version at other places.
import { own, type Phrase, phrase } from '../base/language.ts';
import type { ElsewhereNote } from '../domain/promotion.ts';
import { box, type Element, line, note, strong, subtle } from './blocks.ts';
import { plain, plainName } from './escape.ts';
import type { PromotionView } from './promotion-view.ts';
import { instant } from './words.ts';

/** The window that stands now, or the next one that begins before the request expires. */
export const freezeOf = ({ approval, now }: Pick<PromotionView, 'approval' | 'now'>) =>
  approval?.policy.freezes
    .filter(({ from, to }) => to > now && from < approval.expiresAt)
    .toSorted((a, b) => a.from - b.from)[0];

/** Approvals count while it is frozen; what they decide on waits. */
export const frozen = (view: Pick<PromotionView, 'approval' | 'now'>): readonly Element[] => {
  const { now } = view;
  const freeze = freezeOf(view);
  if (!freeze) return [];
  const { from, to, why } = freeze;
  return [
    box('warning', [
      line(
        [
          strong(
            from <= now
              ? phrase('! Frozen until {until}', { until: instant(to, now) })
              : phrase('! Frozen from {from} to {until}', {
                  from: instant(from, now),
                  until: instant(to, now),
                }),
            'Warning',
          ),
          `  ${plain(why, 160)}`,
        ],
        'None',
      ),
      note('Approvals count now and are carried out after it; everything is read again then.'),
    ]),
  ];
};

const NOTES: Readonly<Record<ElsewhereNote['what'], Record<ElsewhereNote['state'], Phrase>>> = {
  'transition-request': {
    waiting: 'asks for the same there; a decision here answers it',
    approved: 'approved there',
  },
  'deployment-job': {
    waiting: 'waits there',
    approved: 'approved there: its deployment job goes on; the votes here still count',
  },
};

/** A yes at another place is told and does not count as a vote here. */
export const saidElsewhere = ({ operation: { steps } }: PromotionView): readonly Element[] => {
  const { there = [] } = (steps.find(({ name }) => name === 'decision')?.data ?? {}) as {
    readonly there?: readonly ElsewhereNote[];
  };
  return there
    .slice(0, 3)
    .map(({ place, what, state, by, comment }) =>
      line(
        [
          strong(`${state === 'approved' ? '✓' : '●'} ${place}`, state === 'approved' ? 'Good' : 'Accent'),
          ...(by === undefined ? [] : [`  ${plainName(by, 40)}`]),
          `  ${own(NOTES[what][state])}`,
          ...(comment === undefined ? [] : [subtle(`  “${plain(comment, 120)}”`)]),
        ],
        'Small',
      ),
    );
};
