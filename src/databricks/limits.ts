// Requests a second that the platform grants to a whole workspace, by API family (its documented limits). A bucket a family
// keeps us below them, and a 429 holds back every call of its family for as long as the platform asked.
import type { Clock } from '../base/clock.ts';

export type Family =
  | 'repos'
  | 'git-credentials'
  | 'workspace'
  | 'workspace-delete'
  | 'jobs'
  | 'runs-list'
  | 'runs-get'
  | 'runs-output'
  | 'runs-cancel'
  | 'runs-repair'
  | 'submit'
  | 'mlflow-search'
  | 'mlflow'
  | 'other';

/** Half of what the workspace grants, as other programs live there too; listing runs is ours for the most part, and gets 25 of 30. */
const PER_SECOND: Readonly<Record<Family, number>> = {
  repos: 5,
  'git-credentials': 5,
  workspace: 10,
  'workspace-delete': 1,
  jobs: 10,
  'runs-list': 25,
  'runs-get': 50,
  'runs-output': 10,
  'runs-cancel': 5,
  'runs-repair': 2,
  submit: 15,
  'mlflow-search': 4,
  mlflow: 20,
  other: 10,
};

export interface Limits {
  /** Resolves when a request of the family may be sent. */
  take(family: Family, signal?: AbortSignal): Promise<void>;
  /** The platform asked for silence: nothing of the family is sent before `ms` have passed. */
  holdBack(family: Family, ms: number): void;
}

/** @param scale multiplies every limit; tests raise it */
export const createLimits = (clock: Clock, scale = 1): Limits => {
  const buckets = new Map<Family, { tokens: number; at: number; heldUntil: number }>();
  const bucket = (family: Family) => {
    const found = buckets.get(family) ?? {
      tokens: PER_SECOND[family] * scale,
      at: clock.now(),
      heldUntil: 0,
    };
    buckets.set(family, found);
    return found;
  };
  return {
    take: async (family, signal) => {
      const own = bucket(family);
      const rate = PER_SECOND[family] * scale;
      for (;;) {
        const now = clock.now();
        own.tokens = Math.min(rate, own.tokens + ((now - own.at) / 1000) * rate);
        own.at = now;
        const wait =
          own.heldUntil > now ? own.heldUntil - now : own.tokens >= 1 ? 0 : ((1 - own.tokens) / rate) * 1000;
        if (wait <= 0) {
          own.tokens -= 1;
          return;
        }
        await clock.sleep(Math.ceil(wait), signal);
      }
    },
    holdBack: (family, ms) => {
      const own = bucket(family);
      own.heldUntil = Math.max(own.heldUntil, clock.now() + ms);
    },
  };
};
