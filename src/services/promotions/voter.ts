// Who somebody is to an approval: what is known of them now, what they may do, and the words in which they are told that they may not.
import { Fault } from '../../base/errors.ts';
import type { Approval } from '../../domain/approval.ts';
import { isMaker, mayVote, redGates, type VoteRefusal } from '../../domain/approval-policy.ts';
import { isApprover, isNamed, standingVotes, type Voter } from '../../domain/approval-seats.ts';
import type { Person } from '../../domain/person.ts';
import type { Rights } from '../rights.ts';
import type { Beholder, PromotionsTools } from './port.ts';
import { whoMay } from './who.ts';

type VoterRights = Pick<Rights, 'rolesOf' | 'groupsOf' | 'whois'>;

/** The person with what is known of them now. Over the network: read before any lock is taken. */
export const voterOf = async (
  rights: VoterRights,
  somebody: Person,
  { policy, evidence, target }: Approval,
): Promise<Voter> => {
  const person = await rights.whois(somebody, { fresh: true });
  const entries = [...policy.approvers, ...policy.owners, ...evidence.gates.flatMap(({ owners }) => owners)];
  return {
    person,
    roles: await rights.rolesOf(person, { model: target.model, fresh: true }),
    groups: await rights.groupsOf(
      person,
      entries.filter((entry) => entry.startsWith('group:')),
    ),
  };
};

/** What this person may do now, for the card that is theirs. */
export const beholderOf = async (
  { rights, clock }: Pick<PromotionsTools, 'rights' | 'clock'>,
  approval: Approval,
  person: Person,
): Promise<Beholder> => {
  if (person.id === approval.requester.id) return 'requester';
  const voter = await voterOf(rights, person, approval);
  const red = new Set(redGates(approval));
  const owned = approval.evidence.gates.some(({ name, owners }) => red.has(name) && isNamed(voter, owners));
  if (owned && !isMaker(voter.person, approval.evidence.makers)) return 'owner';
  const now = clock.now();
  const approving = mayVote(voter, approval, 'approve', { now });
  if (approving.kind === 'refuse' && approving.why === 'already-approved') return 'voted';
  return mayVote(voter, approval, 'reject', { now }).kind === 'allow' ? 'approver' : 'everybody';
};

/** Names of those who approved and may not decide any more: their account is gone, or what gave them the right is. */
export const lapsedVotes = async (rights: VoterRights, approval: Approval): Promise<readonly string[]> => {
  const lapsed: string[] = [];
  for (const { person, verdict, emergency, seat = person.id } of standingVotes(approval.votes)) {
    if (verdict !== 'approve') continue;
    try {
      const voter = await voterOf(rights, person, approval);
      const own = approval.policy.order === 'any' ? seat === person.id : isNamed(voter, [seat]);
      // A deputy needs no right of their own beyond an account that is alive.
      const deputy = !own && approval.handOvers.some((each) => (each.seat ?? each.from.id) === seat);
      const holds = emergency ? voter.roles.includes('admin') : deputy || isApprover(voter, approval);
      if (!holds) lapsed.push(person.name);
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'account-disabled')) throw error;
      lapsed.push(person.name);
    }
  }
  return lapsed;
};

/** The refusal in words. */
export const refusal = (why: VoteRefusal, approval: Approval, person: Person): Fault => {
  const { op, policy, votes } = approval;
  const spoken = standingVotes(votes);
  const no = spoken.find(({ verdict }) => verdict === 'reject');
  const outcome =
    approval.outcome ??
    (no && { state: 'rejected' as const, by: no.person.name, at: no.at, place: undefined });
  const who = outcome?.by === undefined ? '' : ` by ${outcome.by}`;
  const where = outcome?.place === undefined ? '' : ` in ${outcome.place}`;
  const own = spoken.find((vote) => vote.person.id === person.id);
  return new Fault(why, {
    changed: 'no',
    facts: {
      op,
      person: person.name,
      whom: whoMay(approval),
      gates: redGates(approval).join(', '),
      owners: policy.owners.join(', ') || 'nobody is named',
      hours: Math.round(policy.expiresMs / 3_600_000),
      state: outcome?.state ?? 'decided',
      by: outcome === undefined ? '' : `${who}${where} at ${clockTime(outcome.at)}`,
      at: own === undefined ? '' : clockTime(own.at),
    },
  });
};

const clockTime = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`;
