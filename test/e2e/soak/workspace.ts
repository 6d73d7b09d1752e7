// A Databricks workspace with nothing behind it: jobs whose runs take as long as they are told and always end. Light enough that two
// hundred runs at once cost nothing, so that what a soak measures is the bot.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface QuietWorkspace {
  readonly url: string;
  /** Starts a run of a job as somebody outside would; it ends after `ms`. */
  start(job: number, ms: number): string;
  /** Runs that are not over now. */
  active(): number;
  /** Runs that are over. */
  ended(): number;
  close(): Promise<void>;
}

interface Run {
  readonly id: number;
  readonly job: number;
  readonly from: number;
  readonly until: number;
}

const PAGE = 25;

/** @param jobs how many there are: `job-1`, `job-2`, …; @param runNowMs how long a run takes that the bot starts */
export const openQuietWorkspace = async (jobs: number, runNowMs: () => number): Promise<QuietWorkspace> => {
  const runs = new Map<number, Run>();
  const byToken = new Map<string, number>();
  const start = (job: number, ms: number): number => {
    const id = 1_000 + runs.size;
    const from = Date.now();
    runs.set(id, { id, job, from, until: from + ms });
    return id;
  };
  const isOver = ({ until }: Run): boolean => until <= Date.now();
  const told = (run: Run): object => ({
    run_id: run.id,
    job_id: run.job,
    run_name: `job-${run.job}`,
    creator_user_name: 'outside@example.com',
    start_time: run.from,
    end_time: isOver(run) ? run.until : 0,
    state: isOver(run)
      ? { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS', state_message: '' }
      : { life_cycle_state: 'RUNNING', state_message: '' },
    tasks: [],
  });
  const jobOf = (job: number): object => ({ job_id: job, settings: { name: `job-${job}` } });

  const routes: Readonly<Record<string, (query: URLSearchParams, body: Record<string, unknown>) => object>> =
    {
      'jobs/list': (query) => {
        const name = query.get('name');
        const all = Array.from({ length: jobs }, (_, nth) => nth + 1);
        return { jobs: all.filter((job) => name === null || `job-${job}` === name).map(jobOf) };
      },
      'jobs/get': (query) => jobOf(Number(query.get('job_id'))),
      'jobs/run-now': (_query, body) => {
        const token = String(body['idempotency_token']);
        const id = byToken.get(token) ?? start(Number(body['job_id']), runNowMs());
        byToken.set(token, id);
        return { run_id: id };
      },
      'jobs/runs/list': (query) => {
        const since = Number(query.get('start_time_from') ?? 0);
        const job = query.get('job_id');
        const found = Array.from(runs.values())
          .filter(
            (run) =>
              (query.get('active_only') !== 'true' || !isOver(run)) &&
              (query.get('completed_only') !== 'true' || isOver(run)) &&
              (job === null || run.job === Number(job)) &&
              run.from >= since,
          )
          .reverse();
        const at = Number(query.get('page_token') ?? 0);
        const limit = Math.min(Number(query.get('limit') ?? PAGE), PAGE);
        return {
          runs: found.slice(at, at + limit).map(told),
          ...(found.length > at + limit && { next_page_token: String(at + limit), has_more: true }),
        };
      },
      'jobs/runs/get': (query) => {
        const run = runs.get(Number(query.get('run_id')));
        return run ? told(run) : { error_code: 'INVALID_PARAMETER_VALUE', message: 'no such run' };
      },
      'jobs/runs/get-output': () => ({}),
    };
  const answer = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://workspace');
    const route = routes[pathname.replace(/^\/api\/2\.\d\//, '')];
    const result = route?.(searchParams, JSON.parse(body || '{}') as Record<string, unknown>) ?? {
      error_code: 'ENDPOINT_NOT_FOUND',
      message: pathname,
    };
    response.writeHead('error_code' in result ? (route ? 400 : 404) : 200, {
      'content-type': 'application/json',
    });
    response.end(JSON.stringify(result));
  };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => answer(request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const count = (over: boolean): number =>
    Array.from(runs.values()).filter((run) => isOver(run) === over).length;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    start: (job, ms) => String(start(job, ms)),
    active: () => count(false),
    ended: () => count(true),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
