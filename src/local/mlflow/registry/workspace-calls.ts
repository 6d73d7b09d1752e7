// What only the Workspace Model Registry knows: stages, requests to move a version, comments, and the platform's variants of a few calls.
import type { Call } from '../calls.ts';
import { unlessEmpty } from '../calls.ts';
import { type Fields, invalid, missing, taken } from '../fields.ts';
import type { Room } from '../room.ts';
import { numberOf, type Row, textIn, textOf } from '../statements.ts';
import type { Registry } from './registry.ts';
import { openStages, readStage, shownActivity } from './stages.ts';
import type { RegistryViews } from './views.ts';

const ACTIONS = ['APPROVE_TRANSITION_REQUEST', 'REJECT_TRANSITION_REQUEST', 'CANCEL_TRANSITION_REQUEST'];

export function workspaceCalls(room: Room, registry: Registry, views: RegistryViews): readonly Call[] {
  const { database, context } = room;
  const stages = openStages(room, registry);
  const version = (fields: Fields): Row =>
    registry.version(fields.required('name'), fields.required('version'));
  const again = (row: Row): Row => registry.version(textIn(row, 'name'), String(numberOf(row, 'version')));

  const ofPlatform = (row: Row) => ({
    ...views.version(row),
    permission_level: 'CAN_MANAGE',
    open_requests: unlessEmpty(stages.open(row).map(shownActivity)),
  });

  const required = (fields: Fields, name: string): boolean => {
    const value = fields.flag(name);
    if (value === undefined) throw invalid(`Missing value for required parameter '${name}'.`);
    return value;
  };

  /** Oldest open request for that stage. @throws ApiRefusal RESOURCE_DOES_NOT_EXIST */
  function openRequests(found: Row, stage: string): readonly Row[] {
    const open = stages.open(found, stage);
    if (open.length === 0)
      throw missing(
        `No open transition request to stage ${stage} for version ${String(numberOf(found, 'version'))} of ${textIn(found, 'name')}.`,
      );
    return open;
  }

  function latestVersions(fields: Fields): Record<string, unknown> {
    const found = registry.model(fields.required('name'));
    const wanted = fields.texts('stages').map(readStage);
    const rows = views
      .latest(found)
      .filter((row) => wanted.length === 0 || wanted.includes(textIn(row, 'current_stage')));
    return { model_versions: unlessEmpty(rows.map((row) => views.version(row))) };
  }

  return [
    [
      'POST',
      'registered-models/rename',
      (fields) => ({
        registered_model: views.model(registry.rename(fields.required('name'), fields.required('new_name'))),
      }),
    ],
    ['GET', 'registered-models/get-latest-versions', latestVersions],
    ['POST', 'registered-models/get-latest-versions', latestVersions],
    [
      'GET',
      'databricks/registered-models/get',
      (fields) => {
        const found = registry.model(fields.required('name'));
        const { aliases: _aliases, ...shown } = views.model(found);
        return {
          registered_model_databricks: { id: textIn(found, 'id'), ...shown, permission_level: 'CAN_MANAGE' },
        };
      },
    ],
    [
      'GET',
      'databricks/model-versions/get',
      (fields) => ({ model_version_databricks: ofPlatform(version(fields)) }),
    ],
    [
      'POST',
      'model-versions/transition-stage',
      (fields, { principal }) => {
        const found = version(fields);
        const stage = readStage(fields.required('stage'));
        const archiveOthers = fields.flag('archive_existing_versions') ?? false;
        apply(found, { stage, archiveOthers, user: principal.userName });
        return { model_version: views.version(again(found)) };
      },
    ],
    [
      'POST',
      'databricks/model-versions/transition-stage',
      (fields, { principal }) => {
        const found = version(fields);
        const stage = readStage(fields.required('stage'));
        const archiveOthers = required(fields, 'archive_existing_versions');
        apply(found, { stage, archiveOthers, user: principal.userName }, fields.text('comment'));
        return { model_version_databricks: ofPlatform(again(found)) };
      },
    ],
    [
      'POST',
      'transition-requests/create',
      (fields, { principal }) => {
        const found = version(fields);
        const stage = readStage(fields.required('stage'));
        if (textIn(found, 'current_stage') === stage)
          throw invalid(`The version is in stage ${stage} already.`);
        if (stages.open(found, stage).some((row) => textIn(row, 'user_id') === principal.userName))
          throw taken(`There is an open request of ${principal.userName} to stage ${stage} already.`);
        const request = stages.note(found, {
          type: 'REQUESTED_TRANSITION',
          user: principal.userName,
          from: textIn(found, 'current_stage'),
          to: stage,
          comment: fields.text('comment'),
          open: true,
        });
        return {
          request: {
            user_id: principal.userName,
            to_stage: stage,
            comment: textOf(request, 'comment'),
            creation_timestamp: numberOf(request, 'creation_timestamp'),
            available_actions: ACTIONS,
          },
        };
      },
    ],
    [
      'GET',
      'transition-requests/list',
      (fields) => ({ requests: unlessEmpty(stages.open(version(fields)).map(shownActivity)) }),
    ],
    [
      'POST',
      'transition-requests/approve',
      (fields, { principal }) => {
        const found = version(fields);
        const stage = readStage(fields.required('stage'));
        const archiveOthers = required(fields, 'archive_existing_versions');
        const from = textIn(found, 'current_stage');
        for (const request of openRequests(found, stage)) stages.close(request);
        stages.move(found, { stage, archiveOthers, user: principal.userName });
        const comment = fields.text('comment');
        return {
          activity: shownActivity(
            stages.note(found, {
              type: 'APPROVED_REQUEST',
              user: principal.userName,
              from,
              to: stage,
              comment,
            }),
          ),
        };
      },
    ],
    [
      'POST',
      'transition-requests/reject',
      (fields, { principal }) => {
        const found = version(fields);
        const stage = readStage(fields.required('stage'));
        for (const request of openRequests(found, stage)) stages.close(request);
        return { activity: decided(found, 'REJECTED_REQUEST', principal.userName, stage, fields) };
      },
    ],
    [
      'DELETE',
      'transition-requests/delete',
      (fields, { principal }) => {
        const found = version(fields);
        const stage = readStage(fields.required('stage'));
        const creator = fields.required('creator');
        const mine = openRequests(found, stage).filter((row) => textIn(row, 'user_id') === creator);
        if (mine.length === 0) throw missing(`No open transition request of ${creator} to stage ${stage}.`);
        for (const request of mine) stages.close(request);
        return { activity: decided(found, 'CANCELLED_REQUEST', principal.userName, stage, fields) };
      },
    ],
    [
      'POST',
      'comments/create',
      (fields, { principal }) => {
        const comment = fields.required('comment');
        const made = stages.note(version(fields), { type: 'NEW_COMMENT', user: principal.userName, comment });
        return { comment: shownActivity(made) };
      },
    ],
    [
      'PATCH',
      'comments/update',
      (fields) => {
        const id = commentId(fields);
        database.run(
          'UPDATE mlflow_activities SET comment = ?, last_updated_timestamp = ? WHERE id = ?',
          fields.required('comment'),
          context.now(),
          id,
        );
        return { comment: shownActivity(activity(id)) };
      },
    ],
    [
      'DELETE',
      'comments/delete',
      (fields) => {
        database.run('DELETE FROM mlflow_activities WHERE id = ?', commentId(fields));
        return {};
      },
    ],
  ];

  function apply(
    found: Row,
    move: { stage: string; archiveOthers: boolean; user: string },
    comment?: string,
  ): void {
    stages.move(found, move);
    const from = textIn(found, 'current_stage');
    stages.note(found, { type: 'APPLIED_TRANSITION', user: move.user, from, to: move.stage, comment });
  }

  function decided(
    found: Row,
    type: 'REJECTED_REQUEST' | 'CANCELLED_REQUEST',
    user: string,
    stage: string,
    fields: Fields,
  ): Record<string, unknown> {
    const from = textIn(found, 'current_stage');
    return shownActivity(
      stages.note(found, { type, user, from, to: stage, comment: fields.text('comment') }),
    );
  }

  function activity(id: string): Row {
    const found = database.one('SELECT * FROM mlflow_activities WHERE id = ?', id);
    if (found === undefined) throw missing(`No comment with id ${id}.`);
    return found;
  }

  function commentId(fields: Fields): string {
    const id = fields.required('id');
    if (textIn(activity(id), 'activity_type') !== 'NEW_COMMENT') throw missing(`No comment with id ${id}.`);
    return id;
  }
}
