// Jobs calls by version: 2.2, and 2.1 where a workspace or its gateway does not know the newer one.
import { Fault } from '../base/errors.ts';
import { platformCode } from './failure.ts';
import type { Call, DatabricksHttp } from './http.ts';

export type JobsVersion = '2.2' | '2.1';

/** Sends a call below `/api/<version>/jobs/`. */
export type JobsCaller = (
  name: string,
  call: Omit<Call, 'path'>,
) => Promise<Readonly<Record<string, unknown>>>;

/** A version that is not known answers 404 without a code of its own, in the words of a gateway ("Bad Target"). */
const isUnknownPath = (error: unknown): boolean =>
  error instanceof Fault &&
  error.code === 'upstream-not-found' &&
  [undefined, 'ENDPOINT_NOT_FOUND', 'NotFound'].includes(platformCode(error));

export const jobsCaller = (http: DatabricksHttp, preferred: JobsVersion = '2.2'): JobsCaller => {
  let version = preferred;
  const send = (by: JobsVersion, name: string, call: Omit<Call, 'path'>) =>
    http.call({ ...call, path: `/api/${by}/jobs/${name}` });
  return async (name, call) => {
    const asked = version;
    try {
      return await send(asked, name, call);
    } catch (error) {
      if (asked === '2.1' || !isUnknownPath(error)) throw error;
      try {
        const answer = await send('2.1', name, call);
        version = '2.1';
        return answer;
      } catch (second) {
        // When the older version does not know the path either, the first answer was the true one.
        if (isUnknownPath(second)) throw error;
        version = '2.1';
        throw second;
      }
    }
  };
};
