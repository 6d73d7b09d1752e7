// The history of a metric: whole, in pages, of several runs at once, or thinned out for a chart.
import { type Call, unlessEmpty } from '../calls.ts';
import { type Fields, invalid } from '../fields.ts';
import { cut, pageOf } from '../paging.ts';
import type { Room } from '../room.ts';
import { numberOf, type Row } from '../statements.ts';
import { shownMetric } from './run-views.ts';
import type { Runs } from './runs.ts';

/** The platform's limit, also its default. */
const MOST_POINTS = 25_000;
const MOST_RUNS = 100;
const INTERVAL = { usual: 320, most: 2500 };

export function historyCalls({ database }: Room, runs: Runs): readonly Call[] {
  const pointsOf = (runId: string, key: string): readonly Row[] =>
    database.all(
      'SELECT * FROM mlflow_metrics WHERE run_id = ? AND key = ? ORDER BY step, timestamp, value',
      runId,
      key,
    );

  function runIds(fields: Fields, name: string): readonly string[] {
    const ids = fields.texts(name);
    if (ids.length === 0) throw invalid(`${name} is required.`);
    if (ids.length > MOST_RUNS)
      throw invalid(`GetMetricHistoryBulk request cannot specify more than ${MOST_RUNS} run ids.`);
    for (const id of ids) runs.row(id);
    return ids;
  }

  return [
    [
      'GET',
      'metrics/get-history',
      (fields) => {
        const runId = fields.text('run_id') || fields.required('run_uuid');
        const key = fields.required('metric_key');
        runs.row(runId);
        const page = pageOf(fields, { usual: MOST_POINTS, most: MOST_POINTS });
        const rows = database.all(
          `SELECT * FROM mlflow_metrics WHERE run_id = ? AND key = ? ORDER BY timestamp, step, value LIMIT ? OFFSET ?`,
          runId,
          key,
          page.limit + 1,
          page.offset,
        );
        const { items, next } = cut(page, rows);
        return { metrics: unlessEmpty(items.map(shownMetric)), next_page_token: next };
      },
    ],
    [
      'GET',
      'metrics/get-history-bulk',
      (fields) => {
        const key = fields.required('metric_key');
        const limit = Math.min(fields.integer('max_results') ?? MOST_POINTS, MOST_POINTS);
        const points = runIds(fields, 'run_id').flatMap((id) => pointsOf(id, key));
        return { metrics: points.slice(0, limit).map(shownMetric) };
      },
    ],
    [
      'GET',
      'metrics/get-history-bulk-interval',
      (fields) => {
        const key = fields.required('metric_key');
        const most = fields.integer('max_results') ?? INTERVAL.usual;
        if (most < 1 || most > INTERVAL.most)
          throw invalid(`max_results must be between 1 and ${INTERVAL.most}.`);
        const from = fields.integer('start_step') ?? Number.MIN_SAFE_INTEGER;
        const to = fields.integer('end_step') ?? Number.MAX_SAFE_INTEGER;
        if (from > to) throw invalid('end_step must be greater than start_step.');
        const stepOf = (row: Row) => numberOf(row, 'step') ?? 0;
        const points = runIds(fields, 'run_ids')
          .flatMap((id) => pointsOf(id, key))
          .filter((row) => stepOf(row) >= from && stepOf(row) <= to);
        const kept = thinned(
          [...new Set(points.map(stepOf))].sort((a, b) => a - b),
          most,
        );
        return { metrics: unlessEmpty(points.filter((row) => kept.has(stepOf(row))).map(shownMetric)) };
      },
    ],
  ];
}

/** At most `most` of the sorted steps, evenly spread, with the first and the last. */
export function thinned(steps: readonly number[], most: number): ReadonlySet<number> {
  if (steps.length <= most) return new Set(steps);
  if (most === 1) return new Set(steps.slice(0, 1));
  const stride = (steps.length - 1) / (most - 1);
  return new Set(Array.from({ length: most }, (_, place) => steps[Math.round(place * stride)] ?? 0));
}
