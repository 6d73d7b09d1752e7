// How `promote` is carried out: evidence, decision, evidence once more, the move, read back, tags, smoke. A promotion that was killed at
// any line goes on from its record: what is set already is never set twice.
import { Fault } from '../../base/errors.ts';
import type { Approval } from '../../domain/approval.ts';
import { fingerprintOf, fingerprintParts } from '../../domain/fingerprint.ts';
import { type PromotionTarget, targetName } from '../../domain/model.ts';
import type { Operation } from '../../domain/operation.ts';
import type { PromotionInput, PromotionResult } from '../../domain/promotion.ts';
import { addMove, noteSeen } from '../../store/alias-ledger.ts';
import { findApproval, insertApproval } from '../../store/approvals.ts';
import type { Store } from '../../store/index.ts';
import type { Playbook, PlaybookStep, StepContext, StepOutcome } from '../operations/playbook.ts';
import type { Rights } from '../rights.ts';
import { type AftermathTools, aftermath, type DecisionFacts, type MoveFacts } from './aftermath.ts';
import { type DecisionTools, decide } from './decision.ts';
import { gatesFor, policyOf } from './policy.ts';

export interface PromotionTools extends DecisionTools, AftermathTools {
  readonly store: Store;
  readonly rights: Rights;
  /** The approvers’ channel gets the card, too; absent where none is configured or known. */
  showTo(operation: Operation<PromotionInput>, approval: Approval): Promise<void>;
}

type Context = StepContext<PromotionInput>;

const DAY_MS = 24 * 60 * 60_000;
/** A registry that was told to move and does not show it: it is read for so long, then people look. */
const READ_BACK_MS = 10 * 60_000;

export const promotionPlaybook = (tools: PromotionTools): Playbook<PromotionInput, PromotionResult> => {
  const { store, models, clock } = tools;
  const registryOf = ({ input }: Operation<PromotionInput>) => models.registry(input.model);
  /** A copy’s alias belongs to another model; everything that is held is asked of the target. */
  const approved = async ({ operation }: Context): Promise<Approval> => {
    const approval = await findApproval(store.db, operation.op);
    if (!approval) throw new Fault('internal');
    return approval;
  };

  const evidence = async (context: Context): Promise<StepOutcome> => {
    const { operation, signal } = context;
    const { input, requester } = operation;
    await tools.rights.require(
      requester,
      'promote',
      { production: false, model: input.model },
      `Promoting to ${targetName(input.target)}`,
    );
    const candidate = await models.find(input.model, input.version, signal);
    const shown = gatesFor(await models.evidence(candidate, input.target, signal), input);
    const policy = policyOf(models.settings(input.model), input);
    const parts = fingerprintParts(shown, policy);
    const now = clock.now();
    await store.transaction(async (trx) => {
      await insertApproval(trx, {
        op: operation.op,
        target: input.target,
        requester,
        because: input.because,
        evidence: shown,
        policy,
        parts,
        fingerprint: fingerprintOf(parts),
        askedAt: now,
        expiresAt: now + policy.expiresMs,
      });
    });
    await tools.showTo(operation, await approved(context));
    const red = shown.gates.filter(({ state }) => state === 'failed' || state === 'unknown').length;
    return {
      kind: 'done',
      detail: red === 0 ? 'every gate is green' : `${red} of ${shown.gates.length} gates red`,
    };
  };

  const move = async (context: Context): Promise<StepOutcome> => {
    const { operation, signal, effectKey } = context;
    const { input } = operation;
    const approval = await approved(context);
    const registry = registryOf(operation);
    const previous = approval.evidence.champion?.version ?? null;
    const noted = context.data<MoveFacts>('move');
    const holder = await registry.holder(input.target, signal);
    if (input.release === true) {
      if (holder === undefined)
        return { kind: 'done', detail: 'nothing holds it', data: { previous, held: '' } };
      await context.note('taking it away', { previous, held: '' } satisfies MoveFacts);
      await registry.release(input.target, signal);
      return { kind: 'done', detail: 'taken away', data: { previous, held: '' } satisfies MoveFacts };
    }
    const held = noted?.held || (await versionToHold(context, registry, effectKey));
    if (holder === held)
      return {
        kind: 'done',
        detail: 'had taken effect already',
        data: { previous, held } satisfies MoveFacts,
      };
    if ((holder ?? null) !== previous)
      throw new Fault('evidence-moved', {
        changed: 'no',
        facts: { moved: `The holder is ${holder === undefined ? 'nobody' : `v${holder}`} now.` },
      });
    await context.note('moving', { previous, held } satisfies MoveFacts);
    const deciders = approval.votes.map(({ person }) => person.name).join(', ');
    await registry.hold(
      input.target,
      held,
      `${input.because} (asked by ${operation.requester.name}, decided by ${deciders || 'nobody here'}, op ${operation.op})`,
      signal,
    );
    return { kind: 'done', detail: `v${held}`, data: { previous, held } satisfies MoveFacts };
  };

  const versionToHold = async (
    { operation, signal }: Context,
    registry: ReturnType<typeof registryOf>,
    effectKey: string,
  ): Promise<string> => {
    const { input } = operation;
    if (input.target.kind !== 'copy') return input.version;
    const candidate = await models.find(input.model, input.version, signal);
    return (await registry.copy(candidate, input.target.model, effectKey, signal)).version;
  };

  const readBack = async (context: Context): Promise<StepOutcome> => {
    const { operation, signal } = context;
    const { input, requester } = operation;
    const facts = context.data<MoveFacts>('move');
    if (!facts) throw new Fault('internal');
    const holder = await registryOf(operation).holder(input.target, signal);
    const wanted = facts.held === '' ? undefined : facts.held;
    const held = `${targetName(input.target)} of ${input.target.model}`;
    // Set, and not to be seen yet: it is looked at again, never set a second time on a guess.
    if (holder !== wanted && (holder ?? null) === facts.previous)
      throw new Fault('outcome-unknown', {
        changed: 'unknown',
        attempted: facts.held === '' ? `take ${held} away` : `set ${held} to version ${facts.held}`,
        facts: { system: 'Databricks', look: held },
      });
    if (holder !== wanted)
      throw new Fault('holder-differs', {
        changed: 'yes',
        facts: {
          target: targetName(input.target),
          model: input.target.model,
          actual: holder === undefined ? 'nothing' : `version ${holder}`,
          version: facts.held || 'none',
        },
      });
    const approval = await approved(context);
    const at = clock.now();
    await store.transaction(async (trx) => {
      await addMove(trx, input.target, {
        from: facts.previous,
        to: wanted ?? null,
        at,
        how: input.restores === undefined ? 'promotion' : 'rollback',
        op: operation.op,
        by: approval.outcome?.by ?? requester.name,
        because: input.because,
      });
      await noteSeen(trx, input.target, { version: wanted ?? null, at, alarm: null });
    });
    return { kind: 'done', detail: wanted === undefined ? 'nothing holds it' : `held by v${wanted}` };
  };

  const after = aftermath(tools);

  const steps: readonly PlaybookStep<PromotionInput>[] = [
    { name: 'evidence', title: 'Gather the evidence', run: evidence },
    { name: 'decision', title: 'Wait for the decision', run: (context) => decide(tools, context) },
    { name: 'move', title: 'Move the target', run: move, effect: () => 'yes' },
    { name: 'read-back', title: 'Read it back', run: readBack, patienceMs: READ_BACK_MS },
    { name: 'tag', title: 'Tag the version', run: after.tag },
    { name: 'release', title: 'Release what waits for it', run: after.release },
    { name: 'smoke-start', title: 'Start the smoke job', run: after.smokeStart },
    { name: 'smoke', title: 'Run the smoke job', run: after.smoke },
  ];

  return {
    kind: 'promote',
    steps,
    timeLimitMs: ({ model }) => models.settings(model).approvals.expiresHours * 60 * 60_000 + DAY_MS,
    result: resultOf,
    cleanup: after.close,
    inverse: async (operation) => {
      const facts = moveOf(operation);
      const { input, result } = operation;
      if (!facts || !result || result.elsewhere !== undefined) return undefined;
      const target: PromotionTarget =
        input.target.kind === 'copy'
          ? { kind: 'alias', model: input.target.model, alias: input.target.alias }
          : input.target;
      const { previous } = facts;
      const name = targetName(target);
      return {
        kind: 'promote',
        input: {
          environment: input.environment,
          model: input.target.kind === 'copy' ? input.target.model : input.model,
          version: previous ?? facts.held,
          target,
          because: `undo of ${operation.op}`,
          restores: operation.op,
          ...(previous === null && { release: true }),
        } satisfies PromotionInput,
        from: `${target.model} v${facts.held} as ${name}`,
        to: previous === null ? `nothing as ${name}` : `${target.model} v${previous} as ${name}`,
        stays: ['what was scored or decided with this version meanwhile', 'the tags on the version'],
      };
    },
  };
};

const moveOf = ({ steps }: Operation<PromotionInput>): MoveFacts | undefined =>
  steps.find(({ name, state }) => name === 'move' && state === 'done')?.data as MoveFacts | undefined;

const resultOf = (operation: Operation<PromotionInput>): PromotionResult | undefined => {
  const facts = moveOf(operation);
  const decision = operation.steps.find(({ name }) => name === 'decision')?.data as DecisionFacts | undefined;
  if (!facts || !decision) return undefined;
  return {
    model: operation.input.model,
    version: operation.input.version,
    target: targetName(operation.input.target),
    previousVersion: facts.previous,
    fingerprint: decision.fingerprint,
    votes: decision.votes,
    ...(decision.elsewhere !== undefined && { elsewhere: decision.elsewhere }),
  };
};
