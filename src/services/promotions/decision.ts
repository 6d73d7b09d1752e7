// The step that waits for people. Each look reads the votes and, as cheaply as it can, whether the world still is as it was shown; the
// moment the votes suffice, everything is read again before the step is done.
import type { Clock } from '../../base/clock.ts';
import { asFault } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Approval, ApprovalOutcome } from '../../domain/approval.ts';
import { frozenBy, standingOf } from '../../domain/approval-policy.ts';
import { standingVotes } from '../../domain/approval-seats.ts';
import { fingerprintParts, moved } from '../../domain/fingerprint.ts';
import type { PromotionInput, PromotionResult } from '../../domain/promotion.ts';
import { claimTarget } from '../../store/alias-ledger.ts';
import { decideApproval, findApproval, lockApproval } from '../../store/approvals.ts';
import type { Store } from '../../store/index.ts';
import type { StepContext, StepOutcome } from '../operations/playbook.ts';
import type { Rights } from '../rights.ts';
import { type ElsewhereTools, lookElsewhere, type SeenElsewhere } from './elsewhere.ts';
import { gatesFor, policyOf } from './policy.ts';
import { lapsedVotes } from './voter.ts';

export interface DecisionTools extends ElsewhereTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly rights: Pick<Rights, 'rolesOf' | 'groupsOf' | 'whois'>;
  /** Reminds those who have not decided, when it is time; gives when to look again. */
  remind(approval: Approval): Promise<number>;
}

type Context = StepContext<PromotionInput>;

/** Somebody may decide or move things in Databricks itself: it is looked at this often while people think. */
const LOOK_MS = 30_000;
const CLAIM_LOOK_MS = 2_000;
const TROUBLE_MS = 15_000;
const AGAIN_MS = 100;

export const decide = async (tools: DecisionTools, context: Context): Promise<StepOutcome> => {
  const { store, clock } = tools;
  const { operation } = context;
  const approval = await findApproval(store.db, operation.op);
  if (!approval) return { kind: 'end', state: 'failed', reason: { code: 'internal', changed: 'no' } };
  // Withdrawn, or decided by a look that was cut off before it could say so.
  if (approval.outcome) return settled(approval, approval.outcome);
  const now = clock.now();
  const standing = standingOf(approval, now);
  switch (standing) {
    case 'rejected': {
      const no = standingVotes(approval.votes).find(({ verdict }) => verdict === 'reject');
      return close(tools, approval, {
        state: 'rejected',
        at: now,
        ...(no && { by: no.person.name }),
        ...(no?.because !== undefined && { because: no.because }),
      });
    }
    case 'expired':
      return close(tools, approval, { state: 'expired', at: now });
    case 'approved': {
      const frozen = frozenBy(approval, now);
      if (frozen)
        return waits(
          Math.min(LOOK_MS, frozen.to - now),
          `approved; frozen until ${iso(frozen.to)}: ${frozen.why}`,
        );
      return execute(tools, context, approval);
    }
    case 'waiting':
    case 'blocked':
      return watch(tools, context, approval, standing);
  }
};

/** While people think: was it decided elsewhere, has the holder changed, is a reminder due? */
const watch = async (
  tools: DecisionTools,
  context: Context,
  approval: Approval,
  standing: 'waiting' | 'blocked',
): Promise<StepOutcome> => {
  const { models, clock } = tools;
  const { input } = context.operation;
  const now = clock.now();
  const words = standing === 'blocked' ? 'blocked by a gate' : 'waiting for approvals';
  let seen: SeenElsewhere;
  try {
    const registry = models.registry(input.model);
    const moved = async (): Promise<StepOutcome | undefined> => {
      const holder = await registry.holder(approval.target, context.signal);
      if (holder === approval.evidence.champion?.version) return undefined;
      return holder === input.version && input.target.kind !== 'copy'
        ? close(tools, approval, { state: 'approved', at: now, place: 'Databricks' })
        : execute(tools, context, approval);
    };
    const away = await moved();
    if (away) return away;
    const looked = await lookElsewhere(tools, context, approval);
    // What ends a request there may have moved the target a moment ago: then it was approved, not rejected.
    if (looked.rejected)
      return (await moved()) ?? close(tools, approval, { state: 'rejected', at: now, ...looked.rejected });
    seen = looked.seen;
  } catch (error) {
    context.signal.throwIfAborted();
    // People may go on deciding while the registry is away; nothing is done on their word before it is back.
    const { code } = asFault(error);
    tools.log.info({ op: approval.op, code }, 'the registry could not be read while a decision is awaited');
    return waits(LOOK_MS, `${words}; the registry could not be read`);
  }
  const next = Math.min(await tools.remind(approval), approval.expiresAt);
  return waits(Math.max(1_000, Math.min(LOOK_MS, next - clock.now())), words, seen);
};

/** The votes suffice: everything is read once more, and only what was shown is carried out. */
const execute = async (tools: DecisionTools, context: Context, approval: Approval): Promise<StepOutcome> => {
  const { models, store, clock, log } = tools;
  const { input } = context.operation;
  let differences: readonly string[];
  try {
    const candidate = await models.find(input.model, input.version, context.signal);
    const evidence = gatesFor(await models.evidence(candidate, approval.target, context.signal), input);
    const fresh = fingerprintParts(evidence, policyOf(models.settings(input.model), input));
    const lapsed = await lapsedVotes(tools.rights, approval);
    differences = [
      ...moved(approval.parts, fresh),
      ...lapsed.map((name) => `${name} may not decide any more: that approval does not count.`),
    ];
  } catch (error) {
    context.signal.throwIfAborted();
    const fault = asFault(error);
    // A version or model that is gone is an answer; anything else is trouble that may pass while the approval stands.
    if (fault.code === 'version-not-found' || fault.code === 'model-not-found')
      return close(tools, approval, { state: 'moved', at: clock.now(), moved: [fault.what] });
    if (clock.now() >= approval.expiresAt) throw error;
    log.info({ op: approval.op, code: fault.code }, 'the gates could not be read again');
    return waits(TROUBLE_MS, 'approved; the registry cannot be read, trying again');
  }
  if (differences.length > 0)
    return close(tools, approval, { state: 'moved', at: clock.now(), moved: differences });
  // One promotion at a time works on a target; who comes second finds a moved holder.
  if (!(await claimTarget(store.db, approval.target, approval.op)))
    return waits(CLAIM_LOOK_MS, 'approved; another promotion works on the same target');
  return approve(tools, approval);
};

/**
 * Asked once more under the lock that every vote takes: a rejection that came while everything was read again still ends it, and a holder
 * that moved away and back never executes what nobody approved.
 */
const approve = async ({ store, clock }: DecisionTools, { op }: Approval): Promise<StepOutcome> => {
  const now = clock.now();
  const decided = await store.transaction(async (trx) => {
    const locked = await lockApproval(trx, op);
    if (!locked || locked.outcome || frozenBy(locked, now) || standingOf(locked, now) !== 'approved')
      return undefined;
    const last = standingVotes(locked.votes).findLast(({ verdict }) => verdict === 'approve');
    const outcome: ApprovalOutcome = { state: 'approved', at: now, ...(last && { by: last.person.name }) };
    await decideApproval(trx, op, outcome);
    return { approval: locked, outcome };
  });
  return decided ? settled(decided.approval, decided.outcome) : waits(AGAIN_MS, 'looking again');
};

/** Sets the outcome; where somebody was first, theirs counts. */
const close = async (
  { store }: DecisionTools,
  approval: Approval,
  outcome: ApprovalOutcome,
): Promise<StepOutcome> => {
  await decideApproval(store.db, approval.op, outcome);
  const now = (await findApproval(store.db, approval.op)) ?? approval;
  return settled(now, now.outcome ?? outcome);
};

const settled = (approval: Approval, outcome: ApprovalOutcome): StepOutcome => {
  const refused = (code: string, facts: Readonly<Record<string, string | number>>): StepOutcome => ({
    kind: 'end',
    state: outcome.state === 'withdrawn' ? 'cancelled' : 'refused',
    reason: { code, facts, changed: 'no' },
  });
  switch (outcome.state) {
    case 'approved': {
      const data: Pick<PromotionResult, 'fingerprint' | 'votes' | 'elsewhere'> = {
        fingerprint: approval.fingerprint,
        votes: standingVotes(approval.votes).map(({ person, verdict, at }) => ({
          person: person.name,
          verdict,
          at,
        })),
        ...(outcome.place !== undefined && { elsewhere: outcome.place }),
      };
      return {
        kind: 'done',
        detail: outcome.place ? `decided in ${outcome.place}` : `approved by ${outcome.by}`,
        data,
      };
    }
    case 'rejected':
      return refused('promotion-rejected', {
        person: outcome.by ?? outcome.place ?? 'somebody',
        because: outcome.because ?? 'no reason given',
      });
    case 'expired':
      return refused('approval-expired', { hours: Math.round(approval.policy.expiresMs / 3_600_000) });
    case 'moved':
      return refused('evidence-moved', { moved: (outcome.moved ?? []).join(' ') });
    case 'withdrawn':
      return refused('cancelled', { person: outcome.by ?? 'the requester' });
  }
};

const waits = (afterMs: number, detail: string, data?: SeenElsewhere): StepOutcome => ({
  kind: 'again',
  afterMs,
  detail,
  ...(data && { data }),
  stirrable: true,
});

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
