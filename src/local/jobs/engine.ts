// The life of runs: the queue of a job, start, cancel, repair, time limit, and what is left of runs when the workspace was stopped in
// the middle. Task attempts are conducted in conduct.ts.
import type { Checkout } from '../files/contract.ts';
import type { EngineOptions } from './active.ts';
import { conductTasks } from './conduct.ts';
import {
  type Ending,
  isJson,
  keyOf,
  latestAttempts,
  numberOf,
  type Repair,
  type Run,
  succeeded,
  tasksOf,
  textOf,
} from './model.ts';
import { dependenciesOf, endingOf } from './run-if.ts';
import { openSlots } from './slots.ts';

export interface Engine {
  /** Takes in a new run: it starts, waits in the queue of its job, or is skipped. */
  admit(run: Run, queue: boolean): void;
  /** Asks a run to stop; it ends a little later. */
  cancel(run: Run): void;
  /** Runs these tasks again inside the same run. The run has ended before. */
  repair(run: Run, repair: Repair, keys: readonly string[]): void;
  /** Stops every process and waits for it; runs stay as they are in the database. */
  close(): Promise<void>;
}

export function openEngine(options: EngineOptions): Engine {
  const { store, context, files } = options;
  const slots = openSlots(options.maxProcesses);
  const active = new Map<bigint, { stop: AbortController; done: Promise<void> }>();
  const queue: Run[] = [];
  let closing = false;
  const save = (run: Run) => {
    if (!closing) store.saveRun(run);
  };
  recover();

  function recover(): void {
    for (const run of store.runs()) {
      if (run.phase === 'ENDED') continue;
      const message = 'The driver was lost: the workspace was stopped while the run was going on';
      const endedAt = context.now();
      for (const task of run.tasks) {
        if (task.phase !== 'ENDED')
          Object.assign(task, { phase: 'ENDED', ending: 'driver-lost', message, endedAt });
      }
      settle(run, 'driver-lost', message);
      store.saveRun(run);
    }
  }

  function settle(run: Run, ending: Ending, message: string): void {
    run.phase = 'ENDED';
    run.ending = ending;
    run.message = message;
    run.endedAt = context.now();
    const round = run.repairs.at(-1);
    if (round !== undefined) Object.assign(round, { endedAt: run.endedAt, ending });
  }

  function finish(run: Run, ending: Ending, message: string): void {
    settle(run, ending, message);
    save(run);
    if (closing) return;
    context.events.emit('run-ended', {
      runId: run.id,
      jobId: run.kind === 'JOB_RUN' ? run.jobId : undefined,
    });
    options.notify(run, succeeded(ending) ? 'on_success' : 'on_failure');
    advance(run.jobId);
  }

  const goingOn = (jobId: bigint) =>
    store.runs().filter((run) => run.jobId === jobId && run.phase !== 'ENDED' && run.phase !== 'QUEUED')
      .length;

  const limitOf = (run: Run) => numberOf(run.settings['max_concurrent_runs']) ?? 1;

  /** Starts what waits in the queue of a job, as far as its limit allows. */
  function advance(jobId: bigint): void {
    for (const run of queue.filter((each) => each.jobId === jobId)) {
      if (goingOn(jobId) >= limitOf(run)) return;
      queue.splice(queue.indexOf(run), 1);
      launch(run, tasksOf(run.settings).map(keyOf));
    }
  }

  function launch(run: Run, keys: readonly string[]): void {
    run.phase = 'PENDING';
    run.launchedAt = context.now();
    const stop = new AbortController();
    save(run);
    options.notify(run, 'on_start');
    const done = conduct(run, stop, keys).finally(() => {
      if (active.get(run.id)?.stop === stop) active.delete(run.id);
    });
    active.set(run.id, { stop, done });
  }

  async function conduct(run: Run, stop: AbortController, keys: readonly string[]): Promise<void> {
    const seconds = numberOf(run.settings['timeout_seconds']) ?? 0;
    const timer = seconds > 0 ? setTimeout(() => stop.abort('timed-out'), seconds * 1000) : undefined;
    const checkout = checkoutOf(run);
    let crash: string | undefined;
    try {
      await conductTasks({
        run,
        stop,
        slots,
        checkout: checkout && (() => checkout.open()),
        options,
        keys,
        save: () => save(run),
      });
    } catch (error) {
      crash = messageOf(error);
    }
    clearTimeout(timer);
    await checkout?.dispose();
    if (closing) return;
    if (crash !== undefined) {
      finish(run, 'driver-lost', `The run could not be carried out: ${crash}`);
      return;
    }
    if (stop.signal.aborted) {
      const timedOut = stop.signal.reason === 'timed-out';
      finish(
        run,
        timedOut ? 'timed-out' : 'canceled',
        timedOut ? `Run timed out after ${seconds} seconds.` : 'Run cancelled.',
      );
      return;
    }
    const ended = latestAttempts(run).map((task) => ({
      key: task.key,
      ending: task.ending ?? 'success',
      message: task.message,
      dependsOn: dependenciesOf(task.settings),
    }));
    const { ending, message } = endingOf(ended);
    finish(run, ending, message);
  }

  /** One clone per round, made when the first task needs it. */
  function checkoutOf(run: Run): { open(): Promise<Checkout>; dispose(): Promise<void> } | undefined {
    const source = run.settings['git_source'];
    if (!isJson(source)) return undefined;
    let clone: Promise<Checkout> | undefined;
    const [branch, tag, commit] = ['git_branch', 'git_tag', 'git_commit'].map((name) => textOf(source[name]));
    const at =
      branch !== undefined
        ? { branch }
        : tag !== undefined
          ? { tag }
          : commit !== undefined
            ? { commit }
            : {};
    return {
      open() {
        clone ??= files
          .cloneAt(
            textOf(source['git_url']) ?? '',
            at,
            context.principalNamed(run.creator) ?? {
              id: '0',
              userName: run.creator,
              displayName: run.creator,
            },
            textOf(source['git_provider']),
          )
          .then((made) => {
            run.commit = made.commit;
            return made;
          });
        return clone;
      },
      async dispose() {
        await clone?.then(
          (made) => made.dispose(),
          () => undefined,
        );
      },
    };
  }

  return {
    admit(run, queued) {
      if (run.kind === 'JOB_RUN' && goingOn(run.jobId) >= limitOf(run)) {
        if (queued && limitOf(run) > 0) {
          run.phase = 'QUEUED';
          run.message = 'Queued due to reaching maximum concurrent runs of this job.';
          queue.push(run);
          save(run);
        } else {
          save(run);
          finish(
            run,
            'too-many-runs',
            `Job reached maximum concurrent runs limit of ${limitOf(run)}. Run is skipped.`,
          );
        }
        return;
      }
      launch(run, tasksOf(run.settings).map(keyOf));
    },
    cancel(run) {
      if (run.phase === 'ENDED') return;
      const waiting = queue.indexOf(run);
      if (waiting >= 0) {
        queue.splice(waiting, 1);
        finish(run, 'canceled', 'Run cancelled.');
        return;
      }
      run.phase = 'TERMINATING';
      run.message = 'Terminating the run';
      save(run);
      // A moment later, so that the answer to the call is on its way before the run has ended.
      setImmediate(() => active.get(run.id)?.stop.abort('canceled'));
    },
    repair(run, repair, keys) {
      run.repairs.push(repair);
      delete run.ending;
      delete run.message;
      delete run.endedAt;
      launch(run, keys);
    },
    async close() {
      closing = true;
      const rounds = [...active.values()];
      for (const { stop } of rounds) stop.abort('closing');
      await Promise.all(rounds.map(({ done }) => done));
    },
  };
}

/** Errors may cross realms, so they are not asked what they are an instance of. */
const messageOf = (error: unknown): string =>
  isJson(error) && typeof error['message'] === 'string' ? error['message'] : 'no reason known';
