/** Where a conversation takes place: `personal` is one to one, `terminal` is the CLI, where nothing is posted. */
export type Scope = 'personal' | 'group' | 'channel' | 'terminal';

/**
 * Enough to post into a conversation later, without an incoming activity (a Bot Framework conversation reference,
 * reduced to what sending needs). Stored as JSON.
 */
export interface Place {
  readonly scope: Scope;
  /** Conversation id without any `;messageid=` part. */
  readonly conversationId: string;
  /** Root message of the channel thread, when the question was asked in one. */
  readonly threadId?: string;
  /** The connector's base URL as it stood in the authenticated activity. */
  readonly serviceUrl: string;
  readonly channelId: string;
  readonly tenantId?: string;
  readonly teamId?: string;
  /** The bot's own account in this conversation. */
  readonly botId: string;
  readonly botName?: string;
}

/** One key per posting target: the thread is part of it, because a reply in another thread is another post. */
export const placeKey = (place: Place): string =>
  place.threadId ? `${place.conversationId};messageid=${place.threadId}` : place.conversationId;

const TO = 'to:';

/**
 * The one-to-one conversation with a person, not open yet: whoever sends into it opens it first.
 * @param near any place of the same tenant
 */
export const unopened = (personId: string, near: Place): Place => {
  const { threadId: _thread, teamId: _team, ...rest } = near;
  return { ...rest, scope: 'personal', conversationId: `${TO}${personId}` };
};

/** With whom a conversation is to be opened; undefined when it stands already. */
export const toOpen = (conversationId: string): string | undefined =>
  conversationId.startsWith(TO) ? conversationId.slice(TO.length) : undefined;
