// Turns a list of MLflow calls into routes. Each call is served below `/api` and below `/ajax-api`, which is where MLflow's own pages ask.
import type { DatabaseSync } from 'node:sqlite';
import type { LocalRequest, Route } from '../kernel/route.ts';
import { transact } from '../kernel/state.ts';
import { type Fields, fieldsOf } from './fields.ts';

/** Takes the fields and gives the body of the answer. Everything it writes is one transaction, so it must not await. */
export type Handler = (fields: Fields, request: LocalRequest) => Record<string, unknown>;

/** Method, path below the family's root, and what happens. */
export type Call = readonly [method: Route['method'], path: string, handle: Handler];

/** `root`: `2.0/mlflow`. */
export function routesOf(state: DatabaseSync, root: string, calls: readonly Call[]): Route[] {
  return ['/api/', '/ajax-api/'].flatMap((door) =>
    calls.map(([method, path, handle]) => ({
      method,
      path: `${door}${root}/${path}`,
      handle: (request: LocalRequest) => {
        const work = () => ({ body: handle(fieldsOf(request), request) });
        return method === 'GET' ? work() : transact(state, work);
      },
    })),
  );
}

/** The list, or nothing when it is empty: MLflow leaves empty lists out. */
export const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length === 0 ? undefined : list;
