// MLflow tracking (`/api/2.0/mlflow`): experiments, their runs, the history of a metric.
import { z } from 'zod';
import { Fault } from '../base/errors.ts';
import type { Experiment, ExperimentRun, MetricPoint } from '../domain/experiment.ts';
import { platformCode } from './failure.ts';
import type { DatabricksHttp } from './http.ts';
import { id, instant, metric, shaped, text } from './shapes.ts';
import type { WorkspaceFiles } from './workspace.ts';

export interface ExperimentsApi {
  /** Undefined when there is none (a deleted one counts as none). */
  byId(id: string, signal?: AbortSignal): Promise<Experiment | undefined>;
  byName(name: string, signal?: AbortSignal): Promise<Experiment | undefined>;
  /** Makes the folders above it, too. One of this name that is there already is as good. @returns its id */
  create(name: string, signal?: AbortSignal): Promise<string>;
  /** Active experiments, last changed first. */
  list(limit: number, signal?: AbortSignal): Promise<readonly Experiment[]>;
  /** Active runs, newest first. */
  runs(experimentId: string, limit: number, signal?: AbortSignal): Promise<readonly ExperimentRun[]>;
  /** @throws Fault `run-not-found` */
  run(runId: string, signal?: AbortSignal): Promise<ExperimentRun>;
  /** Every value that was logged, in the order of steps. */
  history(runId: string, metricName: string, signal?: AbortSignal): Promise<readonly MetricPoint[]>;
  setTag(runId: string, key: string, value: string, signal?: AbortSignal): Promise<void>;
}

const experimentShape = z.object({ experiment_id: z.string(), name: z.string(), lifecycle_stage: text });
const toExperiment = ({
  experiment_id,
  name,
  lifecycle_stage,
}: z.output<typeof experimentShape>): Experiment | undefined =>
  lifecycle_stage === 'deleted' ? undefined : { id: experiment_id, name };

const pairs = z.array(z.object({ key: z.string(), value: z.string().nullish() })).nullish();
const record = (list: z.output<typeof pairs>): Record<string, string> =>
  Object.fromEntries((list ?? []).map(({ key, value }) => [key, value ?? '']));

const STATUS = {
  RUNNING: 'running',
  SCHEDULED: 'scheduled',
  FINISHED: 'finished',
  FAILED: 'failed',
  KILLED: 'killed',
} as const;

const runShape = z
  .object({
    info: z.object({
      run_id: z.string(),
      run_name: text,
      artifact_uri: text,
      user_id: text,
      status: text,
      start_time: instant,
      end_time: instant,
    }),
    data: z
      .object({
        metrics: z.array(z.object({ key: z.string(), value: metric })).nullish(),
        params: pairs,
        tags: pairs,
      })
      .nullish(),
    inputs: z
      .object({
        dataset_inputs: z.array(z.object({ dataset: z.object({ digest: text }).nullish() })).nullish(),
      })
      .nullish(),
  })
  .transform(({ info, data, inputs }): ExperimentRun => {
    // Data sets that were logged as inputs tell as much as the tag that projects write by hand.
    const digests = (inputs?.dataset_inputs ?? []).flatMap(({ dataset }) => dataset?.digest || []).sort();
    const tags: Readonly<Record<string, string>> = {
      ...(digests.length > 0 && { 'data.digest': digests.join(' ') }),
      ...record(data?.tags),
    };
    const [commit, branch] = [
      tags['mlflow.source.git.commit'],
      tags['mlflow.source.git.branch'] ?? tags['mlflow.gitBranchName'],
    ];
    return {
      runId: info.run_id,
      name: info.run_name ?? tags['mlflow.runName'] ?? info.run_id.slice(0, 8),
      user: info.user_id || tags['mlflow.user'] || 'unknown',
      status: STATUS[info.status as keyof typeof STATUS] ?? 'finished',
      startedAt: info.start_time ?? 0,
      ...(info.end_time !== undefined && { endedAt: info.end_time }),
      ...(commit && { commit }),
      ...(branch && { branch }),
      ...(info.artifact_uri && { artifacts: info.artifact_uri }),
      metrics: Object.fromEntries((data?.metrics ?? []).map(({ key, value }) => [key, value])),
      params: record(data?.params),
      tags,
    };
  });

const FAMILY = 'mlflow-search';
const PAGE = 200;
const HISTORY_PAGE = 5_000;
const MOST_POINTS = 25_000;
const isGone = (error: unknown): boolean => error instanceof Fault && error.code === 'upstream-not-found';

export const experiments = (
  http: DatabricksHttp,
  workspace: Pick<WorkspaceFiles, 'mkdirs'>,
): ExperimentsApi => {
  const path = (name: string): string => `/api/2.0/mlflow/${name}`;
  const one = async (
    name: string,
    query: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Experiment | undefined> => {
    try {
      const answer = await http.call({
        method: 'GET',
        path: path(name),
        family: 'mlflow',
        query,
        attempted: 'find an experiment',
        repeatable: true,
        signal,
      });
      return toExperiment(shaped(z.object({ experiment: experimentShape }), answer, name).experiment);
    } catch (error) {
      if (isGone(error)) return undefined;
      // A name that is no path is refused by the platform as a request; to a person it is simply not there.
      if (error instanceof Fault && error.code === 'upstream-rejected') return undefined;
      throw error;
    }
  };
  /** Follows page tokens until `limit` items are there or the list ends. */
  const collect = async <Item>(
    limit: number,
    page: (
      token: string | undefined,
    ) => Promise<{ readonly items: readonly Item[]; readonly next: string | undefined }>,
  ): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let token: string | undefined;
    do {
      const answer = await page(token);
      items.push(...answer.items);
      token = answer.next;
    } while (token !== undefined && items.length < limit);
    return items.slice(0, limit);
  };
  const byName: ExperimentsApi['byName'] = (name, signal) =>
    one('experiments/get-by-name', { experiment_name: name }, signal);
  return {
    byId: (wanted, signal) => one('experiments/get', { experiment_id: wanted }, signal),
    byName,
    create: async (name, signal) => {
      const folder = name.slice(0, name.lastIndexOf('/'));
      if (folder !== '') await workspace.mkdirs(folder, signal);
      try {
        const answer = await http.call({
          method: 'POST',
          path: path('experiments/create'),
          family: 'mlflow',
          body: { name },
          attempted: `create the experiment ${name}`,
          repeatable: false,
          signal,
        });
        return shaped(z.object({ experiment_id: id }), answer, 'experiments/create').experiment_id;
      } catch (error) {
        // Somebody was faster, or the answer was lost on its way.
        const known =
          error instanceof Fault &&
          (error.code === 'outcome-unknown' || platformCode(error) === 'RESOURCE_ALREADY_EXISTS');
        const found = known ? await byName(name, signal) : undefined;
        if (found) return found.id;
        throw error;
      }
    },
    list: (limit, signal) =>
      collect(limit, async (token) => {
        const body = {
          max_results: Math.min(limit, PAGE),
          order_by: ['last_update_time DESC'],
          view_type: 'ACTIVE_ONLY',
          ...(token !== undefined && { page_token: token }),
        };
        const answer = await http.call({
          method: 'POST',
          path: path('experiments/search'),
          family: FAMILY,
          body,
          attempted: 'list experiments',
          repeatable: true,
          signal,
        });
        const found = shaped(
          z.object({ experiments: z.array(experimentShape).nullish(), next_page_token: text }),
          answer,
          'experiments/search',
        );
        return {
          items: (found.experiments ?? []).flatMap((each) => toExperiment(each) ?? []),
          next: found.next_page_token,
        };
      }),
    runs: (experimentId, limit, signal) =>
      collect(limit, async (token) => {
        const body = {
          experiment_ids: [experimentId],
          max_results: Math.min(limit, PAGE),
          order_by: ['attributes.start_time DESC'],
          run_view_type: 'ACTIVE_ONLY',
          ...(token !== undefined && { page_token: token }),
        };
        const answer = await http.call({
          method: 'POST',
          path: path('runs/search'),
          family: FAMILY,
          body,
          attempted: 'read the runs of an experiment',
          what: `the experiment ${experimentId}`,
          repeatable: true,
          signal,
        });
        const found = shaped(
          z.object({ runs: z.array(runShape).nullish(), next_page_token: text }),
          answer,
          'runs/search',
        );
        return { items: found.runs ?? [], next: found.next_page_token };
      }),
    run: async (runId, signal) => {
      try {
        const answer = await http.call({
          method: 'GET',
          path: path('runs/get'),
          family: 'mlflow',
          query: { run_id: runId },
          attempted: `read run ${runId}`,
          what: `the run ${runId}`,
          repeatable: true,
          signal,
        });
        return shaped(z.object({ run: runShape }), answer, 'runs/get').run;
      } catch (error) {
        if (isGone(error) || (error instanceof Fault && error.code === 'upstream-rejected'))
          throw new Fault('run-not-found', { changed: 'no', facts: { run: runId }, cause: error });
        throw error;
      }
    },
    history: (runId, metricName, signal) =>
      collect(MOST_POINTS, async (token) => {
        // max_results is always sent: some servers give empty lists without it.
        const query = { run_id: runId, metric_key: metricName, max_results: HISTORY_PAGE, page_token: token };
        const answer = await http.call({
          method: 'GET',
          path: path('metrics/get-history'),
          family: 'mlflow',
          query,
          attempted: `read the history of ${metricName}`,
          what: `the run ${runId}`,
          repeatable: true,
          signal,
        });
        const found = shaped(
          z.object({
            metrics: z
              .array(z.object({ value: metric, step: z.coerce.number().nullish(), timestamp: instant }))
              .nullish(),
            next_page_token: text,
          }),
          answer,
          'metrics/get-history',
        );
        return {
          items: (found.metrics ?? []).map(
            ({ value, step, timestamp }): MetricPoint => ({ step: step ?? 0, at: timestamp ?? 0, value }),
          ),
          next: found.next_page_token,
        };
      }).then((points) => [...points].sort((a, b) => a.step - b.step || a.at - b.at)),
    setTag: async (runId, key, value, signal) => {
      await http.call({
        method: 'POST',
        path: path('runs/set-tag'),
        family: 'mlflow',
        body: { run_id: runId, key, value },
        attempted: `tag run ${runId}`,
        what: `the run ${runId}`,
        repeatable: true,
        signal,
      });
    },
  };
};
