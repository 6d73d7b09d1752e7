// Who may decide, in a few words for cards and refusals.
import type { Approval } from '../../domain/approval.ts';
import { neededVotes } from '../../domain/approval-policy.ts';
import { openSeats } from '../../domain/approval-seats.ts';

/** `2 of the role approver`, `all of Carol, Erin`, `next: Carol`. Names are as configured. */
export const whoMay = ({ policy, votes }: Pick<Approval, 'policy' | 'votes'>): string => {
  const needed = neededVotes(policy);
  const listed = policy.approvers.length === 0 ? 'the role approver' : policy.approvers.join(', ');
  switch (policy.order) {
    case 'any':
      return policy.approvers.length === 0
        ? `${needed === 1 ? 'anybody' : needed} with ${listed}`
        : `${needed === 1 ? 'one' : needed} of ${listed}`;
    case 'all':
      return `all of ${listed}`;
    case 'sequence':
      return openSeats({ policy, votes })[0] ?? listed;
  }
};
