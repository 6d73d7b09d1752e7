// The tables of MLflow in the workspace's database, with the indexes that keep a search among ten thousand runs short.
import type { DatabaseSync } from 'node:sqlite';

/**
 * Makes what is missing. Tags of everything share one table: `kind` is experiment, run, model, version, logged-model. A metric that
 * is not a number has `is_nan` 1 and value 0, because a primary key holds no NULL. `registry` is `workspace` or `catalog`.
 */
export function makeTables(state: DatabaseSync): void {
  state.exec(`
    CREATE TABLE IF NOT EXISTS mlflow_experiments (
      experiment_id TEXT PRIMARY KEY, name TEXT NOT NULL, artifact_location TEXT NOT NULL, lifecycle_stage TEXT NOT NULL,
      creation_time INTEGER NOT NULL, last_update_time INTEGER NOT NULL);
    CREATE UNIQUE INDEX IF NOT EXISTS mlflow_experiments_active ON mlflow_experiments (name) WHERE lifecycle_stage = 'active';
    CREATE INDEX IF NOT EXISTS mlflow_experiments_name ON mlflow_experiments (name);

    CREATE TABLE IF NOT EXISTS mlflow_runs (
      run_id TEXT PRIMARY KEY, experiment_id TEXT NOT NULL REFERENCES mlflow_experiments, run_name TEXT NOT NULL,
      user_id TEXT NOT NULL, status TEXT NOT NULL, start_time INTEGER, end_time INTEGER, artifact_uri TEXT NOT NULL,
      lifecycle_stage TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS mlflow_runs_by_time ON mlflow_runs (experiment_id, start_time DESC, run_id);

    CREATE TABLE IF NOT EXISTS mlflow_tags (
      kind TEXT NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, owner, key)) WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS mlflow_params (
      run_id TEXT NOT NULL REFERENCES mlflow_runs, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run_id, key)) WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS mlflow_metrics (
      run_id TEXT NOT NULL REFERENCES mlflow_runs, key TEXT NOT NULL, step INTEGER NOT NULL, timestamp INTEGER NOT NULL,
      value REAL NOT NULL, is_nan INTEGER NOT NULL, model_id TEXT, dataset_name TEXT, dataset_digest TEXT,
      PRIMARY KEY (run_id, key, step, timestamp, value, is_nan)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS mlflow_metrics_of_model ON mlflow_metrics (model_id) WHERE model_id IS NOT NULL;
    CREATE TABLE IF NOT EXISTS mlflow_latest (
      run_id TEXT NOT NULL REFERENCES mlflow_runs, key TEXT NOT NULL, step INTEGER NOT NULL, timestamp INTEGER NOT NULL,
      value REAL NOT NULL, is_nan INTEGER NOT NULL, model_id TEXT, dataset_name TEXT, dataset_digest TEXT,
      PRIMARY KEY (run_id, key)) WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS mlflow_inputs (
      run_id TEXT NOT NULL REFERENCES mlflow_runs, name TEXT NOT NULL, digest TEXT NOT NULL, context TEXT, document TEXT NOT NULL,
      PRIMARY KEY (run_id, name, digest)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS mlflow_run_models (
      run_id TEXT NOT NULL REFERENCES mlflow_runs, side TEXT NOT NULL, model_id TEXT NOT NULL, step INTEGER,
      PRIMARY KEY (run_id, side, model_id)) WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS mlflow_logged_models (
      model_id TEXT PRIMARY KEY, experiment_id TEXT NOT NULL REFERENCES mlflow_experiments, name TEXT NOT NULL, model_type TEXT,
      source_run_id TEXT, status TEXT NOT NULL, status_message TEXT, creation_timestamp INTEGER NOT NULL,
      last_updated_timestamp INTEGER NOT NULL, artifact_uri TEXT NOT NULL, creator_id TEXT NOT NULL,
      deleted INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX IF NOT EXISTS mlflow_logged_models_of ON mlflow_logged_models (experiment_id, creation_timestamp DESC);
    CREATE TABLE IF NOT EXISTS mlflow_logged_params (
      model_id TEXT NOT NULL REFERENCES mlflow_logged_models, key TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (model_id, key)) WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS mlflow_models (
      id TEXT PRIMARY KEY, registry TEXT NOT NULL, name TEXT NOT NULL, description TEXT, user_id TEXT NOT NULL,
      creation_timestamp INTEGER NOT NULL, last_updated_timestamp INTEGER NOT NULL, last_version INTEGER NOT NULL DEFAULT 0,
      deployment_job_id TEXT, UNIQUE (registry, name));
    CREATE TABLE IF NOT EXISTS mlflow_versions (
      model TEXT NOT NULL REFERENCES mlflow_models ON DELETE CASCADE, version INTEGER NOT NULL, user_id TEXT NOT NULL,
      creation_timestamp INTEGER NOT NULL, last_updated_timestamp INTEGER NOT NULL, current_stage TEXT NOT NULL,
      description TEXT, source TEXT NOT NULL, run_id TEXT, run_link TEXT, logged_model TEXT, PRIMARY KEY (model, version)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS mlflow_versions_of_run ON mlflow_versions (run_id);
    CREATE TABLE IF NOT EXISTS mlflow_aliases (
      model TEXT NOT NULL REFERENCES mlflow_models ON DELETE CASCADE, alias TEXT NOT NULL, version INTEGER NOT NULL,
      PRIMARY KEY (model, alias)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS mlflow_activities (
      id TEXT PRIMARY KEY, model TEXT NOT NULL REFERENCES mlflow_models ON DELETE CASCADE, version INTEGER NOT NULL,
      activity_type TEXT NOT NULL, user_id TEXT NOT NULL, from_stage TEXT, to_stage TEXT, comment TEXT, system_comment TEXT,
      creation_timestamp INTEGER NOT NULL, last_updated_timestamp INTEGER NOT NULL, open INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS mlflow_activities_of ON mlflow_activities (model, version, creation_timestamp);
  `);
}
