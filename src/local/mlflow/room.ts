// What every part of the MLflow room shares.
import { join } from 'node:path';
import type { WorkspaceContext } from '../kernel/context.ts';
import { makeTables } from './schema.ts';
import { type Database, openDatabase } from './statements.ts';
import { openTags, type Tags } from './tags.ts';

export interface Room {
  readonly context: WorkspaceContext;
  readonly database: Database;
  readonly tags: Tags;
  /** Folder of everything below `mlflow-artifacts:/`. */
  readonly artifactsDir: string;
}

/** Makes the tables where they are missing. */
export function openRoom(context: WorkspaceContext): Room {
  makeTables(context.state);
  const database = openDatabase(context.state);
  return {
    context,
    database,
    tags: openTags(database),
    artifactsDir: join(context.dataDir, 'mlflow', 'artifacts'),
  };
}

/** Root of artifact addresses that the workspace keeps on its own disk. */
export const ARTIFACT_SCHEME = 'mlflow-artifacts:/';
