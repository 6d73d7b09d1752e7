// Buttons. A button carries a verb (which dialog, which turn) and ids, never authority: the server decides by stored state.
import type { IExecuteAction, IOpenUrlAction } from '@microsoft/teams.cards';
import { own } from '../base/language.ts';
import type { Operation } from '../domain/operation.ts';
import { pressCode } from '../domain/press-code.ts';
import { plain, webAddress } from './escape.ts';

export type Button = IExecuteAction | IOpenUrlAction;

/** Every verb that a card may carry; each names a dialog's turn, and `say` is as if its words had been typed. */
export const VERBS = [
  'deploy.start',
  'cancel.op',
  'rerun.op',
  'run-tests.on',
  'show-experiment.page',
  'show-experiment.metric',
  'show-run.open',
  'compare.show',
  'repair.run',
  'mute.hour',
  'subscriptions.set',
  'subscriptions.mute',
  'subscriptions.remove',
  'approve.ask',
  'approve.vote',
  'reject.ask',
  'reject.vote',
  'promote.details',
  'promote.view',
  'promote.question',
  'promote.asked',
  'withdraw.op',
  'waive.ask',
  'waive.gate',
  'history-model.accept',
  'history-model.revert',
  'emergency.start',
  'say',
] as const;
export type Verb = (typeof VERBS)[number];
export type OperationVerb = Extract<Verb, 'deploy.start' | 'cancel.op' | 'rerun.op'>;

export interface PressOptions {
  readonly title: string;
  readonly verb: Verb;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  /** `positive` for the one button that is meant to be pressed, `destructive` for one that stops or discards. */
  readonly style?: 'positive' | 'destructive';
  /** Take the card's inputs along; otherwise a half-filled input never keeps a button from working. */
  readonly withInputs?: boolean;
}

/** A button that comes back to brickbot. */
export const press = ({ title, verb, data, style, withInputs }: PressOptions): IExecuteAction => ({
  type: 'Action.Execute',
  title: plain(own(title), 40),
  verb,
  data,
  associatedInputs: withInputs ? 'auto' : 'none',
  ...(style && { style }),
});

/** A button of an operation: its id and the code that only brickbot can make. */
export const pressOperation = (
  operation: Pick<Operation, 'op' | 'key' | 'reason'>,
  verb: OperationVerb,
  title: string,
  style?: PressOptions['style'],
): IExecuteAction => {
  // Whoever lacks the right should not be led to press again; somebody else may.
  const led = !(verb === 'rerun.op' && operation.reason?.code === 'not-permitted');
  return press({
    title,
    verb,
    data: { op: operation.op, code: pressCode(operation, verb) },
    ...(style && led && { style }),
  });
};

/** A button that says something for the presser. */
export const say = (title: string, words: string, style?: PressOptions['style']): IExecuteAction =>
  press({ title, verb: 'say', data: { say: words }, ...(style && { style }) });

/** A button that opens a page; none when the address is missing or not a web address. */
export const open = (title: string, url: string | undefined): readonly IOpenUrlAction[] => {
  const address = webAddress(url);
  return address === undefined
    ? []
    : [{ type: 'Action.OpenUrl', title: plain(own(title), 40), url: address }];
};
