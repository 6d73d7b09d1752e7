// What brickbot watches in the CI system for people who do not ask: stages that wait for them, builds that end, pull requests that move.
// A hint makes it look at once; where no service hook is set up, it looks by itself.
import type { Clock } from '../../base/clock.ts';
import { asFault } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { BLIND_MS } from '../../domain/notice.ts';
import { readFact, writeFact } from '../../store/facts.ts';
import type { Store } from '../../store/index.ts';
import type { Notices } from '../notices/index.ts';
import type { BuildWatch } from './builds.ts';
import type { StagePrompts } from './prompts.ts';
import type { PullWatch } from './pulls.ts';

export interface PipelineWatch {
  /** One look at everything. Gives the time until the next one in ms. */
  look(signal?: AbortSignal): Promise<number>;
  /** A hint at one build. */
  hinted(build: number, signal?: AbortSignal): Promise<void>;
}

/** Between two looks without a hint. */
const EVERY_MS = 60_000;
/** While somebody is asked to decide, what is decided elsewhere shall be seen soon. */
const EVERY_WAITING_MS = 20_000;
/** Nobody sees anything then; a right that is missing hides one thing alone. */
const BLINDING: ReadonlySet<string> = new Set([
  'upstream-unreachable',
  'upstream-broken',
  'upstream-throttled',
  'upstream-unauthenticated',
]);
/** Since when nothing could be read: outlives a restart. */
const FAILING = 'azure-devops:failing-since';

export const pipelineWatch = ({
  prompts,
  builds,
  pulls,
  notices,
  store,
  clock,
  log,
}: {
  readonly prompts: StagePrompts;
  readonly builds: BuildWatch;
  readonly pulls: PullWatch;
  readonly notices: Pick<Notices, 'blind' | 'seeing'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): PipelineWatch => {
  /** One that cannot be looked at keeps the others from nothing; the next look asks again. */
  const tried = async <T>(
    what: string,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<{ readonly found?: T; readonly blind: boolean }> => {
    try {
      return { found: await work(), blind: false };
    } catch (error) {
      signal?.throwIfAborted();
      const { code } = asFault(error);
      log.info({ what, code }, 'Azure DevOps could not be looked at');
      return { blind: BLINDING.has(code) };
    }
  };
  /** Trouble may pass by itself; where each round meets some for a while, whoever listens is told, once an outage. */
  const judge = async (failed: boolean): Promise<void> => {
    const before = Number((await readFact(store.db, FAILING)) ?? 0);
    const now = clock.now();
    if (!failed) {
      if (before === 0) return;
      await notices.seeing('Azure DevOps');
      return writeFact(store.db, FAILING, 0, now);
    }
    if (before === 0) return writeFact(store.db, FAILING, now, now);
    if (now - before >= BLIND_MS) await notices.blind('Azure DevOps', before);
  };
  return {
    look: async (signal) => {
      const approvals = await tried('approvals', signal, () => prompts.look(signal));
      const ended = await tried('builds', signal, () => builds.look(signal));
      const moved = await tried('pull requests', signal, () => pulls.look(signal));
      await judge(approvals.blind || ended.blind || moved.blind);
      return approvals.found === true ? EVERY_WAITING_MS : EVERY_MS;
    },
    hinted: async (build, signal) => {
      await tried('build', signal, () => builds.hinted(build, signal));
    },
  };
};
