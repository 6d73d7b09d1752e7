// The face of the room: the registry of a kind.
import type { RegistryKind } from '../../domain/model.ts';
import type { DatabricksHttp } from '../http.ts';
import type { ModelRegistry } from './api.ts';
import { catalogRegistry } from './catalog.ts';
import { mlflowRegistry } from './mlflow.ts';
import { stagesRegistry } from './stages.ts';

export type { ModelRegistry, RegistryDecision } from './api.ts';

const MAKERS = { catalog: catalogRegistry, workspace: stagesRegistry, mlflow: mlflowRegistry } as const;

export const registryOf = (kind: RegistryKind, http: DatabricksHttp): ModelRegistry => MAKERS[kind](http);
