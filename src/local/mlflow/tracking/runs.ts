// Runs: made, read, changed, put away and brought back. Deleting is soft.
import { randomUUID } from 'node:crypto';
import type { Call } from '../calls.ts';
import { invalid, missing } from '../fields.ts';
import type { Room } from '../room.ts';
import { type Row, textIn } from '../statements.ts';
import { tagOf } from '../tags.ts';
import type { Experiments } from './experiments.ts';
import { inventName } from './run-names.ts';
import type { RunViews } from './run-views.ts';

const STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];
/** This tag and the run's name are one thing. */
const NAME_TAG = 'mlflow.runName';

export interface Runs {
  /** @throws ApiRefusal RESOURCE_DOES_NOT_EXIST */
  row(runId: string): Row;
  /** @throws ApiRefusal RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE when it is deleted */
  active(runId: string): Row;
  rename(runId: string, name: string): void;
  readonly calls: readonly Call[];
}

export function openRuns(room: Room, experiments: Experiments, views: RunViews): Runs {
  const { database, tags, context } = room;

  function row(runId: string): Row {
    const found = database.one('SELECT * FROM mlflow_runs WHERE run_id = ?', runId);
    if (found === undefined) throw missing(`Run with id=${runId} not found`);
    return found;
  }

  function active(runId: string): Row {
    const found = row(runId);
    const stage = textIn(found, 'lifecycle_stage');
    if (stage !== 'active')
      throw invalid(`The run ${runId} must be in the 'active' state. Current state is ${stage}.`);
    return found;
  }

  const rename = (runId: string, name: string): void => {
    database.run('UPDATE mlflow_runs SET run_name = ? WHERE run_id = ?', name, runId);
    tags.set('run', runId, { key: NAME_TAG, value: name });
  };

  const setStage = (runId: string, stage: 'active' | 'deleted'): void => {
    database.run('UPDATE mlflow_runs SET lifecycle_stage = ? WHERE run_id = ?', stage, runId);
  };

  const calls: readonly Call[] = [
    [
      'POST',
      'runs/create',
      (fields, { principal }) => {
        const experiment = experiments.active(fields.required('experiment_id'));
        const experimentId = textIn(experiment, 'experiment_id');
        const given = new Map(
          fields
            .records('tags')
            .map((each) => tagOf('run', each))
            .map((tag) => [tag.key, tag.value]),
        );
        const asked = fields.text('run_name') || undefined;
        const inTag = given.get(NAME_TAG);
        if (asked !== undefined && inTag !== undefined && asked !== inTag)
          throw invalid(
            `Both 'run_name' argument and '${NAME_TAG}' tag are specified, but with different values (run_name='${asked}', ${NAME_TAG}='${inTag}').`,
          );
        const runId = randomUUID().replaceAll('-', '');
        database.run(
          `INSERT INTO mlflow_runs VALUES (?, ?, ?, ?, 'RUNNING', ?, NULL, ?, 'active')`,
          runId,
          experimentId,
          '',
          fields.text('user_id') || given.get('mlflow.user') || principal.userName,
          fields.integer('start_time') ?? context.now(),
          `${textIn(experiment, 'artifact_location').replace(/\/$/, '')}/${runId}/artifacts`,
        );
        for (const [key, value] of given) tags.set('run', runId, { key, value });
        rename(runId, asked ?? inTag ?? inventName());
        return { run: views.whole(row(runId)) };
      },
    ],
    [
      'GET',
      'runs/get',
      (fields) => ({
        run: views.whole(row(fields.text('run_id') || fields.required('run_uuid'))),
      }),
    ],
    [
      'POST',
      'runs/update',
      (fields) => {
        const runId = fields.text('run_id') || fields.required('run_uuid');
        active(runId);
        const status = fields.text('status');
        if (status !== undefined) {
          if (!STATUSES.includes(status))
            throw invalid(`Invalid run status '${status}'. Valid values are ${STATUSES.join(', ')}.`);
          database.run('UPDATE mlflow_runs SET status = ? WHERE run_id = ?', status, runId);
        }
        const ended = fields.integer('end_time');
        if (ended !== undefined)
          database.run('UPDATE mlflow_runs SET end_time = ? WHERE run_id = ?', ended, runId);
        const name = fields.text('run_name');
        if (name !== undefined && name !== '') rename(runId, name);
        return { run_info: views.info(row(runId)) };
      },
    ],
    [
      'POST',
      'runs/delete',
      (fields) => {
        const runId = fields.required('run_id');
        row(runId);
        setStage(runId, 'deleted');
        return {};
      },
    ],
    [
      'POST',
      'runs/restore',
      (fields) => {
        const runId = fields.required('run_id');
        experiments.active(textIn(row(runId), 'experiment_id'));
        setStage(runId, 'active');
        return {};
      },
    ],
    [
      'POST',
      'runs/set-tag',
      (fields) => {
        const runId = fields.text('run_id') || fields.required('run_uuid');
        active(runId);
        const tag = tagOf('run', fields);
        if (tag.key === NAME_TAG) rename(runId, tag.value);
        else tags.set('run', runId, tag);
        return {};
      },
    ],
    [
      'POST',
      'runs/delete-tag',
      (fields) => {
        const runId = fields.required('run_id');
        active(runId);
        const key = fields.required('key');
        if (!tags.drop('run', runId, key)) throw missing(`No tag with name: ${key} in run with id ${runId}`);
        return {};
      },
    ],
  ];
  return { row, active, rename, calls };
}
