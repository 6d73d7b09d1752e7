// Results of tests as the commit's status at the git host. What stands there follows from the operation's record alone, so it is written
// again after a failure or a restart and never twice the same; that it could not be written changes no verdict.
import type { Clock } from '../../base/clock.ts';
import { asFault } from '../../base/errors.ts';
import { hasEnded, type Operation } from '../../domain/operation.ts';
import type { CommitStatus } from '../../domain/pipeline.ts';
import type { TestInput, TestReport } from '../../domain/test-report.ts';
import type { Store } from '../../store/index.ts';
import { writeStatus, writtenStatus } from '../../store/pipelines.ts';
import { runSeen } from '../jobs/follow.ts';
import type { Operations } from '../operations/index.ts';

/** Whoever can write statuses to commits: Azure DevOps or GitHub. */
export interface StatusWriter {
  setStatus(commit: string, status: CommitStatus, signal?: AbortSignal): Promise<void>;
}

export interface TestStatuses {
  /** Writes what is not written yet. True while something is left. */
  tend(signal?: AbortSignal): Promise<boolean>;
  /** Why the status of this operation could not be written, for its card. */
  trouble(op: string): Promise<string | undefined>;
}

const MOST_LOOKED = 50;
const MOST_ATTEMPTS = 20;

/** The status that belongs to an operation as it stands. Suites have a context each; the one that names none is `brickbot/tests`. */
export const statusOf = (operation: Operation<TestInput, TestReport>, usual: string): CommitStatus => {
  const { input, op, result } = operation;
  const context = input.suite === usual ? 'brickbot/tests' : `brickbot/tests-${input.suite}`;
  const url = runSeen(operation)?.url;
  const said = (state: CommitStatus['state'], words: string): CommitStatus => ({
    ...{ context, state },
    description: `${input.suite}: ${words} (op ${op})`,
    ...(url !== undefined && { url }),
  });
  if (!hasEnded(operation.state)) return said('pending', 'running on Databricks');
  if (operation.state === 'done')
    return said('succeeded', result ? `${result.cases.length} passed` : 'passed');
  return operation.reason?.code === 'tests-failed'
    ? said(
        'failed',
        `${result?.cases.filter(({ verdict }) => verdict === 'failed' || verdict === 'error').length ?? 0} failed`,
      )
    : said('error', operation.state === 'cancelled' ? 'cancelled' : 'did not come to a verdict');
};

export const testStatuses = (tools: {
  readonly writer: StatusWriter;
  readonly store: Store;
  readonly clock: Clock;
  readonly operations: Pick<Operations, 'list'>;
  /** The suite of `run tests` that names none. */
  readonly usual: string;
}): TestStatuses => ({
  tend: async (signal) => {
    let left = false;
    const recent = await tools.operations.list({ kind: 'tests', limit: MOST_LOOKED });
    // Oldest first: of two on one commit the newer verdict is the one that stays.
    for (const operation of recent.toReversed() as readonly Operation<TestInput, TestReport>[]) {
      const status = statusOf(operation, tools.usual);
      const before = await writtenStatus(tools.store.db, operation.op);
      if (before?.state === status.state && before.trouble === undefined) continue;
      const attempts = before?.state === status.state ? before.attempts : 0;
      if (attempts >= MOST_ATTEMPTS) continue;
      const trouble = await tools.writer.setStatus(operation.input.commit.id, status, signal).then(
        () => undefined,
        (error: unknown) => asFault(error).code,
      );
      signal?.throwIfAborted();
      if (trouble !== undefined) left = true;
      await writeStatus(
        tools.store.db,
        operation.op,
        { state: status.state, attempts: attempts + 1, ...(trouble !== undefined && { trouble }) },
        tools.clock.now(),
      );
    }
    return left || recent.some(({ state }) => !hasEnded(state));
  },
  trouble: async (op) => (await writtenStatus(tools.store.db, op))?.trouble,
});
