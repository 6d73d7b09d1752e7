// Models and versions as the registry shows them: MLflow's shape, its Databricks variants, and that of the Unity Catalog API.
import { unlessEmpty } from '../calls.ts';
import type { Room } from '../room.ts';
import { numberOf, type Row, textIn, textOf } from '../statements.ts';
import { type Registry, versionOwner } from './registry.ts';

export interface RegistryViews {
  model(row: Row): Record<string, unknown>;
  version(row: Row): Record<string, unknown>;
  /** The newest version of each stage, in the stages' order. */
  latest(model: Row): readonly Row[];
}

/** Stages in the order of a life. */
export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;

export function registryViews({ tags }: Room, registry: Registry): RegistryViews {
  const inCatalog = registry.name === 'catalog';

  const version = (row: Row) => {
    const number = numberOf(row, 'version') ?? 0;
    const aliases = registry.aliases(textIn(row, 'model')).filter((each) => each.version === number);
    const shownAliases = inCatalog
      ? aliases.map(({ alias }) => ({ alias, version: String(number) }))
      : aliases.map(({ alias }) => alias);
    return {
      name: textIn(row, 'name'),
      version: String(number),
      creation_timestamp: numberOf(row, 'creation_timestamp'),
      last_updated_timestamp: numberOf(row, 'last_updated_timestamp'),
      user_id: textIn(row, 'user_id'),
      // Unity Catalog knows no stages.
      current_stage: inCatalog ? undefined : textIn(row, 'current_stage'),
      description: textOf(row, 'description'),
      source: textIn(row, 'source'),
      run_id: textOf(row, 'run_id'),
      run_link: inCatalog ? undefined : textOf(row, 'run_link'),
      model_id: textOf(row, 'logged_model'),
      status: 'READY',
      tags: unlessEmpty(tags.of('version', versionOwner(row))),
      aliases: unlessEmpty<unknown>(shownAliases),
    };
  };

  function latest(model: Row): readonly Row[] {
    const byStage = new Map<string, Row>();
    for (const row of registry.versions(model)) byStage.set(textIn(row, 'current_stage'), row);
    return STAGES.flatMap((stage) => {
      const newest = byStage.get(stage);
      return newest === undefined ? [] : [newest];
    });
  }

  return {
    version,
    latest,
    model(row) {
      const id = textIn(row, 'id');
      return {
        name: textIn(row, 'name'),
        creation_timestamp: numberOf(row, 'creation_timestamp'),
        last_updated_timestamp: numberOf(row, 'last_updated_timestamp'),
        user_id: textIn(row, 'user_id'),
        description: textOf(row, 'description'),
        latest_versions: inCatalog ? undefined : unlessEmpty(latest(row).map(version)),
        tags: unlessEmpty(tags.of('model', id)),
        aliases: unlessEmpty(
          registry.aliases(id).map((each) => ({ alias: each.alias, version: String(each.version) })),
        ),
        deployment_job_id: textOf(row, 'deployment_job_id'),
      };
    },
  };
}
