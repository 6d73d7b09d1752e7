// Who may decide on a promotion, and what the votes come to. Pure: the same facts give the same decision, at the press and again
// before the effect.
import type { Approval, ApprovalPolicy, Verdict, Vote } from './approval.ts';
import type { Makers } from './evidence.ts';
import type { Person } from './person.ts';
import type { Role } from './roles.ts';

/** A person with what was found out about them. */
export interface Voter {
  readonly person: Person;
  readonly roles: readonly Role[];
  /** Entries of the form `group:<id>` that they belong to. */
  readonly groups: readonly string[];
}

export type VoteRefusal =
  | 'already-decided'
  | 'own-request'
  | 'own-work'
  | 'not-an-approver'
  | 'not-your-turn'
  | 'gates-red'
  | 'not-an-admin';

export type VoteDecision =
  | { readonly kind: 'allow' }
  | { readonly kind: 'refuse'; readonly why: VoteRefusal };

/** The seat of a vote where any approver will do. */
export const ANYBODY = 'anybody';

/** Every name under which a person may stand in a list, in lower case. */
const namesOf = (person: Person): readonly string[] =>
  [person.id, person.upn].filter((name) => name !== undefined).map((name) => name.toLowerCase());

/** Whether a list names the person, by id, principal name or group. */
export const isNamed = ({ person, groups }: Voter, list: readonly string[]): boolean => {
  const own = new Set([...namesOf(person), ...groups.map((group) => group.toLowerCase())]);
  return list.some((entry) => own.has(entry.toLowerCase()));
};

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

/** The newest word of each person; a vote that was taken back by a later one does not count. */
export const standingVotes = (votes: readonly Vote[]): readonly Vote[] => [
  ...new Map(votes.map((vote) => [vote.person.id, vote])).values(),
];

/** Entries of the list that nobody has approved for yet; with a sequence only the first of them is asked. */
export const openSeats = ({ policy, votes }: Pick<Approval, 'policy' | 'votes'>): readonly string[] => {
  const taken = new Set(
    standingVotes(votes).flatMap(({ verdict, seat }) =>
      verdict === 'approve' && seat !== undefined ? [seat] : [],
    ),
  );
  const open = policy.approvers.filter((entry) => !taken.has(entry));
  return policy.order === 'sequence' ? open.slice(0, 1) : open;
};

/** Whom this voter would speak for: `anybody` where any approver will do, an entry where each has to speak, or nobody. */
export const seatFor = (voter: Voter, approval: Approval): string | undefined => {
  const { policy, handOvers } = approval;
  const own = new Set([...namesOf(voter.person), voter.person.name.toLowerCase()]);
  const deputed = handOvers.filter(({ to }) => own.has(to.toLowerCase()));
  if (policy.order === 'any') {
    const listed =
      policy.approvers.length === 0 ? voter.roles.includes('approver') : isNamed(voter, policy.approvers);
    return listed || deputed.length > 0 ? ANYBODY : undefined;
  }
  return openSeats(approval).find(
    (seat) => isNamed(voter, [seat]) || deputed.some((each) => each.seat === seat),
  );
};

/** Whether this person's vote may be taken now. */
export const mayVote = (
  voter: Voter,
  approval: Approval,
  verdict: Verdict,
  { emergency = false }: { readonly emergency?: boolean } = {},
): VoteDecision => {
  const refuse = (why: VoteRefusal): VoteDecision => ({ kind: 'refuse', why });
  const { person } = voter;
  if (approval.outcome) return refuse('already-decided');
  // Whoever asked takes it back by withdrawing; deciding is for others, on every path.
  if (person.id === approval.requester.id) return refuse('own-request');
  if (isMaker(person, approval.evidence.makers)) return refuse('own-work');
  if (emergency) {
    if (!voter.roles.includes('admin')) return refuse('not-an-admin');
  } else if (seatFor(voter, approval) === undefined) {
    const listed = isNamed(voter, approval.policy.approvers);
    // Whoever is listed may end it at any time; approving waits for their turn.
    if (!listed) return refuse('not-an-approver');
    if (verdict === 'approve') return refuse('not-your-turn');
  }
  if (verdict === 'reject') return { kind: 'allow' };
  // The emergency path is quicker, not blinder: gates stand, their owners waive them.
  if (redGates(approval).length > 0) return refuse('gates-red');
  return { kind: 'allow' };
};

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
      ? approvals.length >= neededVotes(approval.policy)
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
