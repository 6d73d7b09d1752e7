// MLflow experiments and runs, in our words.

/** A metric may be NaN or infinite: MLflow logs both, and JSON sends them as strings. */
export type MetricValue = number;
export type Direction = 'higher' | 'lower';

export interface Experiment {
  readonly id: string;
  /** Full name; on Databricks a workspace path such as `/Shared/churn`. */
  readonly name: string;
}

export interface ExperimentRun {
  readonly runId: string;
  readonly name: string;
  readonly user: string;
  readonly status: 'running' | 'scheduled' | 'finished' | 'failed' | 'killed';
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Full commit id where the run logged one (`mlflow.source.git.commit`). */
  readonly commit?: string;
  readonly branch?: string;
  /** Where its artifacts lie: `mlflow-artifacts:/…`, `dbfs:/…`. */
  readonly artifacts?: string;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** One point of a metric's history. */
export interface MetricPoint {
  readonly step: number;
  readonly at: number;
  readonly value: MetricValue;
}

/** A model version that carries an alias, for example champion. */
export interface AliasedVersion {
  readonly model: string;
  readonly version: string;
  readonly alias: string;
  readonly runId?: string;
}
