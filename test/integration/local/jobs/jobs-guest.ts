// A workspace with the jobs room and the sample project, short ways to write notebooks into it and to wait for runs.
import { inspect } from 'node:util';
import { type JobsDeps, startJobs } from '../../../../src/local/jobs/index.ts';
import { findProgram } from '../../../../src/local/kernel/surroundings.ts';
import { seedSample } from '../../../../src/local/sample/index.ts';
import type { WorkspaceOptions } from '../../../../src/local/workspace.ts';
import { type Guest, openGuest, PERSON } from '../guest.ts';

export type Answer = Record<string, unknown>;

/** Why runs cannot be tried here; undefined when they can. */
export const noPython: string | undefined =
  findProgram('python3', 'python') === undefined ? 'python3 is not installed' : undefined;
if (noPython !== undefined) process.stderr.write(`jobs not tried: ${noPython}\n`);

export interface JobsGuest extends Guest {
  ok(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Puts a notebook at `/Shared/<name>`. */
  notebook(name: string, source: string): Promise<string>;
  /** A one-time run of one notebook; gives the run id. */
  submit(path: string, more?: object): Promise<bigint>;
  /** The run once it has ended. */
  ended(runId: unknown): Promise<Answer>;
  /** The run once its status is this. */
  inState(runId: unknown, ...states: string[]): Promise<Answer>;
  output(taskRunId: unknown): Promise<Answer>;
}

export async function openJobsGuest(
  options: Partial<WorkspaceOptions> = {},
  deps: Partial<JobsDeps> = {},
): Promise<JobsGuest> {
  const guest = await openGuest({
    rooms: [
      (context, files) =>
        startJobs(context, {
          files,
          startDelayMs: 10,
          isReadOnly: (principal) => principal.userName === PERSON.userName,
          ...deps,
        }),
    ],
    ...options,
  });
  await guest.createRepository('sample', seedSample);
  const ok = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await guest.call(method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${inspect(answer.body)}`);
    return answer.body;
  };
  const inState = async (runId: unknown, ...states: string[]): Promise<Answer> => {
    const until = Date.now() + 30_000;
    for (;;) {
      const run = await ok('GET', `/api/2.2/jobs/runs/get?run_id=${String(runId)}&include_history=true`);
      const { state } = run['status'] as { state: string };
      if (states.includes(state)) return run;
      if (Date.now() > until) throw new Error(`the run stands at ${inspect(run, { depth: 5 })}`);
    }
  };
  return {
    ...guest,
    ok,
    inState,
    ended: (runId) => inState(runId, 'TERMINATED'),
    output: (id) => ok('GET', `/api/2.2/jobs/runs/get-output?run_id=${String(id)}`),
    async notebook(name, source) {
      const content = Buffer.from(`# Databricks notebook source\n${source}`).toString('base64');
      const fields = {
        path: `/Shared/${name}`,
        content,
        language: 'PYTHON',
        format: 'SOURCE',
        overwrite: true,
      };
      await ok('POST', '/api/2.0/workspace/mkdirs', { path: '/Shared' });
      await ok('POST', '/api/2.0/workspace/import', fields);
      return `/Shared/${name}`;
    },
    async submit(path, more = {}) {
      const tasks = [{ task_key: 'main', notebook_task: { notebook_path: path } }];
      const { run_id } = await ok('POST', '/api/2.2/jobs/runs/submit', { run_name: 'test', tasks, ...more });
      return run_id as bigint;
    },
  };
}

export const tasksIn = (run: Answer): Answer[] => run['tasks'] as Answer[];
