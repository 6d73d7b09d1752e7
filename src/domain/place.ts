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
