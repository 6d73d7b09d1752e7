// What the routes of this room share: memory, engine and the question who may change something.
import type { WorkspaceContext } from '../kernel/context.ts';
import {
  ApiRefusal,
  type LocalRequest,
  type LocalResponse,
  type Principal,
  type Route,
} from '../kernel/route.ts';
import { invalid } from './asking.ts';
import type { Engine } from './engine.ts';
import type { Job, Run } from './model.ts';
import type { JobsStore } from './store.ts';

export interface Office {
  readonly context: WorkspaceContext;
  readonly store: JobsStore;
  readonly engine: Engine;
  /** Principals who may look at jobs and runs but not start or change them. */
  isReadOnly(principal: Principal): boolean;
}

/** The same handler for 2.2, 2.1 and 2.0 of the Jobs API. */
export function jobsRoute(
  method: 'GET' | 'POST',
  path: string,
  handle: (request: LocalRequest) => LocalResponse | Promise<LocalResponse>,
): Route[] {
  return ['2.2', '2.1', '2.0'].map((version) => ({ method, path: `/api/${version}/jobs/${path}`, handle }));
}

/** @throws ApiRefusal 403, before anything is said about whether the job exists */
export function mayManage(office: Office, request: LocalRequest, what: string): void {
  if (!office.isReadOnly(request.principal)) return;
  throw new ApiRefusal(
    403,
    'PERMISSION_DENIED',
    `User ${request.principal.userName} does not have Manage Run or Owner or Admin permissions on ${what}.`,
  );
}

export function jobOf(office: Office, id: bigint): Job {
  const job = office.store.job(id);
  if (job === undefined) throw invalid(`Job ${id} does not exist.`);
  return job;
}

export function runOf(office: Office, id: bigint): Run {
  const run = office.store.run(id);
  if (run === undefined) throw invalid(`Run ${id} does not exist.`);
  return run;
}
