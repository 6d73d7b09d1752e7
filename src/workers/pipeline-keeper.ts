// Looks at the pipelines' side when something is due: decisions to be told, statuses to be written.
import type { Pipelines } from '../services/pipelines/index.ts';
import type { Store } from '../store/index.ts';

export const startPipelineKeeper = async ({
  store,
  pipelines,
}: {
  readonly store: Store;
  readonly pipelines: Pick<Pipelines, 'tend'>;
}): Promise<void> => {
  await store.queue.work('pipelines', 1, async ({ key, signal }) => {
    const after = await pipelines.tend(signal);
    if (after !== undefined) await store.queue.wake(undefined, 'pipelines', { key, after });
  });
  await store.queue.wake(undefined, 'pipelines', { key: 'round' });
};
