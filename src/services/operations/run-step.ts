// One attempt at one step: its beginning is stored, then it runs, then what came of it is stored. Whatever happens between
// the two, the record says that the step was begun, and the step itself looks before it acts.
import { asFault } from '../../base/errors.ts';
import { inSpan, isTracing } from '../../base/telemetry.ts';
import { effectKey, type Reason, type Step } from '../../domain/operation.ts';
import { actingFor } from '../../identity/actor.ts';
import {
  findOperation,
  lockOperation,
  type OperationPatch,
  publicOperation,
  type StoredOperation,
} from '../../store/operations.ts';
import { jsonText, type StepPatch, type Trx } from '../../store/schema.ts';
import { patchStep } from '../../store/steps.ts';
import { traceOf } from '../../store/traces.ts';
import { endWatches, runOfOperation, watchRun } from '../../store/watched-runs.ts';
import { endOperation } from './ending.ts';
import { change, playbookOf, type Stride, type Walk } from './engine-parts.ts';
import type { Playbook, PlaybookStep, StepContext, StepOutcome } from './playbook.ts';
import { askToSignIn, WAITS_FOR_SIGN_IN } from './sign-in.ts';
import { stepAside } from './step-aside.ts';
import { judge } from './trouble.ts';

/** The first step that is not behind us. */
export const nextStep = ({
  steps,
}: Pick<StoredOperation, 'steps'>): (Step & { readonly position: number }) | undefined => {
  const position = steps.findIndex((step) => step.state !== 'done' && step.state !== 'skipped');
  const step = steps[position];
  return step && { ...step, position };
};

export const runStep = async (walk: Walk, stored: StoredOperation, position: number): Promise<Stride> => {
  const { op, clock, store } = walk;
  const before = stored.steps[position];
  const step = playbookOf(walk, stored).steps.find(({ name }) => name === before?.name);
  if (!before || !step) {
    // The playbook of another version: nobody knows how to go on.
    await walk.write((trx) =>
      endOperation(walk, trx, op, { state: 'failed', reason: { code: 'internal', changed: 'unknown' } }),
    );
    return 'go';
  }
  // A step that comes back to look again, as it said it would, goes on; after a fault or a restart it is begun anew.
  const goesOn = before.state === 'waiting' && stored.faults === 0;
  // Cut off in the middle, or its answer was lost: until it has said otherwise, it may have done what it is for.
  const isOpen = before.state === 'running' || before.state === 'unknown';
  const begun = await walk.write(async (trx) => {
    await patchStep(trx, op, position, {
      // An unknown outcome stays unknown until the step has said otherwise.
      state: before.state === 'unknown' ? 'unknown' : 'running',
      attempts: goesOn ? before.attempts : before.attempts + 1,
      started_at: before.startedAt ?? clock.now(),
    });
    await change(walk, trx, op, { wake_at: null });
  });
  const now = begun === 'written' ? await findOperation(store.db, op) : undefined;
  if (!now) return 'go';
  const context = await stepContext(walk, now, position);
  let outcome: StepOutcome;
  try {
    outcome = await actingFor(now.requester, () => traced(walk, now, step, context));
  } catch (error) {
    // Cut off by the end of the process or by a successor: the step stays begun, and whoever is next sees it through.
    if (walk.signal.aborted) return {};
    return troubled(walk, now, { step, position, isOpen }, error);
  }
  return settle(walk, now, position, outcome);
};

/** A step is told of as a part of the trace of the turn that started the operation. */
const traced = async (
  { store }: Walk,
  { op, kind }: StoredOperation,
  step: PlaybookStep,
  context: StepContext,
): Promise<StepOutcome> =>
  isTracing()
    ? inSpan(
        `step ${kind}: ${step.name}`,
        { 'brickbot.op': op, 'brickbot.attempt': context.attempt },
        () => step.run(context),
        { parent: await traceOf(store.db, op) },
      )
    : step.run(context);

/** What a step is given; also for stopping and cleaning up, under names of their own. */
export const stepContext = async (
  walk: Walk,
  stored: StoredOperation,
  position: number,
  name?: string,
): Promise<StepContext> => {
  const { op, signal, store } = walk;
  const step = stored.steps[position];
  const data = new Map(stored.steps.map((each) => [each.name, each.data]));
  const watched = step?.state === 'pending' ? undefined : await runOfOperation(store.db, op);
  return {
    operation: publicOperation(stored),
    effectKey: effectKey(stored, name ?? step?.name ?? ''),
    attempt: step?.attempts ?? 1,
    signal,
    ...(watched && { watched }),
    // What a step stored has the shape that the same playbook gave it.
    data: <T>(wanted: string) => data.get(wanted) as T | undefined,
    note: async (detail, noted) => {
      if (name !== undefined || !step) return;
      if (noted !== undefined) data.set(step.name, noted);
      const written = await walk.write(async (trx) => {
        await patchStep(trx, op, position, { detail, ...(noted !== undefined && { data: jsonText(noted) }) });
        await change(walk, trx, op, {});
      });
      if (written === 'gone') walk.signal.throwIfAborted();
    },
  };
};

const settle = async (
  walk: Walk,
  stored: StoredOperation,
  position: number,
  outcome: StepOutcome,
): Promise<Stride> => {
  const { op, clock, store } = walk;
  const now = clock.now();
  const keep: StepPatch = {
    ...(outcome.detail !== undefined && { detail: outcome.detail }),
    ...('data' in outcome && outcome.data !== undefined && { data: jsonText(outcome.data) }),
  };
  const write = (
    step: StepPatch,
    patch: OperationPatch,
    more?: (trx: Trx) => Promise<void>,
  ): Promise<unknown> =>
    walk.write(async (trx) => {
      await patchStep(trx, op, position, { ...keep, ...step });
      await more?.(trx);
      await change(walk, trx, op, { faults: 0, unknown_since: null, ...known(stored), ...patch });
    });
  switch (outcome.kind) {
    case 'done':
    case 'skip':
      await write({ state: outcome.kind === 'done' ? 'done' : 'skipped', ended_at: now }, {}, (trx) =>
        endWatches(trx, op, now),
      );
      return 'go';
    case 'again':
      await walk.write(async (trx) => {
        await patchStep(trx, op, position, { ...keep, state: 'waiting' });
        // Whoever stirred it while the step was looking has raised the revision: what they said is not lost.
        const stirred =
          outcome.stirrable === true && (await lockOperation(trx, op))?.revision !== stored.revision;
        await change(walk, trx, op, {
          faults: 0,
          unknown_since: null,
          ...known(stored),
          wake_at: stirred ? null : now + outcome.afterMs,
        });
      });
      return 'go';
    case 'aside':
      return stepAside(walk, stored, position, outcome);
    case 'watch': {
      await write({ state: 'waiting' }, {}, async (trx) => {
        const { runId } = outcome;
        const workspace = walk.watchedAs?.(outcome.workspace) ?? outcome.workspace;
        if (await watchRun(trx, { workspace, runId, op, now }))
          await store.queue.wake(trx, 'runs', { key: workspace });
      });
      // Somebody may have cancelled meanwhile: the next look tells.
      return stored.stopping === null ? {} : 'go';
    }
    case 'end':
      await walk.write(async (trx) => {
        await patchStep(trx, op, position, { ...keep, state: 'failed', ended_at: now });
        await endOperation(walk, trx, op, outcome);
      });
      return 'go';
  }
};

/** An operation whose outcome was unknown is at work again once a step has given one. */
const known = ({ state }: StoredOperation): OperationPatch =>
  state === 'unknown' ? { state: 'running' } : {};

/**
 * A fault that changed nothing by itself may come after steps that did, or after an earlier attempt at this one whose outcome nobody
 * knows: the operation's ending tells of all of it.
 */
const withEffects = (
  reason: Reason,
  { steps }: Playbook,
  { steps: done }: Pick<StoredOperation, 'steps'>,
  { position, isOpen }: { readonly position: number; readonly isOpen: boolean },
): Reason => {
  if (reason.changed !== undefined && reason.changed !== 'no') return reason;
  const playOf = (name: string | undefined) => steps.find((step) => step.name === name);
  if (isOpen && playOf(done[position]?.name)?.effect) return { ...reason, changed: 'unknown' };
  const effects = done
    .filter(({ state }) => state === 'done')
    .map(({ name, data }) => playOf(name)?.effect?.(data) ?? 'no')
    .filter((effect) => effect !== 'no');
  const last = effects.at(-1);
  return last === undefined ? reason : { ...reason, changed: last };
};

const troubled = async (
  walk: Walk,
  stored: StoredOperation,
  at: { readonly step: PlaybookStep; readonly position: number; readonly isOpen: boolean },
  error: unknown,
): Promise<Stride> => {
  const { op, clock, log } = walk;
  const { step, position } = at;
  const now = clock.now();
  const fault = asFault(error);
  const faults = stored.faults + 1;
  if (fault.code === 'internal')
    log.error({ op, step: step.name, error: fault.cause ?? fault }, 'a step failed');
  else log.info({ op, step: step.name, code: fault.code, faults }, 'a step met a fault');
  const trouble = judge(fault, {
    faults,
    unknownForMs: stored.unknownSince === null ? undefined : now - stored.unknownSince,
    patienceMs: step.patienceMs,
    title: step.title,
    jitter: Math.random(),
  });
  await walk.write(async (trx) => {
    switch (trouble.kind) {
      case 'retry':
        await patchStep(trx, op, position, { state: 'waiting', detail: trouble.detail });
        await change(walk, trx, op, { faults, wake_at: now + trouble.afterMs });
        if (faults === 1 && WAITS_FOR_SIGN_IN.has(fault.code)) await askToSignIn(walk, trx, stored);
        return;
      case 'unknown':
        await patchStep(trx, op, position, { state: 'unknown', detail: trouble.detail });
        await change(walk, trx, op, {
          faults,
          wake_at: now + trouble.afterMs,
          unknown_since: stored.unknownSince ?? now,
          ...(stored.stopping === null && { state: 'unknown' }),
        });
        return;
      case 'end':
        await patchStep(trx, op, position, { state: 'failed', ended_at: now });
        await endOperation(walk, trx, op, {
          ...trouble,
          reason: withEffects(trouble.reason, playbookOf(walk, stored), stored, at),
        });
    }
  });
  return 'go';
};
