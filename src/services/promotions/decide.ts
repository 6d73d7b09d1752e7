// Taking decisions: the rule is asked under the lock of the approval, so of fifty presses at once each sees those before it. A decision
// is stored, written to the audit trail and wakes the operation, all in one transaction.
import { Fault } from '../../base/errors.ts';
import type { Approval, HandOver, Vote, Waiver } from '../../domain/approval.ts';
import { isMaker, mayVote, redGates } from '../../domain/approval-policy.ts';
import { freeSeats, isNamed, seatFor, type Voter } from '../../domain/approval-seats.ts';
import { type AuditEntry, personOf } from '../../domain/audit.ts';
import { targetName } from '../../domain/model.ts';
import type { Person } from '../../domain/person.ts';
import type { Place } from '../../domain/place.ts';
import { type ApprovalEvent, addApprovalEvent, decideApproval, lockApproval } from '../../store/approvals.ts';
import type { Trx } from '../../store/schema.ts';
import { approvalOf } from './approval-of.ts';
import type { Deciding, PromotionsTools, VoteRequest } from './port.ts';
import { reasonMissing } from './request.ts';
import { tellDeputy, tellEmergency, tellQuestion } from './tell.ts';
import { refusal, voterOf } from './voter.ts';

/** Whoever looked at another state of things decided about something else. */
const sameAsShown = (approval: Approval, fingerprint: string | undefined): void => {
  if (fingerprint !== undefined && fingerprint !== approval.fingerprint && !approval.outcome)
    throw new Fault('evidence-moved', {
      changed: 'no',
      facts: { moved: 'The card that was pressed shows an older state.' },
    });
};

/** Before somebody is asked whether they are sure: whether their word could count at all. @throws Fault as `vote` does */
export const mayAsk = async (
  tools: PromotionsTools,
  request: Pick<VoteRequest, 'op' | 'person' | 'verdict' | 'fingerprint'>,
): Promise<Approval> => {
  const approval = await approvalOf(tools, request.op);
  sameAsShown(approval, request.fingerprint);
  const voter = await voterOf(tools.rights, request.person, approval);
  const decision = mayVote(voter, approval, request.verdict, { now: tools.clock.now() });
  if (decision.kind === 'refuse') throw refusal(decision.why, approval, request.person);
  return approval;
};

export const vote = async (tools: PromotionsTools, request: VoteRequest): Promise<Approval> => {
  const { person, verdict, because, emergency = false } = request;
  const seen = await approvalOf(tools, request.op);
  const voter = await voterOf(tools.rights, person, seen);
  const reason = because?.trim();
  if ((verdict === 'reject' || emergency) && (reason === undefined || reason === ''))
    throw reasonMissing(
      verdict === 'reject' ? 'A rejection' : 'The emergency path',
      `${verdict} ${seen.op}${emergency ? ' --emergency' : ''}`,
    );
  return underLock(tools, request, (approval) => {
    sameAsShown(approval, request.fingerprint);
    const now = tools.clock.now();
    const decision = mayVote(voter, approval, verdict, { now, emergency });
    if (decision.kind === 'refuse') throw refusal(decision.why, approval, person);
    const seat = seatFor(voter, approval);
    const event: Vote = {
      person: voter.person,
      verdict,
      at: now,
      ...(reason && { because: reason }),
      ...(seat !== undefined && { seat }),
      ...(emergency && { emergency }),
    };
    return {
      kind: 'vote',
      event,
      code: emergency ? 'emergency' : verdict,
      ...(emergency && { also: (trx) => tellEmergency(tools, trx, approval, event) }),
    };
  });
};

type WaiveRequest = Deciding & { readonly gate: string; readonly because: string | undefined };

/** The red gate that is meant, when this person may waive it. @throws Fault `gate-not-red`, `not-a-gate-owner`, and why not */
const gateToWaive = (voter: Voter, approval: Approval, said: string): string => {
  const { person } = voter;
  if (approval.outcome) throw refusal('already-decided', approval, person);
  const red = redGates(approval);
  const gate = red.find((name) => name.toLowerCase() === said.toLowerCase());
  if (gate === undefined)
    throw new Fault('gate-not-red', {
      changed: 'no',
      facts: { op: approval.op, gate: said, gates: red.join(', ') || 'none' },
      choices: { argument: 'gate', options: red },
    });
  const { owners = [], kind } = approval.evidence.gates.find(({ name }) => name === gate) ?? {};
  // Nobody can let a version pass that the registry has not finished with.
  if (kind === 'ready') {
    const { model, version, status } = approval.evidence.candidate;
    throw new Fault('version-not-ready', { changed: 'no', facts: { model, version, status } });
  }
  // Who asked or made it never judges it, not even as the owner of a gate.
  if (person.id === approval.requester.id) throw refusal('own-request', approval, person);
  if (isMaker(person, approval.evidence.makers)) throw refusal('own-work', approval, person);
  if (!isNamed(voter, owners))
    throw new Fault('not-a-gate-owner', {
      changed: 'no',
      facts: {
        gate,
        owners: owners.length === 0 ? 'whoever may change brickbot.yaml: nobody owns it' : owners.join(', '),
      },
    });
  return gate;
};

/** Before somebody is asked for their reason. @throws Fault as `waive` does */
export const mayWaive = async (
  tools: PromotionsTools,
  { op, person, gate }: Pick<WaiveRequest, 'op' | 'person' | 'gate'>,
): Promise<Approval> => {
  const approval = await approvalOf(tools, op);
  gateToWaive(await voterOf(tools.rights, person, approval), approval, gate);
  return approval;
};

export const waive = async (tools: PromotionsTools, request: WaiveRequest): Promise<Approval> => {
  const { person, gate: said, because } = request;
  const seen = await approvalOf(tools, request.op);
  const voter = await voterOf(tools.rights, person, seen);
  if (because === undefined || because.trim() === '')
    throw reasonMissing('A waiver', `waive ${seen.op} ${said}`);
  return underLock(tools, request, (approval) => {
    const gate = gateToWaive(voter, approval, said);
    const event: Waiver = { gate, person, because: because.trim(), at: tools.clock.now() };
    return { kind: 'waiver', event, code: 'waived' };
  });
};

export const handOver = async (
  tools: PromotionsTools,
  request: Deciding & { readonly to: string },
): Promise<Approval> => {
  const { person } = request;
  const seen = await approvalOf(tools, request.op);
  const voter = await voterOf(tools.rights, person, seen);
  return underLock(tools, request, (approval) => {
    const now = tools.clock.now();
    const decision = mayVote(voter, approval, 'reject', { now });
    if (decision.kind === 'refuse') throw refusal(decision.why, approval, person);
    // What was used cannot be given away, nor what was given away before.
    const [seat] = freeSeats(voter, approval);
    if (seat === undefined) throw refusal('not-your-turn', approval, person);
    const event: HandOver = { from: person, to: request.to.replace(/^@/, '').trim(), at: now, seat };
    return {
      kind: 'hand-over',
      event,
      code: 'handed-over',
      also: (trx) => tellDeputy(tools, trx, approval, event),
    };
  });
};

/** Written down like a decision, and changes nothing: the request waits on. */
export const question = async (
  tools: PromotionsTools,
  { op, person, place, question: said }: Deciding & { readonly question: string; readonly place: Place },
): Promise<Approval> => {
  const approval = await approvalOf(tools, op);
  await tools.store.transaction(async (trx) => {
    await tools.audit.record(
      [entryOf(approval, person, { at: tools.clock.now(), code: 'asked', because: said })],
      trx,
    );
    await tellQuestion(tools, trx, approval, { person, question: said, place });
  });
  return approval;
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

type Judged = ApprovalEvent & {
  readonly code: string;
  /** What belongs into the same transaction: who is told. */
  readonly also?: (trx: Trx) => Promise<void>;
};

const underLock = async (
  tools: PromotionsTools,
  { op: typed, person, press }: Deciding,
  judge: (approval: Approval) => Judged,
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
    let judged: Judged;
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
    const { code, also, ...event } = judged;
    await addApprovalEvent(trx, op, event, { personId: person.id, press });
    const because = 'because' in event.event ? event.event.because : undefined;
    await tools.audit.record(
      [entryOf(approval, person, { at: event.event.at, code, ...(because !== undefined && { because }) })],
      trx,
    );
    await also?.(trx);
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
