// Taking temporary things away after the end, whatever the ending: repeated until it succeeds.
import { asFault } from '../../base/errors.ts';
import { actingFor } from '../../identity/actor.ts';
import { patchOperation, type StoredOperation } from '../../store/operations.ts';
import { playbookOf, type Stride, type Walk } from './engine-parts.ts';
import { stepContext } from './run-step.ts';
import { backOff } from './trouble.ts';

const SLOWEST_MS = 60 * 60_000;

export const cleanUp = async (walk: Walk, stored: StoredOperation): Promise<Stride> => {
  const { op, clock, log } = walk;
  if (stored.cleanupAt === null) return {};
  const now = clock.now();
  if (stored.cleanupAt > now) return { restMs: stored.cleanupAt - now };
  try {
    const context = await stepContext(walk, stored, stored.steps.length - 1, 'cleanup');
    await actingFor(stored.requester, async () => playbookOf(walk, stored).cleanup?.(context));
  } catch (error) {
    if (walk.signal.aborted) return {};
    const attempts = stored.cleanupAttempts + 1;
    const fault = asFault(error);
    log.warn(
      { op, code: fault.code, attempts, error: fault.cause ?? fault },
      'cleaning up has to be repeated',
    );
    const cleanup_at = clock.now() + backOff(attempts + 1, Math.random(), SLOWEST_MS);
    await walk.write((trx) => patchOperation(trx, op, { cleanup_attempts: attempts, cleanup_at }));
    return 'go';
  }
  await walk.write((trx) => patchOperation(trx, op, { cleanup_at: null }));
  return {};
};
