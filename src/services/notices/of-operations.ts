// Endings of brickbot's own operations, for people who listen to a branch, an environment or a model.
import type { Operation, OperationState } from '../../domain/operation.ts';
import type { PromotionInput } from '../../domain/promotion.ts';
import { type RunState, runHasEnded } from '../../domain/run.ts';
import type { SubjectKind } from '../../domain/subscription.ts';
import { recordEnding } from '../../store/events.ts';
import type { Queue } from '../../store/queue.ts';
import type { Trx } from '../../store/schema.ts';
import { listenedTargets } from '../../store/subscriptions.ts';
import { runSeen } from '../jobs/follow.ts';

const STATES: Readonly<Partial<Record<OperationState, RunState>>> = {
  done: 'passed',
  failed: 'failed',
  cancelled: 'cancelled',
  refused: 'skipped',
};

/** What an operation is about, as far as somebody may listen to it. A job's run is told of as a run of the job. */
const subjectsOf = ({ kind, input }: Operation): readonly (readonly [SubjectKind, string])[] => {
  if (kind === 'promote') {
    const { target } = input as PromotionInput;
    return [['model', target.model]];
  }
  const { ref, environment } = input as { ref?: unknown; environment?: unknown };
  const branch = typeof ref === 'string' ? [['branch', ref] as const] : [];
  if (kind === 'tests') return branch;
  if (kind === 'deploy')
    return [...branch, ...(typeof environment === 'string' ? [['environment', environment] as const] : [])];
  return [];
};

/** Writes the ending down for those who listen, in the transaction that ends the operation. */
export const recordOperation =
  (queue: Queue, workspaceOf: (environment: string) => string) =>
  async (trx: Trx, operation: Operation): Promise<void> => {
    const state = STATES[operation.state];
    const at = operation.endedAt;
    if (state === undefined || at === undefined) return;
    const run = operation.kind === 'job' || operation.kind === 'repair' ? runSeen(operation) : undefined;
    if (run?.jobId !== undefined && run.endedAt !== undefined && runHasEnded(run.state)) {
      // The poller sees it too; written down here, it is known even when a quick repair is over between two looks.
      const workspace = workspaceOf((operation.input as { environment: string }).environment);
      const { jobId: target, runId, endedAt } = run;
      const since = (await listenedTargets(trx, 'job', workspace)).get(target);
      if (since !== undefined && endedAt >= since)
        await recordEnding(
          trx,
          queue,
          { kind: 'job', workspace, target, run: runId, state: run.state, at: endedAt, data: run },
          { source: 'operation', now: at },
        );
    }
    for (const [kind, target] of subjectsOf(operation)) {
      if (!(await listenedTargets(trx, kind, '')).has(target)) continue;
      const { op, words, requester } = operation;
      const data = { op, words, by: requester.name };
      await recordEnding(
        trx,
        queue,
        { kind, workspace: '', target, run: op, state, at, data },
        { source: 'operation', now: at },
      );
    }
  };
