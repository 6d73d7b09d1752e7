// The buttons of a promotion, by its state and by who looks at it. What they carry is the id, the code of this card and the fingerprint
// that was shown: a vote on an older state does not count.
import type { IExecuteAction } from '@microsoft/teams.cards';
import type { Approval } from '../domain/approval.ts';
import { redGates, standingOf } from '../domain/approval-policy.ts';
import { targetName } from '../domain/model.ts';
import { hasEnded } from '../domain/operation.ts';
import { pressCode } from '../domain/press-code.ts';
import { type Button, open, type PressOptions, press, say } from './press.ts';
import type { PromotionView } from './promotion-view.ts';

type DecisionVerb = Extract<
  PressOptions['verb'],
  `${'approve' | 'reject' | 'promote' | 'withdraw' | 'waive'}.${string}`
>;

/** A button about an approval. */
export const pressApproval = (
  { operation, approval }: Pick<PromotionView, 'operation' | 'approval'>,
  verb: DecisionVerb,
  options: Pick<PressOptions, 'title' | 'style' | 'withInputs'> & { readonly gate?: string },
): IExecuteAction =>
  press({
    title: options.title,
    verb,
    data: {
      op: operation.op,
      code: pressCode(operation, verb),
      ...(approval && { fingerprint: approval.fingerprint }),
      ...(options.gate !== undefined && { gate: options.gate }),
    },
    ...(options.style && { style: options.style }),
    ...(options.withInputs && { withInputs: true }),
  });

/** At most four, the most wanted first. */
export const promotionButtons = (view: PromotionView): readonly Button[] => {
  const { operation, approval, url } = view;
  if (operation.state === 'done')
    return [
      ...(operation.input.release || !operation.result || operation.result.elsewhere !== undefined
        ? []
        : [undo(view)]),
      say('History', `history model ${quoted(operation.input.model)}`),
      ...open('Open version', url),
    ];
  // The target was moved although the smoke job failed: the way back comes first.
  if (operation.state === 'failed' && operation.reason?.code === 'smoke-failed')
    return [
      undo(view),
      say('History', `history model ${quoted(operation.input.model)}`),
      ...open('Open version', url),
    ];
  if (hasEnded(operation.state) || approval?.outcome) {
    const ended = approval?.outcome?.state;
    const again =
      ended === 'moved' || ended === 'expired' || ended === 'rejected' || operation.state === 'failed';
    return [...(again ? [requestAgain(view, ended === 'rejected')] : []), ...open('Open version', url)];
  }
  if (!approval) return operation.state === 'running' || operation.state === 'queued' ? [withdraw(view)] : [];
  return waitingButtons(view, approval);
};

const waitingButtons = (view: PromotionView, approval: Approval): readonly Button[] => {
  const { beholder = 'everybody', url, detail, now } = view;
  const red = redGates(approval);
  // With the votes complete, for the end of a freeze perhaps, only a no makes a difference.
  const complete = standingOf(approval, now) === 'approved';
  const decide: readonly Button[] =
    red.length > 0 || complete
      ? [pressApproval(view, 'reject.ask', { title: 'Reject', style: 'destructive' })]
      : [
          pressApproval(view, 'approve.ask', { title: 'Approve', style: 'positive' }),
          pressApproval(view, 'reject.ask', { title: 'Reject', style: 'destructive' }),
        ];
  const details = detail === 'all' ? [] : [pressApproval(view, 'promote.details', { title: 'Details' })];
  const waive = red.slice(0, 1).map((gate) => pressApproval(view, 'waive.ask', { title: 'Waive', gate }));
  switch (beholder) {
    case 'requester':
      return [...details, ...open('Open version', url), withdraw(view)];
    case 'owner':
      return [...waive, ...decide, ...details];
    case 'voted':
      return [
        pressApproval(view, 'reject.ask', { title: 'Reject', style: 'destructive' }),
        ...details,
        pressApproval(view, 'promote.question', { title: 'Ask a question' }),
        ...open('Open version', url),
      ];
    case 'approver':
      return [...decide, ...details, pressApproval(view, 'promote.question', { title: 'Ask a question' })];
    case 'everybody':
      return [
        ...decide,
        ...details,
        red.length > 0 && approval.policy.owners.length > 0
          ? (waive[0] ?? withdraw(view))
          : pressApproval(view, 'promote.question', { title: 'Ask a question' }),
      ];
  }
};

const undo = ({ operation: { op, state } }: PromotionView): Button =>
  say('Undo', `undo ${op}`, state === 'failed' ? 'positive' : undefined);

const withdraw = (view: PromotionView): Button => pressApproval(view, 'withdraw.op', { title: 'Withdraw' });

/** The same once more: the words are the same, the reason stays. After a rejection it is for whoever asked to say anew. */
const requestAgain = ({ operation: { input } }: PromotionView, rejected: boolean): Button =>
  say(
    'Request again',
    rejected
      ? `promote ${quoted(input.model)} v${input.version} to ${quoted(typedTarget(input))}`
      : `promote ${quoted(input.model)} v${input.version} to ${quoted(typedTarget(input))} because ${input.because}`,
    'positive',
  );

const typedTarget = ({ target }: PromotionView['operation']['input']): string =>
  target.kind === 'copy' ? target.environment : targetName(target);

/** Names with other signs are typed in quotes. */
const quoted = (name: string): string =>
  /^\w[\w./+-]*$/.test(name) ? name : `"${name.replaceAll('"', '')}"`;
