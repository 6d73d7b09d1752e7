// Jobs, runs and idempotency tokens in the workspace's database: documents with the few columns that are looked up.
import type { DatabaseSync } from 'node:sqlite';
import { parseJson, printJson } from '../kernel/json.ts';
import type { Job, Json, Output, Run, TaskRun } from './model.ts';

export interface JobsStore {
  saveJob(job: Job): void;
  job(id: bigint): Job | undefined;
  /** Newest first. */
  jobs(): readonly Job[];
  dropJob(id: bigint): void;
  /** Writes the run as it stands, with its task attempts. */
  saveRun(run: Run): void;
  run(id: bigint): Run | undefined;
  runOfTask(taskRunId: bigint): Run | undefined;
  runs(): readonly Run[];
  dropRun(id: bigint): void;
  /** The run that was started with this token, also when it has been deleted since. */
  runOfToken(token: string): bigint | undefined;
  keepToken(token: string, runId: bigint): void;
}

export function openJobsStore(state: DatabaseSync): JobsStore {
  state.exec(`
    CREATE TABLE IF NOT EXISTS jobs_jobs (id INTEGER PRIMARY KEY, document TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS jobs_runs (id INTEGER PRIMARY KEY, document TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS jobs_outputs (task_run_id INTEGER PRIMARY KEY, document TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS jobs_tokens (token TEXT PRIMARY KEY, run_id INTEGER NOT NULL)`);
  const statement = (sql: string) => {
    const prepared = state.prepare(sql);
    prepared.setReadBigInts(true);
    return prepared;
  };
  const putJob = statement('INSERT OR REPLACE INTO jobs_jobs VALUES (?, ?)');
  const putRun = statement('INSERT OR REPLACE INTO jobs_runs VALUES (?, ?)');
  const putOutput = statement('INSERT OR REPLACE INTO jobs_outputs VALUES (?, ?)');
  const dropOutput = statement('DELETE FROM jobs_outputs WHERE task_run_id = ?');
  const deleteJob = statement('DELETE FROM jobs_jobs WHERE id = ?');
  const deleteRun = statement('DELETE FROM jobs_runs WHERE id = ?');
  const tokenOf = statement('SELECT run_id FROM jobs_tokens WHERE token = ?');
  const putToken = statement('INSERT INTO jobs_tokens VALUES (?, ?)');

  // Everything is read once; what changes is written through.
  const jobs = new Map<bigint, Job>();
  for (const row of statement('SELECT document FROM jobs_jobs').all()) {
    const job = decode(String(row['document'])) as Job;
    jobs.set(job.id, job);
  }
  const outputs = new Map<bigint, Output>();
  for (const row of statement('SELECT task_run_id, document FROM jobs_outputs').all()) {
    outputs.set(row['task_run_id'] as bigint, decode(String(row['document'])) as Output);
  }
  const runs = new Map<bigint, Run>();
  const runOfTask = new Map<bigint, bigint>();
  for (const row of statement('SELECT document FROM jobs_runs').all()) {
    const run = decode(String(row['document'])) as Run;
    runs.set(run.id, run);
    for (const task of run.tasks) {
      const output = outputs.get(task.id);
      if (output !== undefined) task.output = output;
      runOfTask.set(task.id, run.id);
    }
  }
  const written = new Set(outputs.keys());

  return {
    saveJob(job) {
      jobs.set(job.id, job);
      putJob.run(job.id, encode(job));
    },
    job: (id) => jobs.get(id),
    jobs: () => [...jobs.values()].sort((a, b) => (a.id < b.id ? 1 : -1)),
    dropJob(id) {
      jobs.delete(id);
      deleteJob.run(id);
    },
    saveRun(run) {
      runs.set(run.id, run);
      for (const task of run.tasks) {
        runOfTask.set(task.id, run.id);
        // Outputs may be large and never change: each is written once.
        if (task.output === undefined || written.has(task.id)) continue;
        putOutput.run(task.id, encode(task.output));
        written.add(task.id);
      }
      putRun.run(run.id, encode({ ...run, tasks: run.tasks.map(withoutOutput) }));
    },
    run: (id) => runs.get(id),
    runOfTask(taskRunId) {
      const id = runOfTask.get(taskRunId);
      return id === undefined ? undefined : runs.get(id);
    },
    runs: () => [...runs.values()],
    dropRun(id) {
      for (const task of runs.get(id)?.tasks ?? []) {
        runOfTask.delete(task.id);
        dropOutput.run(task.id);
      }
      runs.delete(id);
      deleteRun.run(id);
    },
    runOfToken(token) {
      const id = tokenOf.get(token)?.['run_id'];
      return typeof id === 'bigint' ? id : undefined;
    },
    keepToken(token, runId) {
      putToken.run(token, runId);
    },
  };
}

function withoutOutput(task: TaskRun): Json {
  const bare: Partial<TaskRun> = { ...task };
  delete bare.output;
  return { ...bare };
}

/** Fields that hold int64 ids: they come back as bigint whatever their size. */
const IDS = new Set(['id', 'jobId']);

const encode = (value: unknown): string => printJson(value);

function decode(text: string): unknown {
  return revive(parseJson(text), false);
}

/** Settings are the client's own JSON: nothing in them is touched. */
function revive(value: unknown, foreign: boolean): unknown {
  if (foreign || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => revive(each, false));
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      if (IDS.has(key) && typeof field === 'number') return [key, BigInt(field)];
      if (key === 'taskRunIds' && Array.isArray(field))
        return [key, field.map((each) => BigInt(String(each)))];
      return [key, revive(field, ['settings', 'overriding', 'values', 'parameters'].includes(key))];
    }),
  );
}
