// `repair`: the failed tasks of a run once more, within the same run. Databricks has no idempotency key for it, so the id of the
// repair before is noted first: after a lost answer it tells whether this one has begun.
import { Fault } from '../../base/errors.ts';
import { normaliseSayable } from '../../base/ids.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Operation } from '../../domain/operation.ts';
import { type JobResult, type RepairInput, runHasEnded } from '../../domain/run.ts';
import type { Environments } from '../environments.ts';
import { type Asking, askingOf } from '../operations/asking.ts';
import type { Operations } from '../operations/index.ts';
import type { Playbook } from '../operations/playbook.ts';
import type { Rights } from '../rights.ts';
import { followRun, runSeen, stopRun, type WatchedRun } from './follow.ts';
import { ended, type JobTools, jobResult } from './playbook.ts';

export interface RepairRequest extends Asking {
  /** An operation's id, or a run's number. */
  readonly target: string;
  readonly environment: string | undefined;
}

export interface RepairTools {
  readonly environments: Environments;
  readonly rights: Rights;
  readonly operations: Operations;
  databricks(environment: Environment): Databricks;
}

/** The run behind what was named. Operations' ids always have a letter, runs' never. */
const runMeant = async (
  { operations }: RepairTools,
  { target, environment }: RepairRequest,
): Promise<{ readonly runId: string; readonly environment: string | undefined }> => {
  if (/^\d+$/.test(target)) return { runId: target, environment };
  const operation = await operations.get(normaliseSayable(target));
  const runId = runSeen(operation)?.runId;
  if (runId === undefined)
    throw new Fault('nothing-to-repair', { changed: 'no', facts: { run: `of operation ${operation.op}` } });
  return { runId, environment: (operation.input as { environment: string }).environment };
};

export const requestRepair = async (
  tools: RepairTools,
  request: RepairRequest,
): Promise<{ readonly operation: Operation; readonly joined: boolean }> => {
  const meant = await runMeant(tools, request);
  const environment = tools.environments.choose(meant.environment);
  await tools.rights.require(
    request.requester,
    'repair',
    environment,
    `Repairing a run in ${environment.name}`,
  );
  const run = await tools.databricks(environment).runs.get(meant.runId);
  // A second press while the first repair is at work joins it.
  const joinKey = `repair:${run.runId}`;
  const [active] = (await tools.operations.list({ kind: 'repair', active: true, limit: 50 })).filter(
    ({ input }) => (input as RepairInput).runId === run.runId,
  );
  if (active) return { operation: active, joined: true };
  if (!runHasEnded(run.state)) throw new Fault('run-not-over', { changed: 'no', facts: { run: run.runId } });
  if (run.state === 'passed')
    throw new Fault('nothing-to-repair', { changed: 'no', facts: { run: run.runId } });
  const input: RepairInput = {
    environment: environment.name,
    jobId: run.jobId ?? '',
    jobName: run.name,
    parameters: run.parameters ?? {},
    runId: run.runId,
  };
  return tools.operations.start({ kind: 'repair', input, joinKey, ...askingOf(request) });
};

/** What the first step notes before it asks. */
interface Noted {
  readonly before: string | null;
  /** When the run had ended before the repair. */
  readonly endedAt: number | null;
}

export const repairPlaybook = (tools: JobTools): Playbook<RepairInput, JobResult> => {
  const databricksOf = (operation: Operation<RepairInput>): Databricks =>
    tools.databricks(tools.environment(operation.input.environment));
  return {
    kind: 'repair',
    steps: [
      {
        name: 'repair',
        title: 'Ask for the repair',
        effect: () => 'started',
        run: async ({ operation, signal, note, data }) => {
          const { runId, parameters, environment: name } = operation.input;
          const environment = tools.environment(name);
          const { runs } = databricksOf(operation);
          const noted = data<Noted>('repair');
          const latest = (await runs.latestRepair(runId, signal)) ?? null;
          if (noted && noted.before !== latest)
            return { kind: 'done', detail: `repair ${latest}`, data: noted };
          await tools.rights.require(
            operation.requester,
            'repair',
            environment,
            `Repairing a run in ${environment.name}`,
          );
          const run = await runs.get(runId, signal);
          if (!runHasEnded(run.state))
            return {
              kind: 'end',
              state: 'refused',
              reason: { code: 'run-not-over', facts: { run: runId }, changed: 'no' },
            };
          const now: Noted = { before: latest, endedAt: run.endedAt ?? null };
          await note('asking', now);
          const repair = await runs.repair(
            {
              runId,
              ...(latest !== null && { latestRepairId: latest }),
              ...(Object.keys(parameters).length > 0 && { parameters }),
            },
            signal,
          );
          return { kind: 'done', detail: `repair ${repair}`, data: now };
        },
      },
      {
        name: 'run',
        title: 'Run the failed tasks',
        run: async ({ operation, signal, data }) => {
          const { runId, environment } = operation.input;
          const outcome = await followRun(databricksOf(operation), environment, runId, signal);
          if (outcome.kind !== 'done') return outcome;
          const { run } = outcome.data as WatchedRun;
          // The repair was taken, but the run still shows its old end.
          if (run?.endedAt !== undefined && run.endedAt === data<Noted>('repair')?.endedAt)
            return { kind: 'again', afterMs: 1_000, detail: 'waiting for the repair to begin' };
          return ended(run, outcome);
        },
      },
    ],
    result: (operation) => {
      const run = runSeen(operation);
      return run && jobResult(run);
    },
    stop: ({ operation, signal }) =>
      operation.steps.some(({ name, state }) => name === 'repair' && state === 'done')
        ? stopRun(databricksOf(operation), operation.input.runId, signal)
        : Promise.resolve({ kind: 'stopped' }),
  };
};
