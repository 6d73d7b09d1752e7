// From the house's message to the activity that the Bot connector takes. Plain JSON, written by us: the SDK's own serializer
// drops fields that it does not know.
import { MENTION, named } from '../cards/blocks.ts';
import type { Message, SignInCard } from '../domain/delivery.ts';
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';

/** The activity as JSON text, ready to be sent. A card goes alone: text beside it would become a second message. */
export const activityJson = (place: Place, message: Message, conversation: string): string => {
  const { card, text, summary, mention } = message;
  const tag = mention && mentionTag(mention);
  const entities = mention ? [mentionEntity(mention)] : undefined;
  const envelope = {
    type: 'message',
    from: { id: place.botId, name: place.botName },
    conversation: { id: conversation },
    summary,
  };
  if (message.signIn) return JSON.stringify({ ...envelope, attachments: [signInCard(message.signIn)] });
  if (card === undefined)
    return JSON.stringify({
      ...envelope,
      text: tag ? `${tag} ${text ?? summary}` : (text ?? summary),
      textFormat: 'plain',
      entities,
    });
  const attachment = `{"contentType":"${CARD}","content":${cardJson(mention ? withMention(card, mention) : card)}}`;
  return `${JSON.stringify(envelope).slice(0, -1)},"attachments":[${attachment}]}`;
};

const signInCard = ({ connectionName, text, tokenExchangeResource, link }: SignInCard): object => ({
  contentType: 'application/vnd.microsoft.card.oauth',
  content: {
    text,
    connectionName,
    tokenExchangeResource,
    buttons: [{ type: 'signin', title: 'Sign in', value: link }],
  },
});

/** Cards are never changed once drawn, and some are sent over and over (help): each is written as text once. */
const written = new WeakMap<object, string>();

const cardJson = (card: unknown): string => {
  if (typeof card !== 'object' || card === null) return JSON.stringify(card) ?? 'null';
  const text = written.get(card) ?? JSON.stringify(card);
  written.set(card, text);
  return text;
};

/** `<at>Name</at>`, as the text of a card or message has to spell it for the mention to work. */
export const mentionTag = (person: Person): string => `<at>${person.name.replaceAll(/[<>&]/g, '')}</at>`;

const mentionEntity = (person: Person): object => ({
  type: 'mention',
  text: mentionTag(person),
  mentioned: { id: person.id, name: person.name },
});

/** A mention inside a card: declared in the card itself, and spelled the same in the part that is kept for it. */
const withMention = (card: unknown, person: Person): unknown => {
  if (typeof card !== 'object' || card === null) return card;
  const { msteams } = card as { msteams?: { entities?: readonly object[] } };
  const entities = [...(msteams?.entities ?? []), mentionEntity(person)];
  return { ...(tagged(card, person) as object), msteams: { ...msteams, entities } };
};

const tagged = (node: unknown, person: Person): unknown => {
  if (Array.isArray(node)) return node.map((each) => tagged(each, person));
  if (typeof node !== 'object' || node === null) return node;
  const { id, text } = node as { id?: unknown; text?: unknown };
  if (id === MENTION && typeof text === 'string')
    return { ...node, text: text.replace(named(person.name), () => mentionTag(person)) };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, tagged(value, person)]));
};
