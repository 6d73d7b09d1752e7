// What waits for a decision: one row a request, the oldest first, with what stands in its way.
import type { Approval } from '../domain/approval.ts';
import { neededVotes, redGates } from '../domain/approval-policy.ts';
import { spokenSeats } from '../domain/approval-seats.ts';
import { targetName } from '../domain/model.ts';
import { info, NEEDS_YOU } from './badge.ts';
import { box, cell, line, mono, note, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { versionName } from './comparison.ts';
import { marked, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { say } from './press.ts';
import { ago, count, instant } from './words.ts';

export interface ApprovalsView {
  /** Undecided ones, oldest first. */
  readonly approvals: readonly Approval[];
  readonly now: number;
}

export const approvalsCard = (view: ApprovalsView): Face =>
  fitted([15, 8, 4, 1], (most) => approvalsFace(view, most));

const given = ({ votes }: Approval): number => spokenSeats(votes).size;

const rowOf = (approval: Approval, now: number) => {
  const { evidence, requester, target, policy, askedAt, expiresAt, because, op } = approval;
  const red = redGates(approval).length;
  return [
    cell(
      [
        strong(`${plainName(evidence.candidate.model, 32)} ${versionName(evidence.candidate.version)}`),
        ` to ${plainName(targetName(target), 32)}`,
      ],
      [subtle(dots([plainName(requester.name, 32), ago(askedAt, now), plain(because, 80)]))],
    ),
    cell(
      red > 0
        ? [strong(`✕ ${count(red, 'gate')} red`, 'Attention')]
        : [strong(`${given(approval)} of ${neededVotes(policy)}`)],
      [mono(op), subtle(`  until ${instant(expiresAt, now)}`)],
    ),
  ];
};

const approvalsFace = ({ approvals, now }: ApprovalsView, most: number): Face => {
  const shown = approvals.slice(0, most);
  return frame({
    title: 'Approvals',
    state: approvals.length === 0 ? info('None') : { ...NEEDS_YOU, word: `${approvals.length} open` },
    line: instant(now, now),
    body:
      shown.length === 0
        ? [box('emphasis', [line(['Nothing waits for a decision.'], 'None')])]
        : [
            table(
              [
                ['Request', 5],
                ['Votes', 4],
              ],
              shown.map((approval) => rowOf(approval, now)),
            ),
            ...(approvals.length > shown.length ? [note(`and ${approvals.length - shown.length} more`)] : []),
          ],
    foot: shown.length === 0 ? '' : marked('Type “approve <op>” or “reject <op> because …”'),
    buttons: shown
      .slice(0, 4)
      .map(({ op, evidence }) =>
        say(`Look at ${op} (${plainName(evidence.candidate.model, 16)})`, `approvals ${op}`),
      ),
    summary: `Approvals: ${approvals.length === 0 ? 'nothing waits for a decision' : `${count(approvals.length, 'request')} open, oldest ${plain(shown[0]?.op ?? '', 8)}`}`,
  });
};
