// Versions and models as the registries answer, and how a missing one is told.
import { z } from 'zod';
import { Fault } from '../../base/errors.ts';
import { type ModelVersion, STAGES, type VersionStatus } from '../../domain/model.ts';
import { platformCode } from '../failure.ts';
import { id, instant, text } from '../shapes.ts';

const tags = z.array(z.object({ key: z.string(), value: z.string().nullish() })).nullish();

/** MLflow says a list of names, its Unity Catalog variant a list of objects. */
const aliases = z.array(z.union([z.string(), z.object({ alias: text, alias_name: text })])).nullish();

export const versionShape = z
  .object({
    name: z.string(),
    version: id,
    status: text,
    status_message: text,
    current_stage: text,
    run_id: text,
    creation_timestamp: instant,
    user_id: text,
    description: text,
    tags,
    aliases,
  })
  .transform(
    (row): ModelVersion => ({
      model: row.name,
      version: row.version,
      status: statusOf(row.status),
      ...(row.status_message && { statusMessage: row.status_message }),
      ...stageOf(row.current_stage),
      aliases: (row.aliases ?? []).flatMap((each) =>
        typeof each === 'string' ? [each] : (each.alias ?? each.alias_name ?? []),
      ),
      ...(row.run_id && { runId: row.run_id }),
      createdAt: row.creation_timestamp ?? 0,
      ...(row.user_id && { createdBy: row.user_id }),
      ...(row.description && { description: row.description }),
      tags: Object.fromEntries((row.tags ?? []).map(({ key, value }) => [key, value ?? ''])),
    }),
  );

export const statusOf = (status: string | undefined): VersionStatus =>
  status === undefined || status === 'READY' ? 'ready' : status.startsWith('FAILED') ? 'failed' : 'pending';

const stageOf = (stage: string | undefined): Pick<ModelVersion, 'stage'> => {
  const known = STAGES.find((each) => each === stage);
  return known ? { stage: known } : {};
};

/**
 * Codes by which a registry says that a model, version or alias is not there. MLflow’s own server answers a missing alias with
 * INVALID_PARAMETER_VALUE, Databricks with RESOURCE_DOES_NOT_EXIST.
 */
export const isMissing = (error: unknown): boolean =>
  error instanceof Fault &&
  (error.code === 'upstream-not-found' || platformCode(error) === 'INVALID_PARAMETER_VALUE');

/** Whether what was to be created is there already. */
export const isThere = (error: unknown): boolean =>
  error instanceof Fault && ['RESOURCE_ALREADY_EXISTS', 'ALREADY_EXISTS'].includes(platformCode(error) ?? '');

export const modelMissing = (model: string, cause: unknown): unknown =>
  error404(cause)
    ? new Fault('model-not-found', { changed: 'no', facts: { model, near: 'none' }, cause })
    : cause;

export const versionMissing = (model: string, version: string, cause: unknown): unknown =>
  error404(cause)
    ? new Fault('version-not-found', { changed: 'no', facts: { model, version, near: 'none' }, cause })
    : cause;

const error404 = (error: unknown): boolean => error instanceof Fault && error.code === 'upstream-not-found';

/** Newest first: versions are numbers that only rise. */
export const newestFirst = (versions: readonly ModelVersion[]): readonly ModelVersion[] =>
  versions.toSorted((a, b) => Number(b.version) - Number(a.version));

/** A name in a filter of `model-versions/search`, which takes quotes doubled nowhere: a name with a quote is refused before. */
export const nameFilter = (model: string): string => {
  if (!/^[^'"\\]+$/.test(model))
    throw new Fault('model-not-found', { changed: 'no', facts: { model: model.slice(0, 80), near: 'none' } });
  return `name='${model}'`;
};
