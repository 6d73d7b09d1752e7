// Stages of the Workspace Model Registry: moving a version, and the journal of who moved, asked and commented.
import { randomUUID } from 'node:crypto';
import { invalid } from '../fields.ts';
import type { Room } from '../room.ts';
import { numberOf, type Row, textIn, textOf } from '../statements.ts';
import type { Registry } from './registry.ts';
import { STAGES } from './views.ts';

export type ActivityType =
  | 'APPLIED_TRANSITION'
  | 'REQUESTED_TRANSITION'
  | 'SYSTEM_TRANSITION'
  | 'CANCELLED_REQUEST'
  | 'APPROVED_REQUEST'
  | 'REJECTED_REQUEST'
  | 'NEW_COMMENT';

export interface NewActivity {
  readonly type: ActivityType;
  readonly user: string;
  readonly from?: string;
  readonly to?: string;
  readonly comment?: string | undefined;
  readonly systemComment?: string;
  /** A request that waits for a decision. */
  readonly open?: boolean;
}

export interface Move {
  readonly stage: string;
  readonly archiveOthers: boolean;
  readonly user: string;
}

export interface Stages {
  note(version: Row, activity: NewActivity): Row;
  /** Open requests of a version, oldest first; only those for a stage when one is given. */
  open(version: Row, stage?: string): readonly Row[];
  close(request: Row): void;
  /** Moves the version and, when asked, archives the others of that stage. */
  move(version: Row, move: Move): void;
}

/** The stage as it is spelled; any case is understood. @throws ApiRefusal INVALID_PARAMETER_VALUE */
export function readStage(given: string): string {
  const stage = STAGES.find((each) => each.toLowerCase() === given.toLowerCase());
  if (stage === undefined)
    throw invalid(`Invalid Model Version stage: ${given}. Value must be one of ${STAGES.join(', ')}.`);
  return stage;
}

export function openStages({ database, context }: Room, registry: Registry): Stages {
  const stages: Stages = {
    note(version, activity) {
      const id = randomUUID().replaceAll('-', '');
      const now = context.now();
      database.run(
        'INSERT INTO mlflow_activities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        id,
        textIn(version, 'model'),
        numberOf(version, 'version') ?? 0,
        activity.type,
        activity.user,
        activity.from ?? null,
        activity.to ?? null,
        activity.comment ?? null,
        activity.systemComment ?? null,
        now,
        now,
        activity.open === true ? 1 : 0,
      );
      return database.one('SELECT * FROM mlflow_activities WHERE id = ?', id) ?? {};
    },
    open: (version, stage) =>
      database
        .all(
          `SELECT * FROM mlflow_activities WHERE model = ? AND version = ? AND open = 1 ORDER BY creation_timestamp, rowid`,
          textIn(version, 'model'),
          numberOf(version, 'version') ?? 0,
        )
        .filter((row) => stage === undefined || textIn(row, 'to_stage') === stage),
    close(request) {
      database.run(
        'UPDATE mlflow_activities SET open = 0, last_updated_timestamp = ? WHERE id = ?',
        context.now(),
        textIn(request, 'id'),
      );
    },
    move(version, { stage, archiveOthers, user }) {
      if (archiveOthers && stage !== 'Staging' && stage !== 'Production')
        throw invalid(
          `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are Staging, Production.`,
        );
      const others = archiveOthers ? registry.versions(registry.model(textIn(version, 'name'))) : [];
      for (const other of others) {
        const isSame = numberOf(other, 'version') === numberOf(version, 'version');
        if (isSame || textIn(other, 'current_stage') !== stage) continue;
        registry.setStage(other, 'Archived');
        const systemComment = `Archived because version ${String(numberOf(version, 'version'))} took the stage ${stage}.`;
        stages.note(other, { type: 'SYSTEM_TRANSITION', user, from: stage, to: 'Archived', systemComment });
      }
      registry.setStage(version, stage);
    },
  };
  return stages;
}

/** As the platform shows it. */
export const shownActivity = (row: Row): Record<string, unknown> => ({
  id: textIn(row, 'id'),
  activity_type: textIn(row, 'activity_type'),
  user_id: textIn(row, 'user_id'),
  from_stage: textOf(row, 'from_stage'),
  to_stage: textOf(row, 'to_stage'),
  comment: textOf(row, 'comment'),
  system_comment: textOf(row, 'system_comment'),
  creation_timestamp: numberOf(row, 'creation_timestamp'),
  last_updated_timestamp: numberOf(row, 'last_updated_timestamp'),
});
