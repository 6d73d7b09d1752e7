// Whether something grows: robust statistics over samples of one process.

export interface Sample {
  /** ms since the epoch. */
  readonly at: number;
  readonly value: number;
}

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Growth a minute by Theil and Sen: the median of the slopes between all pairs, which a few spikes do not move. */
export const growthPerMinute = (samples: readonly Sample[]): number =>
  middle(
    samples.flatMap((later, nth) =>
      samples
        .slice(0, nth)
        .map((earlier) => ((later.value - earlier.value) / (later.at - earlier.at)) * 60_000),
    ),
  );

export const typical = (samples: readonly Sample[]): number => middle(samples.map(({ value }) => value));
