// `npm run bench -- memory`: whether memory stays flat over very many turns of one process, with its store and its workers.
import { BOTS, MB, openSky, startBot, targetOf, usageOf } from './bots.ts';
import { COLLECT } from './children/child-settings.ts';
import { openPool, takeTurn } from './load.ts';
import { median } from './numbers.ts';
import { stepAside } from './processes.ts';

export interface MemoryResult {
  readonly turns: number;
  /** MB that are alive after a full collection, at the middle of the run, and how many more at its end than after the first quarter. */
  readonly live: number;
  readonly growth: number;
  /** Resident MB: medians of the second quarter and of the last; the first is warm-up. */
  readonly early: number;
  readonly late: number;
  readonly met: boolean;
}

const SAMPLES = 40;
const CONCURRENCY = 16;
/** Growth that is no growth, of what is alive, over the measured turns. */
const STILL_FLAT = 0.05;

export const benchMemory = async (turns: number): Promise<MemoryResult> => {
  stepAside();
  const [ours] = BOTS.filter(({ key }) => key === 'ours');
  if (!ours) throw new Error('our own bot is not among the bots');
  const sky = await openSky();
  const child = await startBot(ours, sky);
  const target = targetOf(child, sky);
  const pool = openPool(target.port, CONCURRENCY);
  const resident: number[] = [];
  const alive: number[] = [];
  try {
    for (let sample = 0; sample < SAMPLES; sample++) {
      let left = Math.ceil(turns / SAMPLES);
      await Promise.all(
        Array.from({ length: CONCURRENCY }, async () => {
          while (left-- > 0) await takeTurn(pool, target);
        }),
      );
      const { rss, live = Number.NaN } = await usageOf(child, COLLECT);
      resident.push(rss / MB);
      alive.push(live / MB);
    }
  } finally {
    await pool.close();
    await child.stop();
    await sky.cloud.stop();
  }
  const quarter = SAMPLES / 4;
  const [early, late] = [median(resident.slice(quarter, 2 * quarter)), median(resident.slice(-quarter))];
  const measured = alive.slice(quarter);
  const [live, growth] = [median(measured), slope(measured) * measured.length];
  return { turns, live, growth, early, late, met: growth <= live * STILL_FLAT };
};

/** Growth from one sample to the next by Theil and Sen: the median of the slopes between all pairs. */
const slope = (values: readonly number[]): number =>
  median(
    values.flatMap((later, nth) =>
      values.slice(0, nth).map((earlier, before) => (later - earlier) / (nth - before)),
    ),
  );

export const memoryLine = ({ turns, live, growth, early, late, met }: MemoryResult): string =>
  `memory over ${turns.toLocaleString('en-GB')} turns: ${live.toFixed(1)} MB alive after a full collection, ${growth < 0 ? '−' : '+'}${Math.abs(growth).toFixed(1)} MB over the last three quarters (${met ? 'flat' : 'growing'}); resident ${early.toFixed(0)} MB in the second quarter, ${late.toFixed(0)} MB in the last`;
