// `runs/search`: filter, order and pages over the runs of some experiments, done by SQLite.
import type { Call } from '../calls.ts';
import { unlessEmpty } from '../calls.ts';
import { invalid } from '../fields.ts';
import { parseFilter, parseOrder, type Vocabulary } from '../filter/parse.ts';
import { among, conditions, ordering, type Scheme } from '../filter/sql.ts';
import { cut, pageOf } from '../paging.ts';
import type { Room } from '../room.ts';
import type { RunViews } from './run-views.ts';
import { stages } from './view-type.ts';

export const RUN_VOCABULARY: Vocabulary = {
  prefixes: {
    metric: 'metric',
    metrics: 'metric',
    param: 'param',
    params: 'param',
    parameter: 'param',
    parameters: 'param',
    tag: 'tag',
    tags: 'tag',
    attribute: 'attribute',
    attributes: 'attribute',
    attr: 'attribute',
    run: 'attribute',
    dataset: 'dataset',
    datasets: 'dataset',
  },
  attributes: {
    run_id: { type: 'text', lists: true },
    run_name: { type: 'text' },
    status: { type: 'text' },
    user_id: { type: 'text' },
    artifact_uri: { type: 'text' },
    start_time: { type: 'number' },
    end_time: { type: 'number' },
  },
  aliases: {
    created: 'start_time',
    Created: 'start_time',
    'run name': 'run_name',
    'Run name': 'run_name',
    'Run Name': 'run_name',
  },
  nullable: ['tag', 'param'],
};

const SCHEME: Scheme = {
  attributes: {
    run_id: 'r.run_id',
    run_name: 'r.run_name',
    status: 'r.status',
    user_id: 'r.user_id',
    artifact_uri: 'r.artifact_uri',
    start_time: 'r.start_time',
    end_time: 'r.end_time',
  },
  sides: {
    metric: { table: 'mlflow_latest', joins: 's.run_id = r.run_id' },
    param: { table: 'mlflow_params', joins: 's.run_id = r.run_id' },
    tag: { table: 'mlflow_tags', joins: `s.kind = 'run' AND s.owner = r.run_id` },
    dataset: { table: 'mlflow_inputs', joins: 's.run_id = r.run_id' },
  },
};

export const searchRunsCall = ({ database }: Room, views: RunViews): Call => [
  'POST',
  'runs/search',
  (fields) => {
    const page = pageOf(fields, { usual: 1000, most: 50_000 });
    const experimentIds = fields.texts('experiment_ids');
    if (experimentIds.length === 0) throw invalid(`Missing value for required parameter 'experiment_ids'.`);
    const wheres = [
      among('r.experiment_id', 'IN', experimentIds),
      stages(fields.text('run_view_type'), 'r'),
      ...conditions(parseFilter(fields.text('filter'), RUN_VOCABULARY), SCHEME),
    ];
    const orders = fields.texts('order_by').map((item) => parseOrder(item, RUN_VOCABULARY));
    const timed = orders.some(({ kind, key }) => kind === 'attribute' && key === 'start_time');
    const { joins, by } = ordering(orders, SCHEME, timed ? 'r.run_id' : 'r.start_time DESC, r.run_id');
    const rows = database.once(
      `SELECT r.* FROM mlflow_runs r ${joins.text} WHERE ${wheres.map(({ text }) => text).join(' AND ')}
       ORDER BY ${by} LIMIT ? OFFSET ?`,
      [...joins.values, ...wheres.flatMap(({ values }) => values), page.limit + 1, page.offset],
    );
    const { items, next } = cut(page, rows);
    return { runs: unlessEmpty(items.map((row) => views.whole(row))), next_page_token: next };
  },
];
