// What a person sees after pressing a card's button: the bot's invoke answer, read as Teams reads it.
import type { Answer } from './deliver.ts';
import { isObject, textOf } from './message.ts';

export type Outcome =
  /** A new card, for this person's client only. */
  | { readonly kind: 'card'; readonly card: unknown }
  /** A short line below the card, which stays. */
  | { readonly kind: 'message'; readonly text: string }
  /** Action.Submit went out; there is nothing to show but that. */
  | { readonly kind: 'sent'; readonly text: string }
  | { readonly kind: 'signIn'; readonly text: string; readonly title: string; readonly url: string }
  /** `text` is what Teams would show; `detail` says to a developer what was wrong with the answer. */
  | { readonly kind: 'error'; readonly text: string; readonly detail: string };

const somethingWrong = 'Something went wrong. Please try again.';

/** The protocol asks for HTTP 200 in every case and a body `{statusCode, type, value}`; anything else is an error to the person. */
export function readOutcome(answer: Answer, botName: string): Outcome {
  if (answer.status === 0) {
    return {
      kind: 'error',
      text: `Unable to reach ${botName}. Please try again.`,
      detail: answer.reason ?? 'no answer',
    };
  }
  if (answer.status !== 200) {
    return {
      kind: 'error',
      text: somethingWrong,
      detail: `the invoke was answered with HTTP ${answer.status}, Teams wants 200`,
    };
  }
  const body = answer.body;
  if (!isObject(body)) {
    return { kind: 'error', text: somethingWrong, detail: 'the invoke was answered without a JSON body' };
  }
  const { statusCode, type, value } = body;
  if (statusCode === 200 && type === 'application/vnd.microsoft.card.adaptive' && isObject(value)) {
    return { kind: 'card', card: value };
  }
  if (statusCode === 200 && type === 'application/vnd.microsoft.activity.message') {
    return { kind: 'message', text: textOf(value) };
  }
  if (statusCode === 401 && type === 'application/vnd.microsoft.activity.loginRequest') {
    const card = isObject(value) ? value : {};
    const first: unknown = Array.isArray(card['buttons']) ? card['buttons'][0] : undefined;
    const button = isObject(first) ? first : {};
    return {
      kind: 'signIn',
      text: textOf(card['text']) || `${botName} asks you to sign in.`,
      title: textOf(button['title']) || 'Sign in',
      url: textOf(button['value']),
    };
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && isObject(value)) {
    return {
      kind: 'error',
      text: textOf(value['message']) || somethingWrong,
      detail: `${statusCode} ${textOf(value['code'])}`.trim(),
    };
  }
  return {
    kind: 'error',
    text: somethingWrong,
    detail: `unknown invoke answer: statusCode ${String(statusCode)}, type ${String(type)}`,
  };
}
