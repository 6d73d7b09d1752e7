// What the rest of the house asks of models: one door for three kinds of registry.
import type { Evidence } from '../../domain/evidence.ts';
import type { ModelVersion, PromotionTarget, RegisteredModel, Stage } from '../../domain/model.ts';

/** One registry as far as promotion needs it. Writes are repeatable: setting what is set already is no change. */
export interface ModelRegistry {
  readonly kind: RegisteredModel['registry'];
  model(name: string, signal?: AbortSignal): Promise<RegisteredModel>;
  version(name: string, version: string, signal?: AbortSignal): Promise<ModelVersion>;
  /** The version that the target holds now. Always asked of the registry, never remembered. */
  holder(target: PromotionTarget, signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Makes the target hold the version (sets the alias, moves the stage). A `copy` target names the copied version of its own model.
   * @param comment who decided and why, where the registry keeps it (stage transitions)
   */
  hold(target: PromotionTarget, version: string, comment: string, signal?: AbortSignal): Promise<void>;
  /** Takes the target away from whatever holds it: the inverse of a first promotion. */
  release(target: PromotionTarget, signal?: AbortSignal): Promise<void>;
  tag(name: string, version: string, key: string, value: string, signal?: AbortSignal): Promise<void>;
  /**
   * Copies a version under another registered model and returns the copy; a copy that exists (same source version, by its tag) is returned.
   * @throws Fault where the registry cannot copy
   */
  copy(from: ModelVersion, to: string, effectKey: string, signal?: AbortSignal): Promise<ModelVersion>;
  /** Open requests for a transition (workspace registry) and approvals that a deployment job waits for (Unity Catalog). */
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

export interface Models {
  /** Names as configured first, then what the registry lists; for choices and did-you-mean. */
  names(signal?: AbortSignal): Promise<readonly string[]>;
  /** @param model configured name or full name. @throws Fault with near names when there is none */
  show(model: string, signal?: AbortSignal): Promise<RegisteredModel>;
  /** Version by number, alias, stage or `latest`: `v12`, `12`, `champion`. @throws Fault with near versions */
  find(model: string, version: string, signal?: AbortSignal): Promise<ModelVersion>;
  /** What `to <words>` means for the model: an alias, a stage or an environment, as configured. */
  target(model: string, words: string | undefined): PromotionTarget;
  /** Everything an approver needs, read fresh. What cannot be read is named in `missing`; a gate that needs it is `unknown`. */
  evidence(candidate: ModelVersion, target: PromotionTarget, signal?: AbortSignal): Promise<Evidence>;
  registry(model: string): ModelRegistry;
}
