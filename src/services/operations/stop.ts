// Stopping an operation that is under way: the outside world is asked to stop and looked at until it has. Whatever it was in
// the middle of has been seen through before, so it is known what there is to stop.
import { asFault } from '../../base/errors.ts';
import { actingFor } from '../../identity/actor.ts';
import type { OperationPatch, StoredOperation } from '../../store/operations.ts';
import { patchStep } from '../../store/steps.ts';
import { endOperation, stoppedEnding } from './ending.ts';
import { change, playbookOf, type Stride, type Walk } from './engine-parts.ts';
import type { StopOutcome } from './playbook.ts';
import { nextStep, stepContext } from './run-step.ts';
import { backOff, judge } from './trouble.ts';

const SLOWEST_MS = 60_000;

export const stopOperation = async (walk: Walk, stored: StoredOperation): Promise<Stride> => {
  const { op, clock, log } = walk;
  const playbook = playbookOf(walk, stored);
  const position = nextStep(stored)?.position ?? 0;
  let outcome: StopOutcome = { kind: 'stopped' };
  let faults = 0;
  if (playbook.stop) {
    try {
      const context = await stepContext(walk, stored, position, 'stop');
      const { stop } = playbook;
      outcome = await actingFor(stored.cancelledBy ?? stored.requester, () => stop(context));
    } catch (error) {
      if (walk.signal.aborted) return {};
      const fault = asFault(error);
      faults = stored.faults + 1;
      log.warn(
        { op, code: fault.code, error: fault.cause ?? fault },
        'an operation could not be stopped yet',
      );
      // What goes away by itself is tried until it does. What does not (no right to stop it, say) leaves the run to its end.
      const passing = judge(fault, { faults: 1, unknownForMs: undefined, jitter: 0 }).kind !== 'end';
      outcome = passing
        ? { kind: 'again', afterMs: backOff(faults, Math.random(), SLOWEST_MS), detail: 'asking it to stop' }
        : { kind: 'too-late' };
    }
  }
  const note = async (patch: OperationPatch, detail: string | undefined): Promise<void> => {
    await walk.write(async (trx) => {
      if (detail !== undefined) await patchStep(trx, op, position, { detail });
      await change(walk, trx, op, { faults, ...patch });
    });
  };
  switch (outcome.kind) {
    case 'again':
      await note({ wake_at: clock.now() + outcome.afterMs }, outcome.detail);
      return 'go';
    case 'too-late':
      await note({ stopping: 'too-late', state: 'running', wake_at: null }, 'could not be stopped any more');
      return 'go';
    case 'stopped': {
      const { detail } = outcome;
      await walk.write(async (trx) => {
        const begun = stored.steps[position]?.state !== 'pending';
        if (begun)
          await patchStep(trx, op, position, {
            state: 'skipped',
            ended_at: clock.now(),
            detail: detail ?? 'stopped',
          });
        await endOperation(walk, trx, op, stoppedEnding(stored, walk.timeLimitMs));
      });
      return 'go';
    }
  }
};
