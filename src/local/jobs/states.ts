// Says a phase and an ending in the platform's words, twice: the old `state` and the new `status`.
import type { Ending, Phase } from './model.ts';

interface Words {
  readonly life: 'TERMINATED' | 'SKIPPED' | 'INTERNAL_ERROR';
  readonly result: string;
  readonly code: string;
  readonly type: 'SUCCESS' | 'CLIENT_ERROR' | 'INTERNAL_ERROR';
}

const failed = (code: string, type: Words['type'] = 'CLIENT_ERROR'): Words => ({
  life: 'INTERNAL_ERROR',
  result: 'FAILED',
  code,
  type,
});

const WORDS: Readonly<Record<Ending, Words>> = {
  success: { life: 'TERMINATED', result: 'SUCCESS', code: 'SUCCESS', type: 'SUCCESS' },
  'success-with-failures': {
    life: 'TERMINATED',
    result: 'SUCCESS_WITH_FAILURES',
    code: 'SUCCESS_WITH_FAILURES',
    type: 'SUCCESS',
  },
  failed: { life: 'TERMINATED', result: 'FAILED', code: 'RUN_EXECUTION_ERROR', type: 'CLIENT_ERROR' },
  // The platform's list has no code of its own for a time limit; the old state tells it.
  'timed-out': { life: 'TERMINATED', result: 'TIMEDOUT', code: 'RUN_EXECUTION_ERROR', type: 'CLIENT_ERROR' },
  canceled: { life: 'TERMINATED', result: 'CANCELED', code: 'USER_CANCELED', type: 'CLIENT_ERROR' },
  'upstream-failed': { life: 'TERMINATED', result: 'UPSTREAM_FAILED', code: 'SKIPPED', type: 'CLIENT_ERROR' },
  'upstream-canceled': {
    life: 'TERMINATED',
    result: 'UPSTREAM_CANCELED',
    code: 'SKIPPED',
    type: 'CLIENT_ERROR',
  },
  excluded: { life: 'SKIPPED', result: 'EXCLUDED', code: 'SKIPPED', type: 'CLIENT_ERROR' },
  disabled: { life: 'SKIPPED', result: 'DISABLED', code: 'DISABLED', type: 'CLIENT_ERROR' },
  'too-many-runs': {
    life: 'SKIPPED',
    result: 'MAXIMUM_CONCURRENT_RUNS_REACHED',
    code: 'MAX_CONCURRENT_RUNS_EXCEEDED',
    type: 'CLIENT_ERROR',
  },
  'no-checkout': failed('REPOSITORY_CHECKOUT_FAILED'),
  'not-found': failed('RESOURCE_NOT_FOUND'),
  'bad-configuration': failed('INVALID_RUN_CONFIGURATION'),
  'driver-lost': failed('INTERNAL_ERROR', 'INTERNAL_ERROR'),
  'no-driver': failed('DRIVER_ERROR', 'INTERNAL_ERROR'),
};

export interface Stand {
  readonly phase: Phase;
  readonly ending?: Ending | undefined;
  readonly message?: string | undefined;
}

/**
 * The fields `state` and `status`.
 * @param level a run whose task failed is told as INTERNAL_ERROR in the old state, the task itself as TERMINATED
 */
export function statesOf(stand: Stand, level: 'run' | 'task'): { state: object; status: object } {
  const { phase, ending } = stand;
  const message = stand.message ?? '';
  if (phase !== 'ENDED' || ending === undefined) {
    const details =
      phase === 'QUEUED'
        ? {
            queue_details: {
              code: 'MAX_CONCURRENT_RUNS_REACHED',
              message: 'Queued due to reaching maximum concurrent runs of this job.',
            },
          }
        : {};
    const terminating =
      phase === 'TERMINATING'
        ? { termination_details: { code: 'USER_CANCELED', type: 'CLIENT_ERROR', message } }
        : {};
    return {
      state: {
        life_cycle_state: phase,
        state_message: message,
        user_cancelled_or_timedout: phase === 'TERMINATING',
        ...(phase === 'QUEUED' ? { queue_reason: details.queue_details?.message } : {}),
      },
      status: { state: phase === 'WAITING_FOR_RETRY' ? 'WAITING' : phase, ...details, ...terminating },
    };
  }
  const words = WORDS[ending];
  const life = level === 'run' && ending === 'failed' ? 'INTERNAL_ERROR' : words.life;
  return {
    state: {
      life_cycle_state: life,
      result_state: words.result,
      state_message: message,
      user_cancelled_or_timedout: ending === 'canceled' || ending === 'timed-out',
    },
    status: {
      state: 'TERMINATED',
      termination_details: { code: words.code, type: words.type, message },
    },
  };
}
