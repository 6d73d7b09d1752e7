// How long work like this usually takes, from the last operations of the same kind on the same thing that went well.
import { usualMs } from '../../domain/notice.ts';
import { hasEnded, type Operation, workedSince } from '../../domain/operation.ts';
import type { Operations } from './index.ts';

/** Recent operations that the expectation is taken from. */
const HISTORY = 50;

type Like = Pick<Operation, 'kind' | 'input'>;

/** What an operation works on: a job, a suite, a pipeline, or the environment itself. */
const thingOf = ({ input }: Like): string => {
  const { environment, jobId, suite, pipeline } = input as {
    readonly environment?: string;
    readonly jobId?: string;
    readonly suite?: string;
    readonly pipeline?: { readonly id: number };
  };
  return JSON.stringify([environment, jobId, suite, pipeline?.id]);
};

/** In ms; undefined before there is history. */
export const usualTime = async (
  operations: Pick<Operations, 'list'>,
  like: Like,
): Promise<number | undefined> => {
  const recent = await operations.list({ kind: like.kind, active: false, limit: HISTORY });
  return usualMs(
    recent
      .filter(
        (each) => each.state === 'done' && each.endedAt !== undefined && thingOf(each) === thingOf(like),
      )
      .slice(0, 10)
      .map((each) => (each.endedAt ?? 0) - workedSince(each)),
  );
};

/** For the card of an operation: only while it is at work does anybody ask. */
export const expectedFor = async (
  operations: Pick<Operations, 'list'>,
  operation: Operation,
): Promise<{ readonly expectedMs?: number }> => {
  const expectedMs = hasEnded(operation.state) ? undefined : await usualTime(operations, operation);
  return expectedMs === undefined ? {} : { expectedMs };
};
