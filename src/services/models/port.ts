// What the rest of the house asks of models: one door for three kinds of registry.

import type { ModelSettings } from '../../base/config/models.ts';
import type { ModelRegistry } from '../../databricks/registry/index.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { ModelVersion, PromotionTarget, RegisteredModel } from '../../domain/model.ts';
import type { ModelOverview } from './overview.ts';

export type { ModelRegistry, RegistryDecision } from '../../databricks/registry/index.ts';

export interface Models {
  /** The alias that marks the model in use. */
  readonly champion: string;
  /** Names as configured first, then what the registry lists; for choices and did-you-mean. */
  names(signal?: AbortSignal): Promise<readonly string[]>;
  /** @param model configured name or full name. @throws Fault with near names when there is none */
  show(model: string, signal?: AbortSignal): Promise<RegisteredModel>;
  /** The model with the metric and the commit of its newest versions, for looking at. @throws Fault with near names */
  overview(model: string, signal?: AbortSignal): Promise<ModelOverview>;
  /** Version by number, alias, stage or `latest`: `v12`, `12`, `champion`. @throws Fault with near versions */
  find(model: string, version: string, signal?: AbortSignal): Promise<ModelVersion>;
  /** What `to <words>` means for the model: an alias, a stage or an environment, as configured. */
  target(model: string, words: string | undefined): PromotionTarget;
  /** Everything an approver needs, read fresh. What cannot be read is named in `missing`; a gate that needs it is `unknown`. */
  evidence(candidate: ModelVersion, target: PromotionTarget, signal?: AbortSignal): Promise<Evidence>;
  registry(model: string): ModelRegistry;
  /** What the configuration says of it; the defaults for one that it does not name. */
  settings(model: string): ModelSettings;
  /** The name in the registry. */
  fullName(model: string): string;
  /** The environment whose workspace has its registry. */
  home(model: string): string;
  /** Targets that can be promoted to: the champion's alias, the configured ones, and what is held now. */
  targets(model: RegisteredModel): readonly string[];
  /** Page of the version in Databricks, where its host is known. */
  url(model: string, version: string): string | undefined;
}
