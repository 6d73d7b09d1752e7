import type { Card, Face } from '../cards/card.ts';
import type { Utterance } from '../domain/utterance.ts';

/**
 * What a turn answers. `operation` posts nothing but its notice: the operation's card comes through the outbox and changes in place.
 * As the answer to a press, `card` replaces the pressed card unless it asks for a post of its own, and `text` is shown to
 * the presser alone.
 */
export type Answer =
  | {
      readonly kind: 'card';
      readonly card: Card;
      readonly summary: string;
      /** Post a new message even when this answers a press: the pressed card stays as it is. */
      readonly asPost?: true;
      /** The same content for programs: what `--json` prints as its result. */
      readonly data?: unknown;
      /** The catalogue code when the card tells of a failure. */
      readonly failure?: string;
    }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly data?: unknown;
      /** A front door that can ask the person to sign in does so in place of the text. */
      readonly signIn?: true;
    }
  | { readonly kind: 'operation'; readonly op: string; readonly notice?: string }
  | { readonly kind: 'silence' };

/** The one way into the house: every front door (Teams, terminal, tests) says what was said and posts what comes back. */
export type Dispatch = (utterance: Utterance) => Promise<Answer>;

/** A face as an answer, with its content for programs. */
export const faceAnswer = (face: Face, data?: unknown): Answer => ({
  kind: 'card',
  ...face,
  ...(data !== undefined && { data }),
});
