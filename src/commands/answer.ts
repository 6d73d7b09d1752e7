import type { Card } from '../cards/card.ts';
import type { Utterance } from '../domain/utterance.ts';

/**
 * What a turn answers. `operation` posts nothing: the operation's card comes through the outbox and changes in place.
 * As the answer to a press, `card` replaces the pressed card and `text` is shown to the presser alone.
 */
export type Answer =
  | { readonly kind: 'card'; readonly card: Card; readonly summary: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'operation'; readonly op: string }
  | { readonly kind: 'silence' };

/** The one way into the house: every front door (Teams, terminal, tests) says what was said and posts what comes back. */
export type Dispatch = (utterance: Utterance) => Promise<Answer>;
