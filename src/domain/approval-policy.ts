// Who may decide on a promotion, and what the votes come to. Pure: the same facts give the same decision, at the press and again
// before the effect.
import type { Approval, ApprovalPolicy, Verdict } from './approval.ts';
import { isApprover, openSeats, seatFor, spokenSeats, standingVotes, type Voter } from './approval-seats.ts';
import type { Makers } from './evidence.ts';
import { namesOf, type Person } from './person.ts';

export type VoteRefusal =
  | 'already-decided'
  | 'already-approved'
  | 'approval-expired'
  | 'own-request'
  | 'own-work'
  | 'not-an-approver'
  | 'not-your-turn'
  | 'gates-red'
  | 'not-an-admin';

export type VoteDecision =
  | { readonly kind: 'allow' }
  | { readonly kind: 'refuse'; readonly why: VoteRefusal };

/** Whether this person made what is promoted: trained the run, or wrote its last commit. */
export const isMaker = (person: Person, { trainer, starter, committer }: Makers): boolean => {
  const own = new Set([...namesOf(person), person.name.toLowerCase()]);
  return [trainer, starter, committer?.email, committer?.name].some(
    (name) => name !== undefined && own.has(name.toLowerCase()),
  );
};

/** Gates that stand in the way: failed or unreadable, and not waived. */
export const redGates = ({ evidence, waivers }: Pick<Approval, 'evidence' | 'waivers'>): readonly string[] =>
  evidence.gates
    .filter(
      ({ name, state }) =>
        (state === 'failed' || state === 'unknown') && !waivers.some((each) => each.gate === name),
    )
    .map(({ name }) => name);

/** Whether this person's vote may be taken now. */
export const mayVote = (
  voter: Voter,
  approval: Approval,
  verdict: Verdict,
  { now, emergency = false }: { readonly now: number; readonly emergency?: boolean },
): VoteDecision => {
  const refuse = (why: VoteRefusal): VoteDecision => ({ kind: 'refuse', why });
  const { person } = voter;
  // Over is over, also while nobody has written it down yet.
  const standing = standingOf(approval, now);
  if (approval.outcome || standing === 'rejected') return refuse('already-decided');
  if (standing === 'expired') return refuse('approval-expired');
  // Whoever asked takes it back by withdrawing; deciding is for others, on every path.
  if (person.id === approval.requester.id) return refuse('own-request');
  if (isMaker(person, approval.evidence.makers)) return refuse('own-work');
  const spoken = hasApproved(approval, person);
  if (verdict === 'approve' && spoken && !emergency) return refuse('already-approved');
  if (emergency) {
    if (!voter.roles.includes('admin')) return refuse('not-an-admin');
  } else if (seatFor(voter, approval) === undefined) {
    // Whoever may decide may end it at any time; approving waits for their turn.
    if (!spoken && !isApprover(voter, approval)) return refuse('not-an-approver');
    if (verdict === 'approve') return refuse('not-your-turn');
  }
  if (verdict === 'reject') return { kind: 'allow' };
  // The emergency path is quicker, not blinder: gates stand, their owners waive them.
  if (redGates(approval).length > 0) return refuse('gates-red');
  return { kind: 'allow' };
};

/** One person is one approval, however many says they were handed. */
const hasApproved = ({ votes }: Approval, person: Person): boolean =>
  standingVotes(votes).some((vote) => vote.person.id === person.id && vote.verdict === 'approve');

/** How many approvals are needed. */
export const neededVotes = ({ order, quorum, approvers }: ApprovalPolicy): number =>
  order === 'any' ? quorum : Math.max(1, approvers.length);

export type Standing = 'waiting' | 'blocked' | 'approved' | 'rejected' | 'expired';

/** What the votes come to at this instant. Only votes that were allowed are in the record. */
export const standingOf = (approval: Approval, now: number): Standing => {
  const votes = standingVotes(approval.votes);
  if (votes.some(({ verdict }) => verdict === 'reject')) return 'rejected';
  const approvals = votes.filter(({ verdict }) => verdict === 'approve');
  const enough =
    approvals.some(({ emergency }) => emergency === true) ||
    (approval.policy.order === 'any'
      ? spokenSeats(approval.votes).size >= neededVotes(approval.policy)
      : approval.policy.approvers.length > 0 && openSeats(approval).length === 0);
  if (enough && redGates(approval).length === 0) return 'approved';
  if (now >= approval.expiresAt) return 'expired';
  return redGates(approval).length > 0 ? 'blocked' : 'waiting';
};

/** The freeze window that stands now; the emergency path goes through it, and that is recorded. */
export const frozenBy = ({ policy, votes }: Pick<Approval, 'policy' | 'votes'>, now: number) =>
  votes.some(({ emergency }) => emergency === true)
    ? undefined
    : policy.freezes.find(({ from, to }) => from <= now && now < to);
