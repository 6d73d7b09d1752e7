// Whose say a vote is. Where any approver will do, everybody who may decide has a say of their own; where each entry of the list has to
// speak, the entry is the say. Handing over moves a say: who gave it away has it no more, and two deputies never make two of one.
import type { Approval, Vote } from './approval.ts';
import { namesOf, type Person } from './person.ts';
import type { Role } from './roles.ts';

/** A person with what was found out about them. */
export interface Voter {
  readonly person: Person;
  readonly roles: readonly Role[];
  /** Entries of the form `group:<id>` that they belong to. */
  readonly groups: readonly string[];
}

/** Whether a list names the person, by id, principal name or group. */
export const isNamed = ({ person, groups }: Voter, list: readonly string[]): boolean => {
  const own = new Set([...namesOf(person), ...groups.map((group) => group.toLowerCase())]);
  return list.some((entry) => own.has(entry.toLowerCase()));
};

/** Whether the policy itself lets them decide, deputies left out. */
export const isApprover = (voter: Voter, { policy }: Pick<Approval, 'policy'>): boolean =>
  policy.order === 'any' && policy.approvers.length === 0
    ? voter.roles.includes('approver')
    : isNamed(voter, policy.approvers);

/** The newest word of each person; a vote that was taken back by a later one does not count. */
export const standingVotes = (votes: readonly Vote[]): readonly Vote[] => [
  ...new Map(votes.map((vote) => [vote.person.id, vote])).values(),
];

/** Says that were used to approve, each once. */
export const spokenSeats = (votes: readonly Vote[]): ReadonlySet<string> =>
  new Set(
    standingVotes(votes)
      .filter(({ verdict }) => verdict === 'approve')
      .map(({ seat, person }) => seat ?? person.id),
  );

type Votes = Pick<Approval, 'policy' | 'votes'>;

/** Entries of the list that nobody has approved for yet; with a sequence only the first of them is asked. */
export const openSeats = ({ policy, votes }: Votes): readonly string[] => {
  const taken = spokenSeats(votes);
  const open = policy.approvers.filter((entry) => !taken.has(entry));
  return policy.order === 'sequence' ? open.slice(0, 1) : open;
};

/** Every say that this voter has now, used or not: their own, and those that were handed to them and not handed on. */
const saysOf = (voter: Voter, approval: Pick<Approval, 'policy' | 'handOvers'>): readonly string[] => {
  const { policy, handOvers } = approval;
  const { person } = voter;
  const typed = new Set([...namesOf(person), person.name.toLowerCase()]);
  // Whoever stands there by name speaks as that, so that the group's place stays for another of the group.
  const entries = policy.approvers.filter((entry) => isNamed(voter, [entry]));
  const named = entries.toSorted((a, b) => Number(a.startsWith('group:')) - Number(b.startsWith('group:')));
  const own = policy.order === 'any' ? (isApprover(voter, approval) ? [person.id] : []) : named;
  const held = new Set(own);
  for (const { from, to, seat = from.id } of handOvers) {
    if (from.id === person.id) held.delete(seat);
    // A deputy is held to the same rules: a name alone makes nobody an approver.
    if (typed.has(to.toLowerCase()) && voter.roles.some((role) => role === 'approver' || role === 'admin'))
      held.add(seat);
  }
  return [...held];
};

/** Says that this voter may still use or hand on, in whatever turn. */
export const freeSeats = (voter: Voter, approval: Approval): readonly string[] => {
  const taken = spokenSeats(approval.votes);
  return saysOf(voter, approval).filter((seat) => !taken.has(seat));
};

/** The say that a vote of theirs would be now; undefined where they have none, it is used, or it is not its turn. */
export const seatFor = (voter: Voter, approval: Approval): string | undefined => {
  const free = freeSeats(voter, approval);
  if (approval.policy.order === 'any') return free[0];
  const open = new Set(openSeats(approval));
  return free.find((seat) => open.has(seat));
};
