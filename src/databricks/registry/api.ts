// What promotion needs of a model registry; three kinds implement it.
import type { ModelVersion, PromotionTarget, RegisteredModel, Stage } from '../../domain/model.ts';

/** One registry as far as promotion needs it. Writes are repeatable: setting what is set already is no change. */
export interface ModelRegistry {
  readonly kind: RegisteredModel['registry'];
  /** Names of models, at most 100, for choices. */
  names(signal?: AbortSignal): Promise<readonly string[]>;
  /** @throws Fault `model-not-found` */
  model(name: string, signal?: AbortSignal): Promise<RegisteredModel>;
  /** @throws Fault `version-not-found` */
  version(name: string, version: string, signal?: AbortSignal): Promise<ModelVersion>;
  /** The version that the target holds now. Always asked of the registry, never remembered. */
  holder(target: PromotionTarget, signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Makes the target hold the version (sets the alias, moves the stage). A `copy` target names the copied version of its own model.
   * Never repeated by itself: after a lost answer somebody else may have moved it, so the holder is read first.
   * @param comment who decided and why, where the registry keeps it (stage transitions)
   * @throws Fault `outcome-unknown` when the answer was lost
   */
  hold(target: PromotionTarget, version: string, comment: string, signal?: AbortSignal): Promise<void>;
  /** Takes the target away from whatever holds it: the inverse of a first promotion. */
  release(target: PromotionTarget, signal?: AbortSignal): Promise<void>;
  tag(name: string, version: string, key: string, value: string, signal?: AbortSignal): Promise<void>;
  /**
   * Copies a version under another registered model and returns the copy; a copy that exists (same source, by its tag) is returned.
   * @throws Fault `registry-cannot` where the registry cannot copy
   */
  copy(from: ModelVersion, to: string, effectKey: string, signal?: AbortSignal): Promise<ModelVersion>;
  /** Tells Databricks of a rejection: open requests for the same are closed there. Nothing where the registry knows no requests. */
  reject(target: PromotionTarget, version: string, comment: string, signal?: AbortSignal): Promise<void>;
  /** What people decide or decided in Databricks itself about this version. */
  decisions(name: string, version: string, signal?: AbortSignal): Promise<readonly RegistryDecision[]>;
}

/** Something that people decide in Databricks itself. */
export interface RegistryDecision {
  readonly kind: 'transition-request' | 'deployment-job';
  readonly state: 'waiting' | 'approved' | 'rejected';
  readonly stage?: Stage;
  readonly by?: string;
  readonly at?: number;
  readonly comment?: string;
}

/** Tag of a copied version that names where it came from: `churn/12`. */
export const COPIED_FROM = 'brickbot.copied_from';
/** Versions that are read of one model, newest first. */
export const MOST_VERSIONS = 50;
