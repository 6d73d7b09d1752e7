// Looks at the pipelines' side when something is due: decisions to be told, statuses to be written, what people listen to.
import type { Pipelines } from '../services/pipelines/index.ts';
import type { Store } from '../store/index.ts';

export const startPipelineKeeper = async ({
  store,
  pipelines,
}: {
  readonly store: Store;
  readonly pipelines: Pick<Pipelines, 'tend' | 'watch' | 'watchBuild'>;
}): Promise<void> => {
  await store.queue.work('pipelines', 1, async ({ key, signal }) => {
    const [, build] = /^build (\d+)$/.exec(key) ?? [];
    if (build !== undefined) return pipelines.watchBuild(Number(build), signal);
    const after = await (key === 'watch' ? pipelines.watch(signal) : pipelines.tend(signal));
    if (after !== undefined) await store.queue.wake(undefined, 'pipelines', { key, after });
  });
  for (const key of ['round', 'watch']) await store.queue.wake(undefined, 'pipelines', { key });
};
