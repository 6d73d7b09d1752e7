// `npm run bench -- memory`: whether memory stays flat over very many turns of one process, with its store and its workers.
import { BOTS, MB, openSky, startBot, targetOf, usageOf } from './bots.ts';
import { openPool, takeTurn } from './load.ts';
import { median } from './numbers.ts';
import { stepAside } from './processes.ts';

export interface MemoryResult {
  readonly turns: number;
  /** Resident MB: medians of the second quarter and of the last; the first is warm-up. */
  readonly early: number;
  readonly late: number;
  readonly met: boolean;
}

const SAMPLES = 40;
const CONCURRENCY = 16;
/** Growth that is no growth: the collector's own ups and downs. */
const STILL_FLAT = 1.05;

export const benchMemory = async (turns: number): Promise<MemoryResult> => {
  stepAside();
  const [ours] = BOTS.filter(({ key }) => key === 'ours');
  if (!ours) throw new Error('our own bot is not among the bots');
  const sky = await openSky();
  const child = await startBot(ours, sky);
  const target = targetOf(child, sky);
  const pool = openPool(target.port, CONCURRENCY);
  const resident: number[] = [];
  try {
    for (let sample = 0; sample < SAMPLES; sample++) {
      let left = Math.ceil(turns / SAMPLES);
      await Promise.all(
        Array.from({ length: CONCURRENCY }, async () => {
          while (left-- > 0) await takeTurn(pool, target);
        }),
      );
      resident.push((await usageOf(child)).rss / MB);
    }
  } finally {
    await pool.close();
    await child.stop();
    await sky.cloud.stop();
  }
  const quarter = SAMPLES / 4;
  const [early, late] = [median(resident.slice(quarter, 2 * quarter)), median(resident.slice(-quarter))];
  return { turns, early, late, met: late <= early * STILL_FLAT };
};

export const memoryLine = ({ turns, early, late, met }: MemoryResult): string =>
  `memory over ${turns.toLocaleString('en-GB')} turns: ${early.toFixed(0)} MB in the second quarter, ${late.toFixed(0)} MB in the last (${met ? 'flat' : 'growing'})`;
