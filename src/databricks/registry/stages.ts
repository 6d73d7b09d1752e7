// The Workspace Model Registry of Databricks: versions as MLflow keeps them, with stages and requests to move a version.
import { z } from 'zod';
import { Fault } from '../../base/errors.ts';
import { type PromotionTarget, STAGES, type Stage } from '../../domain/model.ts';
import type { DatabricksHttp } from '../http.ts';
import { instant, shaped, text } from '../shapes.ts';
import type { ModelRegistry } from './api.ts';
import { mlflowCalls, mlflowRegistry } from './mlflow.ts';

const requests = z.object({
  requests: z
    .array(z.object({ to_stage: text, user_id: text, comment: text, creation_timestamp: instant }))
    .nullish(),
});

export const stagesRegistry = (http: DatabricksHttp): ModelRegistry => {
  const base = mlflowRegistry(http);
  const { read, write } = mlflowCalls(http);
  const model: ModelRegistry['model'] = async (name, signal) => {
    const found = await base.model(name, signal);
    const staged = STAGES.filter((stage) => stage === 'Staging' || stage === 'Production').flatMap(
      (stage) => {
        const newest = found.versions.find((version) => version.stage === stage);
        return newest ? [[stage, newest.version] as const] : [];
      },
    );
    return { ...found, registry: 'workspace', holders: { ...found.holders, ...Object.fromEntries(staged) } };
  };
  const move = async (
    target: Extract<PromotionTarget, { kind: 'stage' }>,
    version: string,
    {
      stage,
      comment,
      signal,
    }: { readonly stage: Stage; readonly comment: string; readonly signal?: AbortSignal | undefined },
  ): Promise<void> => {
    const body = {
      name: target.model,
      version,
      stage,
      archive_existing_versions: stage === target.stage && target.archiveExisting,
      comment: comment.slice(0, 1_000),
    };
    // Open requests for this move are answered with it, so that nobody waits for a decision that has been taken.
    const open = (await openRequests(target.model, version, signal)).some(
      ({ to_stage }) => to_stage === stage,
    );
    await write(
      'POST',
      open ? 'transition-requests/approve' : 'databricks/model-versions/transition-stage',
      body,
      `move version ${version} of ${target.model} to ${stage}`,
      { repeatable: false, signal },
    );
  };
  const openRequests = async (name: string, version: string, signal?: AbortSignal) =>
    shaped(
      requests,
      await read(
        'transition-requests/list',
        { name, version },
        `list the requests for ${name} v${version}`,
        signal,
      ),
      'transition-requests/list',
    ).requests ?? [];
  return {
    ...base,
    kind: 'workspace',
    model,
    holder: async (target, signal) =>
      target.kind === 'stage'
        ? (await model(target.model, signal)).holders[target.stage]
        : base.holder(target, signal),
    hold: async (target, version, comment, signal) =>
      target.kind === 'stage'
        ? move(target, version, { stage: target.stage, comment, signal })
        : base.hold(target, version, comment, signal),
    release: async (target, signal) => {
      if (target.kind !== 'stage') return base.release(target, signal);
      const holder = (await model(target.model, signal)).holders[target.stage];
      if (holder !== undefined)
        await move(target, holder, { stage: 'Archived', comment: 'taken back', signal });
    },
    reject: async (target, version, comment, signal) => {
      if (target.kind !== 'stage') return;
      const open = await openRequests(target.model, version, signal);
      if (!open.some(({ to_stage }) => to_stage === target.stage)) return;
      const body = { name: target.model, version, stage: target.stage, comment: comment.slice(0, 1_000) };
      await write(
        'POST',
        'transition-requests/reject',
        body,
        `reject the request to move version ${version} of ${target.model} to ${target.stage}`,
        { repeatable: false, signal },
      );
    },
    copy: () => {
      return Promise.reject(
        new Fault('registry-cannot', {
          changed: 'no',
          facts: { what: 'a copy to another model', registry: 'The workspace registry', instead: 'a stage' },
        }),
      );
    },
    decisions: async (name, version, signal) =>
      (await openRequests(name, version, signal)).map((request) => ({
        kind: 'transition-request',
        state: 'waiting',
        ...(STAGES.find((stage) => stage === request.to_stage) && {
          stage: request.to_stage as Stage,
        }),
        ...(request.user_id && { by: request.user_id }),
        ...(request.creation_timestamp !== undefined && { at: request.creation_timestamp }),
        ...(request.comment && { comment: request.comment }),
      })),
  };
};
