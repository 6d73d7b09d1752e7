// An answer that is good for some seconds: a search asks at every letter that is typed, and the list behind it is the same.
import type { Clock } from '../../base/clock.ts';

/** Reads at most once in `ms`; callers at the same time share one reading. A reading that fails is not kept. */
export const recent = <Result>(
  clock: Pick<Clock, 'now'>,
  ms: number,
  read: () => Promise<Result>,
): (() => Promise<Result>) => {
  let kept: { readonly at: number; readonly result: Promise<Result> } | undefined;
  return () => {
    if (kept && clock.now() - kept.at < ms) return kept.result;
    const mine = { at: clock.now(), result: read() };
    kept = mine;
    mine.result.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return mine.result;
  };
};
