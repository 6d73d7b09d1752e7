// Paired bootstrap: in how many resamples of the rows the candidate has the smaller mean loss. Both sides are drawn with the same
// indices, a tie counts half, and the seed makes it repeatable to the last digit.

export interface BootstrapVerdict {
  /** Share of resamples that the candidate won, 0 … 1; a tie counts half. */
  readonly winRate: number;
  /** Mean of champion loss − candidate loss; above zero the candidate is better. */
  readonly meanGain: number;
  /** 2.5 % and 97.5 % of the resampled mean gains. */
  readonly interval: readonly [number, number];
  readonly rows: number;
  readonly resamples: number;
  readonly seed: number;
}

/**
 * @param candidate one loss for each row, in the order of the rows; lower is better
 * @param champion the same rows in the same order
 * @throws RangeError when the two are not of one length, or empty
 */
export const pairedBootstrap = (
  candidate: readonly number[],
  champion: readonly number[],
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
): BootstrapVerdict => {
  if (candidate.length !== champion.length || candidate.length === 0)
    throw new RangeError('paired rows are needed on both sides');
  const gains = candidate.map((loss, row) => (champion[row] ?? 0) - loss);
  const next = randomFrom(seed);
  const means: number[] = [];
  let wins = 0;
  for (let round = 0; round < resamples; round += 1) {
    let sum = 0;
    for (let draw = 0; draw < gains.length; draw += 1) sum += gains[Math.floor(next() * gains.length)] ?? 0;
    const mean = sum / gains.length;
    means.push(mean);
    wins += mean > 0 ? 1 : mean === 0 ? 0.5 : 0;
  }
  means.sort((a, b) => a - b);
  const at = (share: number): number =>
    means[Math.min(means.length - 1, Math.floor(share * means.length))] ?? 0;
  return {
    winRate: wins / resamples,
    meanGain: gains.reduce((sum, gain) => sum + gain, 0) / gains.length,
    interval: [at(0.025), at(0.975)],
    rows: gains.length,
    resamples,
    seed,
  };
};

/** Numbers in [0, 1) from a seed: a linear congruential generator over 2^48 (the constants of POSIX drand48). */
const randomFrom = (seed: number): (() => number) => {
  const modulus = 1n << 48n;
  let state = ((BigInt(seed) << 16n) + 0x330en) % modulus;
  return () => {
    state = (state * 0x5deece66dn + 0xbn) % modulus;
    return Number(state >> 16n) / 2 ** 32;
  };
};
