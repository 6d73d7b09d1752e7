// The body that answers a press of an Action.Execute button. Teams wants HTTP 200 and this envelope whatever happened; any
// other shape shows “Something went wrong” on the card although the work was done.
import type { Answer } from '../commands/answer.ts';

/** The envelope of the Universal Actions protocol. */
export interface InvokeBody {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

/** `malformed` is a press whose data is not in the form that cards send. */
export const invokeBody = (answer: Answer | 'malformed'): InvokeBody => {
  if (answer === 'malformed') {
    return {
      statusCode: 400,
      type: 'application/vnd.microsoft.error',
      value: { code: 'BadRequest', message: 'This button’s data cannot be read. Type the command instead.' },
    };
  }
  switch (answer.kind) {
    case 'card':
      // The answer stands in a post of its own; the pressed card stays.
      if (answer.asPost) return toast('Answered below.');
      return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: answer.card };
    case 'text':
      return toast(answer.text);
    case 'operation':
      return toast(answer.notice ?? `Operation ${answer.op}: see its card.`);
    case 'silence':
      return toast('Noted.');
  }
};

/** Shown to the presser alone; the card stays as it is. */
const toast = (text: string): InvokeBody => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: text,
});
