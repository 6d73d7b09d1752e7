// A stage that waits for a model's promotion may be rejected in Azure DevOps itself, by the people who approve it there.
import type { AzureDevOps } from '../../devops/azure/index.ts';
import type { Store } from '../../store/index.ts';
import { openChecks } from '../../store/pipelines.ts';

export interface Overruled {
  /** Who rejected there, where the service says it. */
  readonly by?: string;
  readonly because?: string;
  readonly build: number;
}

/**
 * Looks whether somebody rejected, in Azure DevOps, a build whose stage waits for this version. Asks the service only while one waits.
 * @param names the model as it is configured and as the registry calls it
 */
export const rejectedInPipeline =
  (azure: Pick<AzureDevOps, 'approvals'> | undefined, store: Store) =>
  async (names: readonly string[], version: string, signal?: AbortSignal): Promise<Overruled | undefined> => {
    if (!azure) return undefined;
    const builds = (await openChecks(store.db))
      .filter((each) => each.state === 'waiting' && each.version === version)
      .filter(({ model }) => model !== undefined && names.includes(model))
      .map(({ build }) => build);
    if (builds.length === 0) return undefined;
    const found = (await azure.approvals.rejected(signal)).find(({ build }) => builds.includes(build));
    if (!found) return undefined;
    const step = found.steps.find(({ state }) => state === 'rejected');
    return {
      build: found.build,
      ...(step?.by !== undefined && { by: step.by }),
      ...(step && step.comment !== '' && { because: step.comment }),
    };
  };
