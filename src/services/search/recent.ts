// An answer that is good for some seconds: a search asks at every letter that is typed, and the list behind it is the same.
import type { Clock } from '../../base/clock.ts';

/** Eyes for whom an answer is kept at the same time. */
const MOST_EYES = 200;

/**
 * Reads at most once in `ms` for the same eyes; callers at the same time share one reading. A reading that fails is not kept.
 * @param eyes whose reading it is, where people see different things; '' for everybody's
 */
export const recent = <Result>(
  clock: Pick<Clock, 'now'>,
  ms: number,
  read: () => Promise<Result>,
  eyes: () => string = () => '',
): (() => Promise<Result>) => {
  const kept = new Map<string, { readonly at: number; readonly result: Promise<Result> }>();
  return () => {
    const whose = eyes();
    const known = kept.get(whose);
    if (known && clock.now() - known.at < ms) return known.result;
    if (kept.size >= MOST_EYES) kept.clear();
    const mine = { at: clock.now(), result: read() };
    kept.set(whose, mine);
    mine.result.catch(() => {
      if (kept.get(whose) === mine) kept.delete(whose);
    });
    return mine.result;
  };
};
