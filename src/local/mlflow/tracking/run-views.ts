// A run as MLflow shows it: info, data (the latest value of each metric), inputs and outputs.
import { unlessEmpty } from '../calls.ts';
import { shownValue } from '../numbers.ts';
import type { Room } from '../room.ts';
import { numberOf, type Row, textIn, textOf } from '../statements.ts';

export interface RunViews {
  info(row: Row): Record<string, unknown>;
  /** With data, inputs and outputs. */
  whole(row: Row): Record<string, unknown>;
}

export function runViews({ database, tags }: Room): RunViews {
  const info = (row: Row) => ({
    run_id: textIn(row, 'run_id'),
    run_uuid: textIn(row, 'run_id'),
    run_name: textIn(row, 'run_name'),
    experiment_id: textIn(row, 'experiment_id'),
    user_id: textIn(row, 'user_id'),
    status: textIn(row, 'status'),
    start_time: numberOf(row, 'start_time'),
    end_time: numberOf(row, 'end_time'),
    artifact_uri: textIn(row, 'artifact_uri'),
    lifecycle_stage: textIn(row, 'lifecycle_stage'),
  });

  function inputs(runId: string): Record<string, unknown> | undefined {
    const datasets = database
      .all('SELECT document FROM mlflow_inputs WHERE run_id = ? ORDER BY name, digest', runId)
      .map((row) => JSON.parse(textIn(row, 'document')) as unknown);
    const models = modelsOf(runId, 'input').map((row) => ({ model_id: textIn(row, 'model_id') }));
    if (datasets.length + models.length === 0) return undefined;
    return { dataset_inputs: unlessEmpty(datasets), model_inputs: unlessEmpty(models) };
  }

  function outputs(runId: string): Record<string, unknown> | undefined {
    const models = modelsOf(runId, 'output');
    if (models.length === 0) return undefined;
    return {
      model_outputs: models.map((row) => ({
        model_id: textIn(row, 'model_id'),
        step: numberOf(row, 'step'),
      })),
    };
  }

  const modelsOf = (runId: string, side: 'input' | 'output') =>
    database.all(
      'SELECT model_id, step FROM mlflow_run_models WHERE run_id = ? AND side = ? ORDER BY model_id',
      runId,
      side,
    );

  return {
    info,
    whole(row) {
      const runId = textIn(row, 'run_id');
      const metrics = database
        .all('SELECT * FROM mlflow_latest WHERE run_id = ? ORDER BY key', runId)
        .map(shownMetric);
      const params = database
        .all('SELECT key, value FROM mlflow_params WHERE run_id = ? ORDER BY key', runId)
        .map((each) => ({ key: textIn(each, 'key'), value: textIn(each, 'value') }));
      return {
        info: info(row),
        data: {
          metrics: unlessEmpty(metrics),
          params: unlessEmpty(params),
          tags: unlessEmpty(tags.of('run', runId)),
        },
        inputs: inputs(runId),
        outputs: outputs(runId),
      };
    },
  };
}

/** One point of a metric. */
export function shownMetric(row: Row): Record<string, unknown> {
  return {
    key: textIn(row, 'key'),
    value: shownValue(metricValue(row)),
    timestamp: numberOf(row, 'timestamp'),
    step: numberOf(row, 'step'),
    model_id: textOf(row, 'model_id'),
    dataset_name: textOf(row, 'dataset_name'),
    dataset_digest: textOf(row, 'dataset_digest'),
    run_id: textIn(row, 'run_id'),
  };
}

/** The number in a row of `mlflow_metrics` or `mlflow_latest`. */
export const metricValue = (row: Row): number =>
  numberOf(row, 'is_nan') === 1 ? Number.NaN : (numberOf(row, 'value') ?? 0);
