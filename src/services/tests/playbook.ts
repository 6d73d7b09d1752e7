// How a test run is carried out: an isolated checkout of the commit, a run with an idempotency token, the verdict from what the
// notebook says at its end, and the checkout taken away whatever happened.
import { Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import { shortCommit } from '../../domain/commit.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Operation } from '../../domain/operation.ts';
import { runHasEnded } from '../../domain/run.ts';
import type { TestInput, TestReport } from '../../domain/test-report.ts';
import { ensureGitFolder, moveGitFolder } from '../deployments/git-folder.ts';
import { followRun, ofOwnRun, stopRun, type WatchedRun } from '../jobs/follow.ts';
import type { Playbook, StepContext, StepOutcome } from '../operations/playbook.ts';
import { type Suite, submission } from './submission.ts';
import { verdictOf } from './verdict.ts';

export interface TestTools {
  readonly repositoryUrl: string;
  readonly repositoryProvider: string;
  /** Folder below which temporary checkouts are made, for example `/Workspace/Shared/.brickbot`. */
  readonly scratch: string;
  suite(name: string): Suite;
  environment(name: string): Environment;
  databricks(environment: Environment): Databricks;
}

/** What the steps learn, by step name; kept on the record so that the card can be drawn from it. */
export interface CheckoutFacts {
  readonly path?: string;
  readonly repoId?: string;
}

type Context = StepContext<TestInput>;

export const testsPlaybook = (tools: TestTools): Playbook<TestInput, TestReport> => {
  const side = (
    operation: Operation<TestInput>,
  ): { readonly environment: Environment; readonly databricks: Databricks; readonly suite: Suite } => {
    const environment = tools.environment(operation.input.environment);
    return {
      environment,
      databricks: tools.databricks(environment),
      suite: tools.suite(operation.input.suite),
    };
  };

  const checkout = async (context: Context): Promise<StepOutcome> => {
    const { input, op } = context.operation;
    const { databricks, suite } = side(context.operation);
    if (suite.job !== undefined) return { kind: 'skip', detail: 'the job brings its own code' };
    if (suite.source === 'git')
      return { kind: 'skip', detail: `Databricks fetches ${shortCommit(input.commit.id)} itself` };
    const path = `${tools.scratch}/${op}-${context.operation.key.slice(0, 8)}`;
    // Written down before it exists: whoever cleans up after a crash knows where to look.
    await context.note(path, { path } satisfies CheckoutFacts);
    const { repo } = await ensureGitFolder(
      databricks,
      { path, url: tools.repositoryUrl, provider: tools.repositoryProvider },
      context.signal,
    );
    // Nobody else has this folder: where its head is right, by the default branch or by an attempt before, nothing is to be moved.
    const head =
      repo.headCommit === input.commit.id
        ? repo.headCommit
        : await moveGitFolder(
            databricks,
            repo.id,
            { ref: input.ref, refKind: input.refKind, path, clean: false },
            context.signal,
          );
    if (head !== input.commit.id) {
      throw new Fault('commit-moved', {
        changed: 'no',
        facts: {
          ref: input.ref,
          expected: shortCommit(input.commit.id),
          actual: shortCommit(head ?? 'nothing'),
        },
      });
    }
    return {
      kind: 'done',
      detail: `${shortCommit(input.commit.id)} at ${path}`,
      data: { path, repoId: repo.id } satisfies CheckoutFacts,
    };
  };

  const submit = async (context: Context): Promise<StepOutcome> => {
    const { databricks, suite } = side(context.operation);
    const root = context.data<CheckoutFacts>('checkout')?.path;
    const order = submission({
      operation: context.operation,
      suite,
      root,
      repositoryUrl: tools.repositoryUrl,
      repositoryProvider: tools.repositoryProvider,
      token: context.effectKey,
    });
    const runId =
      order.kind === 'job'
        ? await databricks.jobs.runNow(
            { ...order.request, jobId: await jobIdOf(databricks, order.job, context.signal) },
            context.signal,
          )
        : await databricks.jobs.submit(order.request, context.signal);
    return { kind: 'done', detail: `run ${runId}`, data: { runId } };
  };

  const run = async (context: Context): Promise<StepOutcome> => {
    const { environment, databricks } = side(context.operation);
    const runId = context.data<{ runId: string }>('submit')?.runId;
    if (runId === undefined) throw new Fault('internal');
    return followRun(databricks, environment.name, runId, context.signal);
  };

  const results = async (context: Context): Promise<StepOutcome> => {
    const { databricks, suite } = side(context.operation);
    const finished = context.data<WatchedRun>('run')?.run;
    if (!finished) throw new Fault('internal');
    const outputs = await Promise.all(
      finished.tasks
        .filter((task) => runHasEnded(task.state))
        .map(async (task) => ({
          task,
          output: await ofOwnRun(task.runId, databricks.runs.output(task.runId, context.signal)),
        })),
    );
    return verdictOf({
      run: finished,
      outputs,
      input: context.operation.input,
      timeLimitMinutes: suite.timeLimitMinutes,
    });
  };

  return {
    kind: 'tests',
    steps: [
      { name: 'checkout', title: 'Check the commit out', run: checkout },
      { name: 'submit', title: 'Hand the run to Databricks', run: submit, effect: () => 'started' },
      { name: 'run', title: 'Run the tests', run },
      { name: 'results', title: 'Read the results', run: results },
    ],
    result: (operation) =>
      operation.steps.find((step) => step.name === 'results')?.data as TestReport | undefined,
    stop: (context) => {
      const runId = context.data<{ runId: string }>('submit')?.runId;
      return runId === undefined
        ? Promise.resolve({ kind: 'stopped' })
        : stopRun(side(context.operation).databricks, runId, context.signal);
    },
    cleanup: async (context) => {
      const { path } = context.data<CheckoutFacts>('checkout') ?? {};
      if (path === undefined) return;
      const { databricks } = side(context.operation);
      const repo = await databricks.repos.byPath(path, context.signal);
      if (repo) await databricks.repos.remove(repo.id, context.signal);
    },
  };
};

/** A job by its number or its one name. */
const jobIdOf = async (databricks: Databricks, nameOrId: string, signal: AbortSignal): Promise<string> => {
  if (/^\d+$/.test(nameOrId)) return nameOrId;
  const found = await databricks.jobs.byName(nameOrId, signal);
  const [only] = found;
  if (only && found.length === 1) return only.jobId;
  if (found.length === 0) throw new Fault('job-not-found', { changed: 'no', facts: { job: nameOrId } });
  throw new Fault('job-ambiguous', {
    changed: 'no',
    facts: { job: nameOrId, count: found.length, known: found.map((job) => job.jobId).join(', ') },
  });
};
