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

/** Draws that one comparison may cost, so that a large table does not keep the house from answering: about a tenth of a second. */
const MOST_DRAWS = 20_000_000;
const LEAST_RESAMPLES = 100;

/**
 * With very many rows fewer resamples are drawn than wanted, never less than 100: the mean of many rows moves little anyway. The
 * verdict says how many there were.
 * @param candidate one loss for each row, in the order of the rows; lower is better
 * @param champion the same rows in the same order
 * @throws RangeError when the two are not of one length, or empty
 */
export const pairedBootstrap = (
  candidate: readonly number[],
  champion: readonly number[],
  { resamples: wanted, seed }: { readonly resamples: number; readonly seed: number },
): BootstrapVerdict => {
  if (candidate.length !== champion.length || candidate.length === 0)
    throw new RangeError('paired rows are needed on both sides');
  const resamples = Math.max(LEAST_RESAMPLES, Math.min(wanted, Math.floor(MOST_DRAWS / candidate.length)));
  const gains = candidate.map((loss, row) => (champion[row] ?? 0) - loss);
  const row = rowsFrom(seed, gains.length);
  const means: number[] = [];
  let wins = 0;
  for (let round = 0; round < resamples; round += 1) {
    let sum = 0;
    for (let draw = 0; draw < gains.length; draw += 1) sum += gains[row()] ?? 0;
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

const { imul } = Math;

/**
 * Row numbers below `rows` from a seed, the same on every machine: a counter that grows by the golden ratio, mixed by the finaliser of
 * MurmurHash3. 32 bits are plenty to choose among rows, and it costs nanoseconds.
 */
const rowsFrom = (seed: number, rows: number): (() => number) => {
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = imul(counter ^ (counter >>> 16), 0x85ebca6b);
    mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((((mixed ^ (mixed >>> 16)) >>> 0) * rows) / 2 ** 32) | 0;
  };
};
