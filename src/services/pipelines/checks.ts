// The bot as a gate: calls of the Invoke REST API check are written down and answered at once; the decision follows later, by a
// promotion or by somebody who decides the stage, and is told until the service takes it.
import type { Clock } from '../../base/clock.ts';
import { asFault } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { isOurCollection } from '../../devops/azure/address.ts';
import { type CheckIds, completeCheck } from '../../devops/azure/approvals.ts';
import type { AzureDevOps } from '../../devops/azure/index.ts';
import type { ModelGate } from '../../domain/pipeline.ts';
import type { Seal } from '../../identity/seal.ts';
import type { Store } from '../../store/index.ts';
import {
  addCheck,
  checkTold,
  checkTrouble,
  decideCheck,
  openChecks,
  type StoredCheck,
} from '../../store/pipelines.ts';
import type { Audit } from '../audit/index.ts';

/** What a call brought, read from its headers and its body. */
export interface CheckCall extends CheckIds {
  readonly token: string;
  readonly build: number;
  readonly stage: string;
  readonly model?: string;
  readonly version?: string;
}

/** How a version of a model was decided, for a stage that waits for it. */
export interface ModelDecisions {
  /** @param which the version itself, or the one that was trained from a commit */
  decisionOf(
    model: string,
    which: { readonly version: string } | { readonly commit: string },
  ): Promise<{
    readonly state: 'pending' | 'approved' | 'rejected';
    /** The request, where there is one. */
    readonly op?: string;
    readonly by?: string;
    readonly because?: string;
  }>;
}

export interface PipelineChecks {
  /** `taken` also for a repeated call; `foreign`: its address is not our organisation's. */
  take(call: CheckCall): Promise<'taken' | 'foreign'>;
  /** Those of a build that wait for somebody, not for a model's promotion. */
  waiting(build: number): Promise<readonly StoredCheck[]>;
  /** Those of a build that wait for a model's promotion. */
  gates(build: number): Promise<readonly ModelGate[]>;
  decide(check: StoredCheck, by: Parameters<typeof decideCheck>[2]): Promise<boolean>;
  /** Decides what is decided elsewhere, and tells what was decided. True while something is left. */
  tend(signal?: AbortSignal): Promise<boolean>;
}

/** After so many refusals that are not final, a person has to look. */
const MOST_ATTEMPTS = 40;

export const pipelineChecks = (tools: {
  readonly azure: AzureDevOps;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: Audit;
  readonly seal: Seal;
  readonly decisions: ModelDecisions;
}): PipelineChecks => {
  const { azure, store, clock, log, audit, seal, decisions } = tools;

  const decide: PipelineChecks['decide'] = (check, decided) =>
    store.transaction(async (trx) => {
      if (!(await decideCheck(trx, check.id, decided))) return false;
      await audit.record(
        [
          {
            at: decided.now,
            kind: 'decided',
            verdict: decided.passed ? 'allowed' : 'refused',
            subject: check.model ?? check.stage,
            effects: {
              build: check.build,
              stage: check.stage,
              decidedBy: decided.by,
              ...(check.version !== undefined && { version: check.version }),
            },
          },
        ],
        trx,
      );
      await store.queue.wake(trx, 'pipelines', { key: 'round' });
      return true;
    });

  const tell = async (check: StoredCheck, signal?: AbortSignal): Promise<void> => {
    const ids = check.ids as CheckIds;
    const passed = check.state === 'approved';
    const token = check.sealedToken === undefined ? undefined : seal.open(check.sealedToken, check.id);
    const own =
      token === undefined ? undefined : { kind: 'none' as const, header: async () => `Bearer ${token}` };
    const complete = (as: typeof own) => completeCheck(azure.http, azure.address, ids, passed, as, signal);
    try {
      // The check's token lives 48 hours; then brickbot's own credential has to do.
      await complete(own).catch((error: unknown) => {
        const { code } = asFault(error);
        if (own && (code === 'upstream-unauthenticated' || code === 'upstream-forbidden'))
          return complete(undefined);
        throw error;
      });
      await checkTold(store.db, check.id, clock.now());
    } catch (error) {
      signal?.throwIfAborted();
      const { code } = asFault(error);
      // The plan is over or gone: cancelled, timed out, or told by an attempt whose answer was lost.
      if (code === 'upstream-rejected' || code === 'upstream-not-found' || check.attempts >= MOST_ATTEMPTS)
        await checkTold(store.db, check.id, clock.now(), { trouble: code });
      else await checkTrouble(store.db, check.id, code);
      log.info({ build: check.build, stage: check.stage, code }, 'a waiting check could not be told');
    }
  };

  /** Undefined when the build could not be read: the next look asks again. */
  const decisionOn = async ({ build, stage, version }: StoredCheck, model: string, signal?: AbortSignal) => {
    if (version !== undefined) return decisions.decisionOf(model, { version });
    try {
      // Read back with our own credential: what a call says of its build is not believed.
      const { commit } = await azure.pipelines.build(build, signal);
      return await decisions.decisionOf(model, { commit });
    } catch (error) {
      signal?.throwIfAborted();
      log.info({ build, stage, code: asFault(error).code }, 'the build of a waiting check could not be read');
      return undefined;
    }
  };

  return {
    take: async (call) => {
      if (!isOurCollection(call.planUrl, azure.address)) return 'foreign';
      const { token, build, stage, model, version, ...ids } = call;
      const id = [call.planId, call.jobId, call.taskId].join('|');
      await addCheck(store.db, {
        ...{ id, ids, build, stage },
        sealedToken: seal.close(token, id),
        ...(model !== undefined && { model }),
        ...(version !== undefined && { version }),
        askedAt: clock.now(),
      });
      await store.queue.wake(undefined, 'pipelines', { key: 'round' });
      return 'taken';
    },
    waiting: async (build) =>
      (await openChecks(store.db, build)).filter(
        ({ state, model }) => state === 'waiting' && model === undefined,
      ),
    gates: async (build) => {
      const gates: ModelGate[] = [];
      for (const check of await openChecks(store.db, build)) {
        const { state, model, version, stage, askedAt } = check;
        if (state !== 'waiting' || model === undefined) continue;
        const op = (await decisionOn(check, model))?.op;
        gates.push({
          ...{ stage, model, askedAt },
          ...(version !== undefined && { version }),
          ...(op !== undefined && { op }),
        });
      }
      return gates;
    },
    decide,
    tend: async (signal) => {
      for (const check of await openChecks(store.db)) {
        if (check.state !== 'waiting' || check.model === undefined) continue;
        const decided = await decisionOn(check, check.model, signal);
        if (!decided) continue;
        const { state, by, because } = decided;
        if (state !== 'pending')
          await decide(check, {
            passed: state === 'approved',
            by: by ?? 'a promotion',
            ...(because !== undefined && { because }),
            now: clock.now(),
          });
      }
      for (const check of await openChecks(store.db))
        if (check.state !== 'waiting') await tell(check, signal);
      return (await openChecks(store.db)).length > 0;
    },
  };
};
