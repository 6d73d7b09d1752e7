// What brickbot watches in the CI system for people who do not ask: stages that wait for them, builds that end, pull requests that move.
// A hint makes it look at once; where no service hook is set up, it looks by itself.
import { asFault } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
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

export const pipelineWatch = ({
  prompts,
  builds,
  pulls,
  log,
}: {
  readonly prompts: StagePrompts;
  readonly builds: BuildWatch;
  readonly pulls: PullWatch;
  readonly log: Log;
}): PipelineWatch => {
  /** One that cannot be looked at keeps the others from nothing; the next look asks again. */
  const tried = async <T>(what: string, signal: AbortSignal | undefined, work: () => Promise<T>) => {
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      log.info({ what, code: asFault(error).code }, 'Azure DevOps could not be looked at');
      return undefined;
    }
  };
  return {
    look: async (signal) => {
      const open = await tried('approvals', signal, () => prompts.look(signal));
      await tried('builds', signal, () => builds.look(signal));
      await tried('pull requests', signal, () => pulls.look(signal));
      return open === true ? EVERY_WAITING_MS : EVERY_MS;
    },
    hinted: async (build, signal) => {
      await tried('build', signal, () => builds.hinted(build, signal));
    },
  };
};
