// The card of a request that could not be answered: which system, what was attempted, whether anything changed, what to do next, and
// the code and reference under which the log has the rest.
import type { EndingKind } from '../base/catalogue.ts';
import type { Fault } from '../base/errors.ts';
import { phrase } from '../base/language.ts';
import { FAILED, QUESTION, REFUSED, type StateWord, UNKNOWN } from './badge.ts';
import { note } from './blocks.ts';
import type { Face } from './card.ts';
import { markedName, plain } from './escape.ts';
import { dots, frame } from './frame.ts';
import { say } from './press.ts';
import { attemptedLine, troubleBox } from './trouble.ts';

export interface FailureView {
  /** The id under which the log has the rest. */
  readonly reference: string;
  readonly attempted?: string;
  /** The operation that it belongs to. */
  readonly op?: string;
}

const STATES: Readonly<Record<EndingKind, StateWord>> = {
  input: { ...QUESTION, word: 'Check this' },
  refused: REFUSED,
  failed: FAILED,
  unknown: UNKNOWN,
};

export const failureCard = (fault: Fault, { reference, attempted, op }: FailureView): Face => {
  const state = STATES[fault.entry.kind];
  const wait = fault.details.retryAfterSeconds;
  return frame({
    title: fault.entry.title,
    state,
    body: [
      ...attemptedLine(fault, attempted ?? fault.details.attempted),
      troubleBox(fault, { titled: false }),
      ...(wait === undefined
        ? []
        : [note(phrase('Wait {seconds} s before the next try.', { seconds: Math.ceil(wait) }))]),
    ],
    foot: dots([
      phrase('code {code}', { code: fault.code }),
      phrase('reference {reference}', { reference: markedName(reference, 40) }),
      op !== undefined && phrase('op {op}', { op: markedName(op, 20) }),
    ]),
    ...(fault.entry.kind === 'input' && { buttons: [say('Help', 'help')] }),
    summary: `${fault.entry.title}: ${plain(fault.what, 200)} ${plain(fault.next, 120)}`,
  });
};
