// Chance that can be had again: a seed gives the same numbers in the same order.

export interface Chance {
  /** From 0 up to 1. */
  next(): number;
  between(least: number, most: number): number;
  oneOf<T>(values: readonly T[]): T;
}

/** A linear congruential step with a mixed answer: enough for choosing moments. */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    oneOf: (values) => values[Math.floor(next() * values.length)] as (typeof values)[number],
  };
};
