// Registered models and their versions, whichever registry keeps them: Unity Catalog, the workspace registry or an MLflow server.

/** `catalog`: Models in Unity Catalog (aliases, tags). `workspace`: stages and transition requests. `mlflow`: an MLflow server's own. */
export type RegistryKind = 'catalog' | 'workspace' | 'mlflow';

/** A version can be acted on when it is `ready`; a new one is `pending` for a while. */
export type VersionStatus = 'pending' | 'ready' | 'failed';

export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;
export type Stage = (typeof STAGES)[number];

export interface ModelVersion {
  /** Full name in the registry: `churn`, or `prod.ml.churn` in Unity Catalog. */
  readonly model: string;
  readonly version: string;
  readonly status: VersionStatus;
  readonly statusMessage?: string;
  /** Only where the registry has stages. */
  readonly stage?: Stage;
  readonly aliases: readonly string[];
  /** The MLflow run that made it. */
  readonly runId?: string;
  readonly createdAt: number;
  readonly createdBy?: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface RegisteredModel {
  readonly name: string;
  readonly registry: RegistryKind;
  readonly description?: string;
  /** Alias or, with stages, the stage's name, to the version that holds it. */
  readonly holders: Readonly<Record<string, string>>;
  /** Newest first, at most 50. */
  readonly versions: readonly ModelVersion[];
  /** Unity Catalog: the Lakeflow job that a new version starts. */
  readonly deploymentJobId?: string;
}

/** Where a version is brought: an alias, a stage, or a copy under another name (a production catalog) with an alias there. */
export type PromotionTarget =
  | { readonly kind: 'alias'; readonly model: string; readonly alias: string }
  | {
      readonly kind: 'stage';
      readonly model: string;
      readonly stage: Stage;
      readonly archiveExisting: boolean;
    }
  | { readonly kind: 'copy'; readonly model: string; readonly alias: string; readonly environment: string };

/** The target in a few words: `champion`, `Production`, `production (prod.ml.churn @champion)`. */
export const targetName = (target: PromotionTarget): string => {
  switch (target.kind) {
    case 'alias':
      return target.alias;
    case 'stage':
      return target.stage;
    case 'copy':
      return `${target.environment} (${target.model} @${target.alias})`;
  }
};

/** How the target is typed. */
export const targetWords = (target: PromotionTarget): string =>
  target.kind === 'copy' ? target.environment : targetName(target);

/** One key per thing that can be held by one version at a time: promotions to it run one after the other. */
export const targetKey = (target: PromotionTarget): string => {
  switch (target.kind) {
    case 'alias':
      return `${target.model}@${target.alias}`;
    case 'stage':
      return `${target.model}/${target.stage}`;
    case 'copy':
      return `${target.model}@${target.alias}`;
  }
};
