import type { IAdaptiveCard } from '@microsoft/teams.cards';

/** An Adaptive Card as Teams takes it: a plain object, typed by the vendor's own definitions (types only, nothing at run time). */
export type Card = IAdaptiveCard;

/** A card with the line that stands for it in notifications, on old clients and on the terminal. */
export interface Face {
  readonly card: Card;
  /** Verb, object and state within the first 80 characters. */
  readonly summary: string;
}
