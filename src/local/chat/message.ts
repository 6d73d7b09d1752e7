// The one record this chat remembers: a message, by a person or by the bot, as the page shows it.

/** A card, a picture or a file as the bot sent it; the content is the sender's own JSON. */
export interface Attachment {
  readonly contentType: string;
  readonly content?: unknown;
  readonly contentUrl?: string;
  readonly name?: string;
}

/** `text` is the exact `<at>…</at>` part of the message; `id` is a person's `29:…` id or the bot's `28:…` id. */
export interface Mention {
  readonly text: string;
  readonly id: string;
  readonly name: string;
}

export interface Message {
  /** Digits of a time in ms, unique and growing, as Teams makes them. */
  readonly id: string;
  /** Key of the conversation. */
  readonly conversation: string;
  /** Id of the post that began the thread (its own id for that post); null outside channels. */
  readonly root: string | null;
  /** Key of a person, or `bot`. */
  readonly author: string;
  readonly text: string;
  readonly textFormat: string;
  readonly attachments: readonly Attachment[];
  readonly mentions: readonly Mention[];
  /** Quick replies under the bot's message, as `{title, value}`. */
  readonly suggestions: readonly { readonly title: string; readonly value: string }[];
  readonly summary: string;
  readonly important: boolean;
  /** ms since the epoch. */
  readonly at: number;
  readonly editedAt: number | null;
  readonly deleted: boolean;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const listOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** What of a bot's outgoing activity the page can show. Unknown fields are dropped, as Teams does. */
export function readActivity(
  activity: JsonObject,
): Pick<
  Message,
  'text' | 'textFormat' | 'attachments' | 'mentions' | 'suggestions' | 'summary' | 'important'
> {
  const suggested = isObject(activity['suggestedActions']) ? activity['suggestedActions']['actions'] : [];
  return {
    text: textOf(activity['text']),
    textFormat: textOf(activity['textFormat']) || 'markdown',
    summary: textOf(activity['summary']),
    important: activity['importance'] === 'high' || activity['importance'] === 'urgent',
    attachments: listOf(activity['attachments']).map((each) => ({
      contentType: textOf(each['contentType']),
      ...(each['content'] === undefined ? {} : { content: each['content'] }),
      ...(typeof each['contentUrl'] === 'string' ? { contentUrl: each['contentUrl'] } : {}),
      ...(typeof each['name'] === 'string' ? { name: each['name'] } : {}),
    })),
    mentions: listOf(activity['entities'])
      .filter((each) => each['type'] === 'mention' && isObject(each['mentioned']))
      .map((each) => {
        const mentioned = isObject(each['mentioned']) ? each['mentioned'] : {};
        return {
          text: textOf(each['text']),
          id: textOf(mentioned['id']),
          name: textOf(mentioned['name']),
        };
      }),
    suggestions: listOf(suggested).map((each) => ({
      title: textOf(each['title']) || textOf(each['value']),
      value: textOf(each['value']) || textOf(each['title']),
    })),
  };
}
