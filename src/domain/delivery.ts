import type { Person } from './person.ts';
import type { Place } from './place.ts';

/** What the card that asks somebody to sign in needs. */
export interface SignInCard {
  readonly connectionName: string;
  readonly text: string;
  /** With it the client signs in silently where it can. */
  readonly tokenExchangeResource?: object;
  /** Page behind the button. */
  readonly link: string;
}

/** One thing to post: the card, the text that stands for it, and whom it mentions. */
export interface Message {
  readonly text?: string;
  /** First 80 characters carry verb, object, state. */
  readonly summary: string;
  /** Adaptive Card as JSON. */
  readonly card?: unknown;
  /** Of a card, whoever its part `mention` names: they are called on once, by the first post. */
  readonly mention?: Person;
  /** Asks to sign in: goes alone, as a card of its own kind. */
  readonly signIn?: SignInCard;
}

/**
 * How one attempt to send ended. `retry` never reached the other side or was refused for now; `uncertain` may have been
 * posted (the answer was lost); `refused` and `gone` will not get better by trying again.
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly activityId: string }
  | { readonly kind: 'throttled'; readonly retryAfterMs?: number }
  | { readonly kind: 'retry'; readonly why: string }
  | { readonly kind: 'uncertain'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'gone'; readonly why: string };

/** The one-to-one conversation with a person, or why there is none. */
export type OpenOutcome =
  | { readonly kind: 'opened'; readonly place: Place }
  | Exclude<SendOutcome, { readonly kind: 'sent' }>;

/** What a conversation knows of one of its members. */
export interface Member {
  /** Entra object id. */
  readonly objectId: string;
  readonly upn?: string;
  readonly mail?: string;
  /** The member's own tenant. */
  readonly tenantId?: string;
  readonly guest: boolean;
}

/** The member record of a person; `gone`: no member there, or no such conversation. */
export type MemberOutcome =
  | { readonly kind: 'member'; readonly member: Member }
  | { readonly kind: 'gone'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Sends into conversations, whatever is behind it (the Bot connector, or nothing on a terminal). */
export interface Sender {
  post(place: Place, message: Message): Promise<SendOutcome>;
  update(place: Place, activityId: string, message: Message): Promise<SendOutcome>;
  /** Opens the one-to-one conversation with a person. @param place any place of the same tenant */
  createPersonal?(place: Place, person: Person): Promise<OpenOutcome>;
}
