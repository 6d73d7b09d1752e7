// When the next message may go into a conversation. Teams counts per bot and conversation over several windows at once (7 in 1 s,
// 8 in 2 s, 60 in 30 s, 1,800 in an hour); all of them are kept here, so that no send is ever refused for it. Pure.

interface Window {
  readonly ms: number;
  readonly most: number;
}

/** Microsoft's limits, each window a little longer: requests do not arrive as evenly as they leave. */
const WINDOWS: readonly Window[] = [
  { ms: 1_100, most: 7 },
  { ms: 2_200, most: 8 },
  { ms: 31_000, most: 60 },
];
const HOUR: Window = { ms: 3_660_000, most: 1_800 };
const MINUTE = 60_000;

/** What is remembered of a conversation: the last sends one by one, those of the last hour by minute. */
export interface Sends {
  readonly recent: readonly number[];
  readonly minutes: readonly (readonly [minute: number, count: number])[];
}

export const NO_SENDS: Sends = { recent: [], minutes: [] };

/** What was stored, when it is what this file stores. */
export const readSends = (stored: unknown): Sends => {
  const { recent, minutes } = (stored ?? {}) as Partial<Sends>;
  return Array.isArray(recent) && Array.isArray(minutes) ? { recent, minutes } : NO_SENDS;
};

/** The earliest instant for the next send, `now` when it may go at once. */
export const nextSendAt = ({ recent, minutes }: Sends, now: number): number => {
  const perWindow = WINDOWS.map(({ ms, most }) => {
    // The most-th send from the end must have left the window.
    const oldest = recent.at(-most);
    return oldest === undefined ? now : oldest + ms;
  });
  return Math.max(now, ...perWindow, hourFree(minutes, now));
};

/** A minute counts as a whole until its last second is an hour ago. */
const hourFree = (minutes: Sends['minutes'], now: number): number => {
  const inHour = minutes.filter(([minute]) => minute * MINUTE + MINUTE + HOUR.ms > now);
  let count = inHour.reduce((sum, [, sends]) => sum + sends, 0);
  let free = now;
  for (const [minute, sends] of inHour) {
    if (count < HOUR.most) break;
    count -= sends;
    free = minute * MINUTE + MINUTE + HOUR.ms;
  }
  return free;
};

/** What is remembered after one more send. */
export const recordSend = ({ recent, minutes }: Sends, at: number): Sends => {
  const minute = Math.floor(at / MINUTE);
  const last = minutes.at(-1);
  const kept = minutes.filter(([each]) => each * MINUTE + MINUTE + HOUR.ms > at && each !== minute);
  const count = last?.[0] === minute ? last[1] + 1 : 1;
  return { recent: [...recent.slice(-59), at], minutes: [...kept, [minute, count]] };
};
