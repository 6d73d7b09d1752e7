// The two state shapes of a run as one word. `status` (newer) is preferred to `state` (older, always sent): in the older one a run
// whose task failed may claim INTERNAL_ERROR, which there is no fault of the platform.
import { z } from 'zod';
import type { RunState } from '../domain/run.ts';
import { text } from './shapes.ts';

export const stateShape = z.object({
  status: z
    .object({
      state: text,
      termination_details: z.object({ code: text, type: text, message: text }).nullish(),
    })
    .nullish(),
  state: z.object({ life_cycle_state: text, result_state: text, state_message: text }).nullish(),
});

export interface StateWords {
  readonly state: RunState;
  /** The platform's own code, as it came. */
  readonly code?: string;
  readonly message?: string;
}

const SKIPPED_CODES = ['SKIPPED', 'MAX_CONCURRENT_RUNS_EXCEEDED', 'DISABLED'];
const CANCELLED_CODES = ['USER_CANCELED', 'CANCELED', 'CLUSTER_TERMINATED_BY_USER'];

/** How a terminated run is called by its newer code. What is not known counts as failed and is shown raw. */
const byCode = (code: string | undefined, result: string | undefined): RunState => {
  // The newer list has no code of its own for a time-out.
  if (result === 'TIMEDOUT') return 'timed-out';
  if (code === 'SUCCESS') return 'passed';
  if (code === 'SUCCESS_WITH_FAILURES') return 'passed-with-failures';
  if (code !== undefined && CANCELLED_CODES.includes(code)) return 'cancelled';
  if (code !== undefined && SKIPPED_CODES.includes(code)) return 'skipped';
  return 'failed';
};

const byResult = (result: string | undefined): RunState => {
  switch (result) {
    case 'SUCCESS':
      return 'passed';
    case 'SUCCESS_WITH_FAILURES':
      return 'passed-with-failures';
    case 'CANCELED':
    case 'UPSTREAM_CANCELED':
      return 'cancelled';
    case 'TIMEDOUT':
      return 'timed-out';
    case 'EXCLUDED':
    case 'DISABLED':
    case 'MAXIMUM_CONCURRENT_RUNS_REACHED':
      return 'skipped';
    default:
      return 'failed';
  }
};

const live = (state: string): RunState | undefined => {
  if (['QUEUED', 'PENDING', 'BLOCKED', 'WAITING', 'WAITING_FOR_RETRY'].includes(state)) return 'queued';
  return ['RUNNING', 'TERMINATING'].includes(state) ? 'running' : undefined;
};

/** One word, the platform's code and its message, from whichever shapes came. */
export const stateWords = ({ status, state }: z.output<typeof stateShape>): StateWords => {
  const details = status?.termination_details;
  const message = details?.message ?? state?.state_message;
  const code = details?.code ?? state?.result_state;
  const word = (): RunState => {
    if (status?.state !== undefined) return live(status.state) ?? byCode(details?.code, state?.result_state);
    const cycle = state?.life_cycle_state ?? 'PENDING';
    if (cycle === 'SKIPPED') return 'skipped';
    return live(cycle) ?? byResult(state?.result_state);
  };
  const found = word();
  const ended = found !== 'queued' && found !== 'running';
  return {
    state: found,
    ...(ended && code !== undefined && { code }),
    ...(message !== undefined && { message: message.slice(0, 1_000) }),
  };
};
