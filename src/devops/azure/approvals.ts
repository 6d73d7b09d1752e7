// What stages wait for: approvals that people decide, and callback checks that are completed by an event.
import { z } from 'zod';
import type { PipelineApproval } from '../../domain/pipeline.ts';
import { type AzureAddress, isOurCollection } from './address.ts';
import { type AzureCredentials, type AzureHttp, gibberish } from './http.ts';

export interface AzureApprovals {
  pending(signal?: AbortSignal): Promise<readonly PipelineApproval[]>;
  /** Those that somebody rejected, the newest hundred. */
  rejected(signal?: AbortSignal): Promise<readonly PipelineApproval[]>;
  get(id: string, signal?: AbortSignal): Promise<PipelineApproval>;
  /** Decides as whoever the client speaks for. Not repeatable: after a lost answer read it back. */
  decide(
    id: string,
    verdict: 'approved' | 'rejected',
    comment: string,
    signal?: AbortSignal,
  ): Promise<PipelineApproval>;
}

const person = z.object({ displayName: z.string() });
const shape = z.object({
  id: z.string(),
  status: z.string(),
  createdOn: z.string(),
  instructions: z.string().nullish(),
  steps: z
    .array(
      z.object({
        assignedApprover: person,
        actualApprover: person.nullish(),
        status: z.string(),
        comment: z.string().nullish(),
      }),
    )
    .default([]),
  // The service types it as free JSON.
  pipeline: z
    .object({ name: z.string().nullish(), owner: z.object({ id: z.coerce.number() }).nullish() })
    .nullish(),
});

const readApproval = (value: unknown): PipelineApproval => {
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw gibberish('an approval');
  const { id, status, createdOn, instructions, steps, pipeline } = parsed.data;
  return {
    id,
    build: pipeline?.owner?.id ?? 0,
    pipeline: pipeline?.name ?? '',
    state: status === 'pending' || status === 'approved' || status === 'rejected' ? status : 'over',
    instructions: instructions ?? '',
    askedAt: Date.parse(createdOn),
    steps: steps.map((step) => ({
      approver: step.assignedApprover.displayName,
      ...(step.actualApprover && { by: step.actualApprover.displayName }),
      state: step.status,
      comment: step.comment ?? '',
    })),
  };
};

export const azureApprovals = (http: AzureHttp, { project }: AzureAddress): AzureApprovals => {
  const path = `${encodeURIComponent(project)}/_apis/pipelines/approvals`;
  // Without the expansion the steps come back empty.
  const expand = { $expand: 'steps' };
  const inState = async (
    state: 'pending' | 'rejected',
    signal: AbortSignal | undefined,
  ): Promise<readonly PipelineApproval[]> => {
    const { body } = await http.call({
      method: 'GET',
      path,
      query: { ...expand, state, top: 100 },
      ...{ attempted: 'look for approvals', what: 'its approvals', repeatable: true, signal },
    });
    const { value } = body as { value?: unknown };
    if (!Array.isArray(value)) throw gibberish('approvals');
    return value.map(readApproval);
  };
  return {
    pending: (signal) => inState('pending', signal),
    rejected: (signal) => inState('rejected', signal),
    get: async (id, signal) => {
      const { body } = await http.call({
        method: 'GET',
        path: `${path}/${encodeURIComponent(id)}`,
        query: expand,
        ...{ attempted: 'read an approval', what: 'that approval', repeatable: true, signal },
      });
      return readApproval(body);
    },
    decide: async (id, verdict, comment, signal) => {
      const { body } = await http.call({
        method: 'PATCH',
        path,
        body: [{ approvalId: id, status: verdict, comment }],
        attempted: verdict === 'approved' ? 'approve a stage' : 'reject a stage',
        what: 'that approval',
        repeatable: false,
        signal,
      });
      const [first] = (body as { value?: unknown[] }).value ?? [];
      return readApproval(first);
    },
  };
};

/** Ids with which a check called, as its headers carried them. */
export interface CheckIds {
  readonly planUrl: string;
  readonly projectId: string;
  readonly hub: string;
  readonly planId: string;
  readonly jobId: string;
  readonly taskId: string;
}

/**
 * Tells a waiting check how it was decided. Once is enough; the service refuses a second event for a plan that is over.
 * @param as the check's own token, or brickbot's credentials when that has lapsed
 */
export const completeCheck = async (
  http: AzureHttp,
  address: AzureAddress,
  ids: CheckIds,
  passed: boolean,
  as: AzureCredentials | undefined,
  signal?: AbortSignal,
): Promise<void> => {
  // The address came with a request: no token goes anywhere else than to our own organisation.
  if (!isOurCollection(ids.planUrl, address)) throw gibberish('the address of the plan');
  const part = encodeURIComponent;
  await (as ? http.as(as) : http).call({
    method: 'POST',
    path: `${part(ids.projectId)}/_apis/distributedtask/hubs/${part(ids.hub)}/plans/${part(ids.planId)}/events`,
    body: {
      name: 'TaskCompleted',
      taskId: ids.taskId,
      jobId: ids.jobId,
      result: passed ? 'succeeded' : 'failed',
    },
    attempted: 'tell the pipeline the decision',
    what: 'the waiting check',
    repeatable: true,
    signal,
  });
};
