// The two state shapes of a run as one word. `status` (newer) is preferred to `state` (older, always sent): in the older one a run
// whose task failed may claim INTERNAL_ERROR, which there is no fault of the platform.
import { z } from 'zod';
import type { RunState } from '../domain/run.ts';
import { text, withoutColours } from './shapes.ts';

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
const CANCELLED_CODES = ['USER_CANCELED', 'CANCELED'];

/** How a terminated run is called by its newer code. What is not known counts as failed and is shown raw. */
const byCode = (code: string | undefined, type: string | undefined, result: string | undefined): RunState => {
  // The newer list has no code of its own for a time-out.
  if (result === 'TIMEDOUT') return 'timed-out';
  if (code === 'SUCCESS') return type === undefined || type === 'SUCCESS' ? 'passed' : 'failed';
  if (code === 'SUCCESS_WITH_FAILURES') return 'passed-with-failures';
  if (code !== undefined && CANCELLED_CODES.includes(code)) return 'cancelled';
  if (code !== undefined && SKIPPED_CODES.includes(code)) return 'skipped';
  return 'failed';
};

/** Results of the older shape; every other one, UPSTREAM_FAILED and UPSTREAM_CANCELED among them, is a failure. */
const BY_RESULT: ReadonlyMap<string | undefined, RunState> = new Map([
  ['SUCCESS', 'passed'],
  ['SUCCESS_WITH_FAILURES', 'passed-with-failures'],
  ['CANCELED', 'cancelled'],
  ['TIMEDOUT', 'timed-out'],
  ['EXCLUDED', 'skipped'],
  ['DISABLED', 'skipped'],
  ['MAXIMUM_CONCURRENT_RUNS_REACHED', 'skipped'],
]);

const WAITING = ['QUEUED', 'PENDING', 'BLOCKED', 'WAITING', 'WAITING_FOR_RETRY'];
const OVER = ['TERMINATED', 'SKIPPED', 'INTERNAL_ERROR'];

/** Undefined for a state that is over. A word that is not known is watched on: calling it over would lose the run. */
const live = (state: string): RunState | undefined =>
  WAITING.includes(state) ? 'queued' : OVER.includes(state) ? undefined : 'running';

/** One word, the platform's code and its message, from whichever shapes came. */
export const stateWords = ({ status, state }: z.output<typeof stateShape>): StateWords => {
  const details = status?.termination_details;
  const message = withoutColours(details?.message || state?.state_message || '');
  const code = details?.code ?? state?.result_state;
  const word = (): RunState => {
    if (status?.state !== undefined)
      return live(status.state) ?? byCode(details?.code, details?.type, state?.result_state);
    const cycle = state?.life_cycle_state ?? 'PENDING';
    if (cycle === 'SKIPPED') return 'skipped';
    return live(cycle) ?? BY_RESULT.get(state?.result_state) ?? 'failed';
  };
  const found = word();
  const ended = found !== 'queued' && found !== 'running';
  return {
    state: found,
    ...(ended && code !== undefined && { code }),
    ...(message !== '' && { message: message.slice(0, 1_000) }),
  };
};
