// What turns about promotions share: the approval behind a pressed button, and the view that every card of it is drawn from.

import { Fault } from '../base/errors.ts';
import type { PromotionView } from '../cards/promotion.ts';
import type { Approval } from '../domain/approval.ts';
import type { Operation } from '../domain/operation.ts';
import type { PromotionInput, PromotionResult } from '../domain/promotion.ts';
import type { Services } from '../services/index.ts';
import { whoMay } from '../services/promotions/who.ts';
import type { PressTurn } from './command.ts';
import { pressedOperation } from './operation-turns.ts';

/** In the order of the steps of the playbook. */
export const STEP_TITLES = [
  'Gather the evidence',
  'Wait for the decision',
  'Move the target',
  'Read it back',
  'Tag the version',
  'Release what waits for it',
  'Start the smoke job',
  'Run the smoke job',
];

export type PromotionOperation = Operation<PromotionInput, PromotionResult>;

/** The approval of a pressed button, and what the presser had before their eyes. @throws Fault `press-forged`, `approval-not-ready` */
export const pressedApproval = async (
  turn: PressTurn,
  verb: string,
): Promise<{
  readonly operation: PromotionOperation;
  readonly approval: Approval;
  readonly fingerprint: string;
  readonly because: string | undefined;
}> => {
  const operation = await pressedOperation(turn, verb);
  if (operation.kind !== 'promote') throw new Fault('press-forged', { changed: 'no' });
  const { promotions } = await turn.services();
  const approval = await promotions.approval(operation.op);
  const { fingerprint, because } = turn.press.data;
  if (typeof fingerprint !== 'string') throw new Fault('press-forged', { changed: 'no' });
  return {
    operation: operation as PromotionOperation,
    approval,
    fingerprint,
    because: typeof because === 'string' && because.trim() !== '' ? because : undefined,
  };
};

/** Which approval was pressed, and in which state it was shown. */
export const askedOf = ({
  approval: { op },
  fingerprint,
}: {
  readonly approval: Approval;
  readonly fingerprint: string;
}) => ({ op, fingerprint });

/** Everything a card of the promotion is drawn from. */
export const promotionView = async (
  { models }: Pick<Services, 'models'>,
  operation: PromotionOperation,
  approval: Approval | undefined,
  now: number,
): Promise<PromotionView> => {
  const url = models.url(operation.input.model, operation.input.version);
  return {
    operation,
    titles: STEP_TITLES,
    whoMay: approval ? whoMay(approval) : '',
    ...(approval && { approval }),
    ...(url !== undefined && { url }),
    now,
  };
};
