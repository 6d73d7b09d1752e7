// What follows once a promotion is decided: the version is tagged, what waits for it in Databricks is released, a smoke job tries it. And
// what is left to close when it ended otherwise.

import type { Clock } from '../../base/clock.ts';
import { asFault, Fault } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { PromotionInput, PromotionResult } from '../../domain/promotion.ts';
import { runHasEnded } from '../../domain/run.ts';
import { decideApproval, findApproval } from '../../store/approvals.ts';
import type { Store } from '../../store/index.ts';
import { followRun, type WatchedRun } from '../jobs/follow.ts';
import type { Models } from '../models/port.ts';
import type { StepContext, StepOutcome } from '../operations/playbook.ts';
import { releaseDeploymentJob, waitingApproval } from './deployment-job.ts';

export interface AftermathTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly models: Models;
  databricksAt(environment: string): Databricks;
}

type Context = StepContext<PromotionInput>;

/** What the step that moves stores. */
export interface MoveFacts {
  readonly previous: string | null;
  /** The version that the target gets; of a copy, the copy’s. */
  readonly held: string;
}
/** What the step that waits for the decision stores in the end. */
export type DecisionFacts = Pick<PromotionResult, 'fingerprint' | 'votes' | 'elsewhere'>;

/** Troubles that pass: telling Databricks of a rejection is tried again after them. */
const PASSING: ReadonlySet<string> = new Set([
  'upstream-unreachable',
  'upstream-throttled',
  'upstream-broken',
  'outcome-unknown',
]);

export const aftermath = (tools: AftermathTools) => {
  const { store, clock, models } = tools;

  const tag = async (context: Context): Promise<StepOutcome> => {
    const { operation, signal } = context;
    const { input, op } = operation;
    if (input.release === true) return { kind: 'skip', detail: 'no version to tag' };
    const registry = models.registry(input.model);
    const waived = (await findApproval(store.db, op))?.waivers.map(({ gate }) => gate) ?? [];
    const verdict = waived.length === 0 ? 'approved' : `approved, waived: ${waived.join(', ')}`;
    const name = models.fullName(input.model);
    await registry.tag(name, input.version, 'brickbot.op', op, signal);
    await registry.tag(name, input.version, 'brickbot.verdict', verdict.slice(0, 500), signal);
    return { kind: 'done', detail: verdict };
  };

  /** A deployment job of Unity Catalog may wait for this decision. */
  const release = async (context: Context): Promise<StepOutcome> => {
    const { operation, signal } = context;
    const { input } = operation;
    const decidedThere = context.data<DecisionFacts>('decision')?.elsewhere !== undefined;
    const registry = models.registry(input.model);
    if (decidedThere || input.release === true || registry.kind !== 'catalog')
      return { kind: 'skip', detail: 'nothing waits for it' };
    const model = models.fullName(input.model);
    const { deploymentJobId: job } = await registry.model(model, signal);
    const databricks = tools.databricksAt(input.environment);
    const of = { model, version: input.version, now: clock.now() };
    const waiting = job === undefined ? undefined : await waitingApproval(databricks, job, of, signal);
    if (!waiting) return { kind: 'skip', detail: 'nothing waits for it' };
    await releaseDeploymentJob(databricks, registry, waiting, of, signal);
    return { kind: 'done', detail: `run ${waiting.runId} goes on after ${waiting.task}` };
  };

  /** What ended otherwise is closed here, and a rejection is told to whoever waits for a word in Databricks. */
  const close = async ({ operation, signal }: Context): Promise<void> => {
    const { op, input, cancelledBy } = operation;
    const at = clock.now();
    await decideApproval(store.db, op, {
      state: 'withdrawn',
      at,
      ...(cancelledBy && { by: cancelledBy.name }),
    });
    const approval = await findApproval(store.db, op);
    const { outcome } = approval ?? {};
    if (outcome?.state !== 'rejected' || outcome.place !== undefined) return;
    const registry = models.registry(input.model);
    const said = `rejected by ${outcome.by ?? 'an approver'}: ${outcome.because ?? ''} (op ${op})`;
    try {
      await registry.reject(input.target, input.version, said, signal);
      const name = models.fullName(input.model);
      await registry.tag(name, input.version, 'brickbot.op', op, signal);
      await registry.tag(name, input.version, 'brickbot.verdict', said.slice(0, 500), signal);
    } catch (error) {
      const { code } = asFault(error);
      if (PASSING.has(code)) throw error;
      // The decision stands here whether or not Databricks lets us say so.
      tools.log.warn({ op, code }, 'a rejection could not be told to the registry');
    }
  };

  const smokeJob = ({ operation }: Context): string | undefined =>
    operation.input.release === true ? undefined : models.settings(operation.input.model).smokeJob;

  const smokeStart = async (context: Context): Promise<StepOutcome> => {
    const job = smokeJob(context);
    if (job === undefined) return { kind: 'skip', detail: 'none configured' };
    const { operation, effectKey, signal } = context;
    const databricks = tools.databricksAt(operation.input.environment);
    const [found] = /^\d+$/.test(job) ? [{ jobId: job }] : await databricks.jobs.byName(job, signal);
    if (!found) throw new Fault('job-not-found', { changed: 'no', facts: { job } });
    const facts = context.data<MoveFacts>('move');
    const runId = await databricks.jobs.runNow(
      {
        jobId: found.jobId,
        parameters: { model_name: operation.input.target.model, model_version: facts?.held ?? '' },
        idempotencyToken: effectKey,
      },
      signal,
    );
    return { kind: 'done', detail: `run ${runId}`, data: { runId } };
  };

  const smoke = async (context: Context): Promise<StepOutcome> => {
    const runId = context.data<{ runId: string }>('smoke-start')?.runId;
    if (runId === undefined) return { kind: 'skip', detail: 'none configured' };
    const { environment } = context.operation.input;
    const outcome = await followRun(tools.databricksAt(environment), environment, runId, context.signal);
    if (outcome.kind !== 'done') return outcome;
    const { run } = outcome.data as WatchedRun;
    if (run && runHasEnded(run.state) && run.state !== 'passed')
      return {
        kind: 'end',
        state: 'failed',
        reason: {
          code: 'smoke-failed',
          facts: { job: smokeJob(context) ?? '', state: run.state },
          changed: 'yes',
        },
        data: outcome.data,
      };
    return outcome;
  };

  return { tag, release, smokeStart, smoke, close };
};
