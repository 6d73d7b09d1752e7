// What a run logs: metrics with steps, params that never change, tags, inputs and outputs.
import { type Call, unlessEmpty } from '../calls.ts';
import { type Fields, invalid } from '../fields.ts';
import { readValue } from '../numbers.ts';
import type { Room } from '../room.ts';
import { numberOf, textIn } from '../statements.ts';
import { checkKey, type Pair, tagOf } from '../tags.ts';
import { metricValue } from './run-views.ts';
import type { Runs } from './runs.ts';

interface Point {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
  readonly modelId: string | undefined;
  readonly datasetName: string | undefined;
  readonly datasetDigest: string | undefined;
}

const MOST = { metrics: 1000, params: 100, tags: 100, together: 1000, bytes: 1_000_000 };
const LONGEST_PARAM = 6000;
const RUN_NAME_TAG = 'mlflow.runName';
const MODEL_HISTORY_TAG = 'mlflow.log-model.history';
const CONTEXT_TAG = 'mlflow.data.context';

export function loggingCalls({ database, tags, context }: Room, runs: Runs): readonly Call[] {
  function writeMetric(runId: string, point: Point): void {
    const { key, step, timestamp } = point;
    const isNan = Number.isNaN(point.value) ? 1 : 0;
    const columns = [
      runId,
      key,
      step,
      timestamp,
      isNan === 1 ? 0 : point.value,
      isNan,
      point.modelId ?? null,
      point.datasetName ?? null,
      point.datasetDigest ?? null,
    ];
    // The same point twice is one point: a client that lost the answer may send it again.
    database.run('INSERT OR IGNORE INTO mlflow_metrics VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', ...columns);
    const latest = database.one('SELECT * FROM mlflow_latest WHERE run_id = ? AND key = ?', runId, key);
    if (latest === undefined || isLater(point, latest))
      database.run('INSERT OR REPLACE INTO mlflow_latest VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', ...columns);
  }

  function isLater(
    point: Point,
    latest: Readonly<Record<string, unknown>> & Parameters<typeof metricValue>[0],
  ): boolean {
    const step = numberOf(latest, 'step') ?? 0;
    if (point.step !== step) return point.step > step;
    const timestamp = numberOf(latest, 'timestamp') ?? 0;
    if (point.timestamp !== timestamp) return point.timestamp > timestamp;
    return point.value > metricValue(latest);
  }

  function writeParam(runId: string, { key, value }: Pair): void {
    const known = database.one('SELECT value FROM mlflow_params WHERE run_id = ? AND key = ?', runId, key);
    if (known === undefined) {
      database.run('INSERT INTO mlflow_params VALUES (?, ?, ?)', runId, key, value);
      return;
    }
    if (textIn(known, 'value') !== value)
      throw invalid(
        `Changing param values is not allowed. Param with key='${key}' was already logged with value='${textIn(known, 'value')}' for run ID='${runId}'. Attempted logging new value '${value}'.`,
      );
  }

  function writeTag(runId: string, tag: Pair): void {
    if (tag.key === RUN_NAME_TAG) runs.rename(runId, tag.value);
    else tags.set('run', runId, tag);
  }

  const point = (fields: Fields): Point => {
    const key = fields.required('key');
    checkKey('metric', key);
    return {
      key,
      value: readValue(fields.value('value'), key),
      timestamp: fields.integer('timestamp') ?? context.now(),
      step: fields.integer('step') ?? 0,
      modelId: fields.text('model_id') || undefined,
      datasetName: fields.text('dataset_name') || undefined,
      datasetDigest: fields.text('dataset_digest') || undefined,
    };
  };

  const writable = (fields: Fields): string => {
    const runId = fields.text('run_id') || fields.required('run_uuid');
    runs.active(runId);
    return runId;
  };

  function linkModels(runId: string, side: 'input' | 'output', models: readonly Fields[]): void {
    for (const model of models) {
      database.run(
        'INSERT OR REPLACE INTO mlflow_run_models VALUES (?, ?, ?, ?)',
        runId,
        side,
        model.required('model_id'),
        model.integer('step') ?? null,
      );
    }
  }

  return [
    [
      'POST',
      'runs/log-metric',
      (fields) => {
        writeMetric(writable(fields), point(fields));
        return {};
      },
    ],
    [
      'POST',
      'runs/log-parameter',
      (fields) => {
        writeParam(writable(fields), paramOf(fields));
        return {};
      },
    ],
    [
      'POST',
      'runs/log-batch',
      (fields, { raw }) => {
        if (raw.length > MOST.bytes)
          throw invalid(
            `Batched logging API requests must be at most ${MOST.bytes} bytes, got a request of size ${raw.length}.`,
          );
        const runId = writable(fields);
        const metrics = limited(fields, 'metrics');
        const params = limited(fields, 'params');
        const given = limited(fields, 'tags');
        const together = metrics.length + params.length + given.length;
        if (together > MOST.together)
          throw invalid(
            `A batch logging request can contain at most ${MOST.together} entities. Got ${together} entities.`,
          );
        for (const each of params) writeParam(runId, paramOf(each));
        for (const each of metrics) writeMetric(runId, point(each));
        for (const each of given) writeTag(runId, tagOf('run', each));
        return {};
      },
    ],
    [
      'POST',
      'runs/log-inputs',
      (fields) => {
        const runId = writable(fields);
        for (const each of fields.records('datasets')) writeDataset(runId, each);
        linkModels(runId, 'input', fields.records('models'));
        return {};
      },
    ],
    [
      'POST',
      'runs/outputs',
      (fields) => {
        linkModels(writable(fields), 'output', fields.records('models'));
        return {};
      },
    ],
    [
      'POST',
      'runs/log-model',
      (fields) => {
        const runId = writable(fields);
        const description = parsed(fields.required('model_json'));
        const history = parsed(tags.value('run', runId, MODEL_HISTORY_TAG) ?? '[]');
        const models = [...(Array.isArray(history) ? (history as readonly unknown[]) : []), description];
        tags.set('run', runId, { key: MODEL_HISTORY_TAG, value: JSON.stringify(models) });
        return {};
      },
    ],
  ];

  function writeDataset(runId: string, input: Fields): void {
    const [dataset] = input.records('dataset');
    if (dataset === undefined) throw invalid(`Missing value for required parameter 'dataset'.`);
    const given = input
      .records('tags')
      .map((each) => ({ key: each.required('key'), value: each.text('value') ?? '' }));
    const name = dataset.required('name');
    const digest = dataset.required('digest');
    const document = {
      tags: unlessEmpty(given),
      dataset: {
        name,
        digest,
        source_type: dataset.required('source_type'),
        source: dataset.required('source'),
        schema: dataset.text('schema'),
        profile: dataset.text('profile'),
      },
    };
    // The same data set twice is one input.
    database.run(
      'INSERT OR IGNORE INTO mlflow_inputs VALUES (?, ?, ?, ?, ?)',
      runId,
      name,
      digest,
      given.find(({ key }) => key === CONTEXT_TAG)?.value ?? null,
      JSON.stringify(document),
    );
  }
}

function limited(fields: Fields, name: 'metrics' | 'params' | 'tags'): readonly Fields[] {
  const list = fields.records(name);
  if (list.length > MOST[name])
    throw invalid(
      `A batch logging request can contain at most ${MOST[name]} ${name}. Got ${list.length} ${name}. Please split up ${name} across multiple requests and try again.`,
    );
  return list;
}

function paramOf(fields: Fields): Pair {
  const pair = { key: fields.required('key'), value: fields.text('value') ?? '' };
  checkKey('param', pair.key);
  if (pair.value.length > LONGEST_PARAM)
    throw invalid(
      `Param value for '${pair.key}' had length ${pair.value.length}, which exceeded the length limit of ${LONGEST_PARAM}.`,
    );
  return pair;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid('Malformed model info: it is not valid JSON.');
  }
}
