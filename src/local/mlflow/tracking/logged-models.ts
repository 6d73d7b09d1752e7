// Logged models (MLflow 3): what a run produced, with its own params, tags and metrics.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readId } from '../../kernel/ids.ts';
import type { Call } from '../calls.ts';
import { unlessEmpty } from '../calls.ts';
import { type Fields, invalid, missing } from '../fields.ts';
import { parseFilter, parseOrder, type Vocabulary } from '../filter/parse.ts';
import { among, conditions, ordering, type Scheme } from '../filter/sql.ts';
import { cut, pageOf } from '../paging.ts';
import type { Room } from '../room.ts';
import { numberOf, type Row, textIn, textOf } from '../statements.ts';
import { type Pair, tagOf } from '../tags.ts';
import { listArtifacts, partsOf, placeOf } from './artifact-files.ts';
import type { Experiments } from './experiments.ts';
import { shownMetric } from './run-views.ts';

const NUMERIC = {
  creation_timestamp: { type: 'number' },
  creation_time: { type: 'number' },
  last_updated_timestamp: { type: 'number' },
  last_updated_time: { type: 'number' },
} as const;
const VOCABULARY: Vocabulary = {
  prefixes: {
    metrics: 'metric',
    metric: 'metric',
    params: 'param',
    param: 'param',
    tags: 'tag',
    tag: 'tag',
    attributes: 'attribute',
    attribute: 'attribute',
    attr: 'attribute',
  },
  attributes: {
    name: { type: 'text', lists: true },
    model_id: { type: 'text', lists: true },
    model_type: { type: 'text' },
    status: { type: 'text', lists: true },
    source_run_id: { type: 'text', lists: true },
    ...NUMERIC,
  },
  nullable: [],
};
const SCHEME: Scheme = {
  attributes: {
    name: 'm.name',
    model_id: 'm.model_id',
    model_type: 'm.model_type',
    status: 'm.status',
    source_run_id: 'm.source_run_id',
    creation_timestamp: 'm.creation_timestamp',
    creation_time: 'm.creation_timestamp',
    last_updated_timestamp: 'm.last_updated_timestamp',
    last_updated_time: 'm.last_updated_timestamp',
  },
  sides: {
    metric: { table: 'mlflow_metrics', joins: 's.model_id = m.model_id' },
    param: { table: 'mlflow_logged_params', joins: 's.model_id = m.model_id' },
    tag: { table: 'mlflow_tags', joins: `s.kind = 'logged-model' AND s.owner = m.model_id` },
  },
};
const STATUSES = ['LOGGED_MODEL_PENDING', 'LOGGED_MODEL_READY', 'LOGGED_MODEL_UPLOAD_FAILED'];

export function loggedModelCalls(room: Room, experiments: Experiments): readonly Call[] {
  const { database, tags, context } = room;

  function row(modelId: string | undefined): Row {
    const found = database.one(
      'SELECT * FROM mlflow_logged_models WHERE model_id = ? AND deleted = 0',
      modelId ?? '',
    );
    if (found === undefined) throw missing(`Logged model with ID '${modelId}' not found.`);
    return found;
  }

  function shown(found: Row): Record<string, unknown> {
    const id = textIn(found, 'model_id');
    const params = database
      .all('SELECT key, value FROM mlflow_logged_params WHERE model_id = ? ORDER BY key', id)
      .map((each) => ({ key: textIn(each, 'key'), value: textIn(each, 'value') }));
    const metrics = database.all(
      'SELECT * FROM mlflow_metrics WHERE model_id = ? ORDER BY key, step, timestamp',
      id,
    );
    return {
      info: {
        model_id: id,
        experiment_id: textIn(found, 'experiment_id'),
        name: textIn(found, 'name'),
        model_type: textOf(found, 'model_type'),
        source_run_id: textOf(found, 'source_run_id'),
        status: textIn(found, 'status'),
        status_message: textOf(found, 'status_message'),
        creation_timestamp_ms: numberOf(found, 'creation_timestamp'),
        last_updated_timestamp_ms: numberOf(found, 'last_updated_timestamp'),
        artifact_uri: textIn(found, 'artifact_uri'),
        // int64 in this one place, whereas runs name their user.
        creator_id: readId(textIn(found, 'creator_id')),
        tags: unlessEmpty(tags.of('logged-model', id)),
      },
      data: { params: unlessEmpty(params), metrics: unlessEmpty(metrics.map(shownMetric)) },
    };
  }

  const touch = (id: string): void => {
    database.run(
      'UPDATE mlflow_logged_models SET last_updated_timestamp = ? WHERE model_id = ?',
      context.now(),
      id,
    );
  };

  function writeParams(id: string, params: readonly Fields[]): void {
    for (const each of params) {
      const param: Pair = { key: each.required('key'), value: each.text('value') ?? '' };
      database.run(
        'INSERT OR REPLACE INTO mlflow_logged_params VALUES (?, ?, ?)',
        id,
        param.key,
        param.value,
      );
    }
  }

  function search(fields: Fields): Record<string, unknown> {
    const page = pageOf(fields, { usual: 100, most: 1000 });
    const ids = fields.texts('experiment_ids');
    const wheres = [
      { text: 'm.deleted = 0', values: [] },
      among('m.experiment_id', 'IN', ids),
      ...conditions(parseFilter(fields.text('filter'), VOCABULARY), SCHEME),
    ];
    const orders = fields.records('order_by').map((each) => ({
      ...parseOrder(each.required('field_name'), VOCABULARY),
      descending: each.flag('ascending') === false,
    }));
    if (orders.some(({ kind }) => kind === 'metric'))
      throw invalid('This workspace orders logged models by attributes, params and tags only.');
    const { joins, by } = ordering(orders, SCHEME, 'm.creation_timestamp DESC, m.model_id');
    const rows = database.once(
      `SELECT m.* FROM mlflow_logged_models m ${joins.text} WHERE ${wheres.map(({ text }) => text).join(' AND ')}
       ORDER BY ${by} LIMIT ? OFFSET ?`,
      [...joins.values, ...wheres.flatMap(({ values }) => values), page.limit + 1, page.offset],
    );
    const { items, next } = cut(page, rows);
    return { models: unlessEmpty(items.map(shown)), next_page_token: next };
  }

  return [
    [
      'POST',
      'logged-models',
      (fields, { principal }) => {
        const experiment = experiments.active(fields.required('experiment_id'));
        const id = `m-${randomBytes(16).toString('hex')}`;
        const now = context.now();
        const root = textIn(experiment, 'artifact_location').replace(/\/$/, '');
        database.run(
          `INSERT INTO mlflow_logged_models VALUES (?, ?, ?, ?, ?, 'LOGGED_MODEL_PENDING', NULL, ?, ?, ?, ?, 0)`,
          id,
          textIn(experiment, 'experiment_id'),
          fields.text('name') || id,
          fields.text('model_type') ?? null,
          fields.text('source_run_id') || null,
          now,
          now,
          `${root}/models/${id}/artifacts`,
          principal.id,
        );
        writeParams(id, fields.records('params'));
        for (const each of fields.records('tags')) tags.set('logged-model', id, tagOf('logged-model', each));
        return { model: shown(row(id)) };
      },
    ],
    ['POST', 'logged-models/search', search],
    ['GET', 'logged-models/:model_id', (_fields, { params }) => ({ model: shown(row(params['model_id'])) })],
    [
      'PATCH',
      'logged-models/:model_id',
      (fields, { params }) => {
        const id = textIn(row(params['model_id']), 'model_id');
        const status = fields.required('status');
        if (!STATUSES.includes(status)) throw invalid(`Invalid model status '${status}'.`);
        database.run('UPDATE mlflow_logged_models SET status = ? WHERE model_id = ?', status, id);
        touch(id);
        return { model: shown(row(id)) };
      },
    ],
    [
      'DELETE',
      'logged-models/:model_id',
      (_fields, { params }) => {
        const id = textIn(row(params['model_id']), 'model_id');
        database.run('UPDATE mlflow_logged_models SET deleted = 1 WHERE model_id = ?', id);
        return {};
      },
    ],
    [
      'PATCH',
      'logged-models/:model_id/tags',
      (fields, { params }) => {
        const id = textIn(row(params['model_id']), 'model_id');
        for (const each of fields.records('tags')) tags.set('logged-model', id, tagOf('logged-model', each));
        touch(id);
        return { model: shown(row(id)) };
      },
    ],
    [
      'DELETE',
      'logged-models/:model_id/tags/*key',
      (_fields, { params }) => {
        const id = textIn(row(params['model_id']), 'model_id');
        const key = params['key'] ?? '';
        if (!tags.drop('logged-model', id, key))
          throw missing(`No tag with key '${key}' found for model with ID '${id}'.`);
        touch(id);
        return {};
      },
    ],
    [
      'POST',
      'logged-models/:model_id/params',
      (fields, { params }) => {
        const id = textIn(row(params['model_id']), 'model_id');
        writeParams(id, fields.records('params'));
        return {};
      },
    ],
    [
      'GET',
      'logged-models/:model_id/artifacts/directories',
      (fields, { params }) => {
        const root = textIn(row(params['model_id']), 'artifact_uri');
        const asked = partsOf(fields.text('artifact_directory_path') ?? '');
        const place = placeOf(root);
        const files =
          place === undefined ? [] : listArtifacts(join(room.artifactsDir, ...place, ...asked), asked);
        return { root_uri: root, files: unlessEmpty(files) };
      },
    ],
  ];
}
