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

/** What a stage may wait for: the version itself, or whatever was trained from its build's commit. */
export interface AwaitedVersion {
  /** The model as it is configured and as the registry calls it. */
  readonly names: readonly string[];
  readonly version: string;
  readonly commit?: string;
}

/** Looks whether somebody rejected, in Azure DevOps, a build whose stage waits for this version. Asks the service only while one waits. */
export const rejectedInPipeline =
  (azure: Pick<AzureDevOps, 'approvals' | 'pipelines'> | undefined, store: Store) =>
  async (
    { names, version, commit }: AwaitedVersion,
    signal?: AbortSignal,
  ): Promise<Overruled | undefined> => {
    if (!azure) return undefined;
    const waiting = (await openChecks(store.db)).filter(
      ({ state, model, version: named = version }) =>
        state === 'waiting' && named === version && model !== undefined && names.includes(model),
    );
    if (waiting.length === 0) return undefined;
    for (const found of await azure.approvals.rejected(signal)) {
      const check = waiting.find(({ build }) => build === found.build);
      if (!check) continue;
      // A check that names no version means what was trained from its build's commit.
      if (check.version === undefined && (await azure.pipelines.build(check.build, signal)).commit !== commit)
        continue;
      const step = found.steps.find(({ state }) => state === 'rejected');
      return {
        build: found.build,
        ...(step?.by !== undefined && { by: step.by }),
        ...(step && step.comment !== '' && { because: step.comment }),
      };
    }
    return undefined;
  };
