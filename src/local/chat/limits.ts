// Teams' rate limits for bots, as its documentation gives them: per conversation and kind of call, and per app and tenant.

export type CallKind = 'send' | 'create' | 'read';

type Window = readonly [calls: number, ms: number];

const perConversation: Readonly<Record<CallKind, readonly Window[]>> = {
  send: [
    [7, 1_000],
    [8, 2_000],
    [60, 30_000],
    [1_800, 3_600_000],
  ],
  create: [
    [7, 1_000],
    [8, 2_000],
    [60, 30_000],
    [1_800, 3_600_000],
  ],
  read: [
    [14, 1_000],
    [16, 2_000],
    [120, 30_000],
    [3_600, 3_600_000],
  ],
};

/** All calls of one app in one tenant; the newer documentation says 50, the older 30: the stricter is kept. */
const perApp: readonly Window[] = [[30, 1_000]];

export interface RateLimits {
  /** Counts the call and returns 0, or returns the ms to wait and does not count it. */
  take(kind: CallKind, conversation: string): number;
}

export function createRateLimits(now: () => number): RateLimits {
  const seen = new Map<string, number[]>();

  const waitFor = (times: readonly number[], windows: readonly Window[], at: number): number =>
    Math.max(
      0,
      ...windows.map(([calls, ms]) => {
        const oldest = times[times.length - calls];
        return oldest === undefined ? 0 : oldest + ms - at;
      }),
    );

  return {
    take(kind, conversation) {
      const at = now();
      const slots: readonly [string, readonly Window[]][] = [
        [`${kind} ${conversation}`, perConversation[kind]],
        ['app', perApp],
      ];
      const wait = Math.max(...slots.map(([key, windows]) => waitFor(seen.get(key) ?? [], windows, at)));
      if (wait > 0) return wait;
      for (const [key] of slots) {
        const times = seen.get(key) ?? [];
        times.push(at);
        // No window looks further back than 1800 sends or 3600 reads.
        if (times.length > 7_200) times.splice(0, 3_600);
        seen.set(key, times);
      }
      return 0;
    },
  };
}
