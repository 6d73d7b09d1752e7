// Taking decisions: the rule is asked under the lock of the approval, so of fifty presses at once each sees those before it. A decision
// is stored, written to the audit trail and wakes the operation, all in one transaction.
import { Fault } from '../../base/errors.ts';
import type { Approval, HandOver, Vote, Waiver } from '../../domain/approval.ts';
import {
  isMaker,
  isNamed,
  mayVote,
  redGates,
  seatFor,
  type VoteRefusal,
  type Voter,
} from '../../domain/approval-policy.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { targetName } from '../../domain/model.ts';
import type { Person } from '../../domain/person.ts';
import { type ApprovalEvent, addApprovalEvent, decideApproval, lockApproval } from '../../store/approvals.ts';
import { personOf } from '../audit/index.ts';
import { approvalOf } from './approval-of.ts';
import type { Deciding, PromotionsTools, VoteRequest } from './port.ts';
import { reasonMissing } from './request.ts';
import { whoMay } from './who.ts';

/** The person with what is known of them now. Roles and groups are read before the lock is taken: they come over the network. */
const voterOf = async (
  tools: PromotionsTools,
  person: Person,
  { policy, evidence, target }: Approval,
): Promise<Voter> => {
  const entries = [...policy.approvers, ...policy.owners, ...evidence.gates.flatMap(({ owners }) => owners)];
  return {
    person,
    roles: await tools.rights.rolesOf(person, { model: target.model, fresh: true }),
    groups: await tools.groupsOf(
      person,
      entries.filter((entry) => entry.startsWith('group:')),
    ),
  };
};

/** What this person may do now, for the card that is theirs. */
export const beholderOf = async (
  tools: PromotionsTools,
  approval: Approval,
  person: Person,
): Promise<'everybody' | 'approver' | 'requester' | 'owner'> => {
  if (person.id === approval.requester.id) return 'requester';
  const voter = await voterOf(tools, person, approval);
  const red = new Set(redGates(approval));
  const owned = approval.evidence.gates.some(({ name, owners }) => red.has(name) && isNamed(voter, owners));
  if (owned && !isMaker(person, approval.evidence.makers)) return 'owner';
  return mayVote(voter, approval, 'reject').kind === 'allow' ? 'approver' : 'everybody';
};

export const vote = async (tools: PromotionsTools, request: VoteRequest): Promise<Approval> => {
  const { person, verdict, because, emergency = false } = request;
  const seen = await approvalOf(tools, request.op);
  const voter = await voterOf(tools, person, seen);
  const reason = because?.trim();
  if ((verdict === 'reject' || emergency) && (reason === undefined || reason === ''))
    throw reasonMissing(
      verdict === 'reject' ? 'A rejection' : 'The emergency path',
      `${verdict} ${seen.op}${emergency ? ' --emergency' : ''}`,
    );
  return underLock(tools, request, (approval) => {
    // Whoever looked at another state of things decided about something else.
    if (
      request.fingerprint !== undefined &&
      request.fingerprint !== approval.fingerprint &&
      !approval.outcome
    )
      throw new Fault('evidence-moved', {
        changed: 'no',
        facts: { moved: 'The card that was pressed shows an older state.' },
      });
    const decision = mayVote(voter, approval, verdict, { emergency });
    if (decision.kind === 'refuse') throw refusal(decision.why, approval, person);
    const seat = approval.policy.order === 'any' ? undefined : seatFor(voter, approval);
    const event: Vote = {
      person,
      verdict,
      at: tools.clock.now(),
      ...(reason && { because: reason }),
      ...(seat !== undefined && { seat }),
      ...(emergency && { emergency }),
    };
    return { kind: 'vote', event, code: emergency ? 'emergency' : verdict };
  });
};

export const waive = async (
  tools: PromotionsTools,
  request: Deciding & { readonly gate: string; readonly because: string | undefined },
): Promise<Approval> => {
  const { person, gate: said, because } = request;
  const seen = await approvalOf(tools, request.op);
  const voter = await voterOf(tools, person, seen);
  if (because === undefined || because.trim() === '')
    throw reasonMissing('A waiver', `waive ${seen.op} ${said}`);
  return underLock(tools, request, (approval) => {
    if (approval.outcome) throw refusal('already-decided', approval, person);
    const red = redGates(approval);
    const gate = red.find((name) => name.toLowerCase() === said.toLowerCase());
    if (gate === undefined)
      throw new Fault('gate-not-red', {
        changed: 'no',
        facts: { op: approval.op, gate: said, gates: red.join(', ') || 'none' },
        choices: { argument: 'gate', options: red },
      });
    const owners = approval.evidence.gates.find(({ name }) => name === gate)?.owners ?? [];
    // Who asked or made it never judges it, not even as the owner of a gate.
    const own = person.id === approval.requester.id || isMaker(person, approval.evidence.makers);
    if (own)
      throw refusal(person.id === approval.requester.id ? 'own-request' : 'own-work', approval, person);
    if (!isNamed(voter, owners))
      throw new Fault('not-a-gate-owner', {
        changed: 'no',
        facts: {
          gate,
          owners:
            owners.length === 0 ? 'whoever may change brickbot.yaml: nobody owns it' : owners.join(', '),
        },
      });
    const event: Waiver = { gate, person, because: because.trim(), at: tools.clock.now() };
    return { kind: 'waiver', event, code: 'waived' };
  });
};

export const handOver = async (
  tools: PromotionsTools,
  request: Deciding & { readonly to: string },
): Promise<Approval> => {
  const { person, to } = request;
  const seen = await approvalOf(tools, request.op);
  const voter = await voterOf(tools, person, seen);
  return underLock(tools, request, (approval) => {
    const decision = mayVote(voter, approval, 'reject');
    if (decision.kind === 'refuse') throw refusal(decision.why, approval, person);
    const seat = approval.policy.order === 'any' ? undefined : seatFor(voter, approval);
    const event: HandOver = {
      from: person,
      to: to.replace(/^@/, '').trim(),
      at: tools.clock.now(),
      ...(seat !== undefined && { seat }),
    };
    return { kind: 'hand-over', event, code: 'handed-over' };
  });
};

export const withdraw = async (tools: PromotionsTools, request: Deciding): Promise<Approval> => {
  const { person } = request;
  const seen = await approvalOf(tools, request.op);
  const isAdmin = (await tools.rights.rolesOf(person, { model: seen.target.model, fresh: true })).includes(
    'admin',
  );
  if (person.id !== seen.requester.id && !isAdmin)
    throw new Fault('not-yours', { changed: 'no', facts: { whom: `${seen.requester.name} or an admin` } });
  await tools.store.transaction(async (trx) => {
    const approval = await lockApproval(trx, seen.op);
    if (!approval) return;
    const at = tools.clock.now();
    if (!(await decideApproval(trx, seen.op, { state: 'withdrawn', at, by: person.name })))
      throw refusal('already-decided', approval, person);
    await tools.audit.record([entryOf(approval, person, { at, code: 'withdrawn' })], trx);
    await tools.operations.stir(trx, seen.op);
  });
  return approvalOf(tools, seen.op);
};

const underLock = async (
  tools: PromotionsTools,
  { op: typed, person, press }: Deciding,
  judge: (approval: Approval) => ApprovalEvent & { readonly code: string },
): Promise<Approval> => {
  const { op } = await approvalOf(tools, typed);
  const refused = await tools.store.transaction(async (trx): Promise<Fault | undefined> => {
    const approval = await lockApproval(trx, op);
    if (!approval) throw new Fault('approval-not-found', { changed: 'no', facts: { op } });
    // A press that comes twice is answered as the first time, whatever was decided since.
    const before = await trx
      .selectFrom('approval_events')
      .select('id')
      .where('op', '=', op)
      .where('press', '=', press)
      .executeTakeFirst();
    if (before) return undefined;
    let judged: ApprovalEvent & { readonly code: string };
    try {
      judged = judge(approval);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      await tools.audit.record(
        [{ ...entryOf(approval, person, { at: tools.clock.now(), code: error.code }), verdict: 'refused' }],
        trx,
      );
      return error;
    }
    const { code, ...event } = judged;
    await addApprovalEvent(trx, op, event, { personId: person.id, press });
    const because = 'because' in event.event ? event.event.because : undefined;
    await tools.audit.record(
      [entryOf(approval, person, { at: event.event.at, code, ...(because !== undefined && { because }) })],
      trx,
    );
    await tools.operations.stir(trx, op);
    return undefined;
  });
  if (refused) throw refused;
  return approvalOf(tools, op);
};

const entryOf = (
  approval: Approval,
  person: Person,
  { at, code, because }: { readonly at: number; readonly code: string; readonly because?: string },
): AuditEntry => ({
  at,
  kind: 'decided',
  verdict: 'allowed',
  person: personOf(person),
  op: approval.op,
  subject: approval.evidence.candidate.model,
  code,
  effects: {
    version: approval.evidence.candidate.version,
    target: targetName(approval.target),
    fingerprint: approval.fingerprint,
    ...(because !== undefined && { because }),
  },
});

const refusal = (why: VoteRefusal, approval: Approval, person: Person): Fault => {
  const { op, outcome, policy } = approval;
  const whom = whoMay(approval);
  const gates = redGates(approval).join(', ');
  return new Fault(why, {
    changed: 'no',
    facts: {
      op,
      person: person.name,
      whom,
      gates,
      owners: policy.owners.join(', ') || 'nobody is named',
      state: outcome?.state ?? 'decided',
      by:
        outcome?.by === undefined
          ? ''
          : ` by ${outcome.by} at ${new Date(outcome.at).toISOString().slice(11, 16)} UTC`,
    },
  });
};
