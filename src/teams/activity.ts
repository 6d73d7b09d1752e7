// What arrives at the messages endpoint, read once from `unknown` into what the house understands. No botbuilder types here:
// an activity is JSON from outside, and a shape that does not fit is no utterance, whatever else it is.
import type { Person } from '../domain/person.ts';
import type { Place, Scope } from '../domain/place.ts';
import type { Utterance } from '../domain/utterance.ts';
import { type Mention, spokenText } from './spoken-text.ts';

/** The part of an activity that is judged before anything else is read. */
export interface Envelope {
  readonly type: string;
  readonly channelId: string | undefined;
  readonly serviceUrl: string | undefined;
}

/** One activity, by what brickbot does about it. */
export type Incoming =
  | { readonly kind: 'utterance'; readonly utterance: Utterance; readonly invoke: boolean }
  /** Somebody changed a message that was meant for brickbot. */
  | { readonly kind: 'edited'; readonly place: Place; readonly id: string }
  /** brickbot was added; `greet` is false when it was only upgraded. */
  | { readonly kind: 'added'; readonly place: Place; readonly greet: boolean }
  | { readonly kind: 'removed'; readonly place: Place }
  /** An invoke that nothing here answers. */
  | { readonly kind: 'unknown-invoke'; readonly name: string }
  /** A card's button whose data is not in the form that cards send. */
  | { readonly kind: 'malformed-press' }
  | { readonly kind: 'nothing'; readonly place?: Place };

/** The longest id (conversation, user, activity) that is taken seriously, in characters. */
const LONGEST_ID = 1_024;
/** The longest text that is passed on; what is longer is cut, so that the grammar can refuse it by its length. */
const LONGEST_TEXT = 32_000;

type Fields = Readonly<Record<string, unknown>>;

/** The envelope of a request body, or undefined when the body is no activity at all (no object, or no `type`). */
export const readEnvelope = (body: unknown): Envelope | undefined => {
  const fields = asFields(body);
  const type = asText(fields?.['type']);
  if (!fields || type === undefined) return undefined;
  return { type, channelId: asText(fields['channelId']), serviceUrl: asText(fields['serviceUrl']) };
};

/** Every tenant id that the activity names; an allow-list has to hold all of them. */
export const tenantsNamed = (body: unknown): readonly string[] => {
  const fields = asFields(body);
  return [
    asText(asFields(asFields(fields?.['channelData'])?.['tenant'])?.['id']),
    asText(asFields(fields?.['conversation'])?.['tenantId']),
  ].filter((id) => id !== undefined);
};

/** What an authenticated activity means. Never throws: hostile and unknown shapes are `nothing`. */
export const readActivity = (body: unknown): Incoming => {
  const fields = asFields(body) ?? {};
  const type = asText(fields['type']) ?? '';
  const place = readPlace(fields);
  const name = asText(fields['name']) ?? '';
  if (type === 'invoke' && name !== 'adaptiveCard/action') return { kind: 'unknown-invoke', name };
  if (!place) return type === 'invoke' ? { kind: 'malformed-press' } : { kind: 'nothing' };
  switch (type) {
    case 'message':
      return readMessage(fields, place);
    case 'invoke':
      return readInvoke(fields, place);
    case 'messageUpdate':
      return readEdit(fields, place);
    case 'installationUpdate': {
      const action = asText(fields['action']) ?? '';
      if (action.startsWith('add')) return { kind: 'added', place, greet: action === 'add' };
      return action.startsWith('remove') ? { kind: 'removed', place } : { kind: 'nothing', place };
    }
    case 'conversationUpdate':
      if (membersInclude(fields['membersAdded'], place.botId)) return { kind: 'added', place, greet: true };
      if (membersInclude(fields['membersRemoved'], place.botId)) return { kind: 'removed', place };
      return { kind: 'nothing', place };
    default:
      return { kind: 'nothing', place };
  }
};

const readMessage = (fields: Fields, place: Place): Incoming => {
  const person = readPerson(fields);
  const id = asId(fields['id']);
  // A bot that answers another bot, or itself, never ends.
  if (!person || !id || isBot(fields, place)) return { kind: 'nothing', place };
  const spoken = { id, person, place, ...readLocale(fields) };
  const press = readPressData(fields['value']);
  if (press) {
    const utterance = { ...spoken, kind: 'press', ...press, ...readCardId(fields) } as const;
    return { kind: 'utterance', utterance, invoke: false };
  }
  const mentions = readMentions(fields);
  if (!isAddressed(place, mentions)) return { kind: 'nothing', place };
  const raw = asText(fields['text']) ?? '';
  const recipient = asFields(fields['recipient']);
  const text = spokenText(raw.slice(0, LONGEST_TEXT), mentions, place.botId, asText(recipient?.['name']));
  return { kind: 'utterance', utterance: { ...spoken, kind: 'words', text }, invoke: false };
};

const readInvoke = (fields: Fields, place: Place): Incoming => {
  const person = readPerson(fields);
  const action = asFields(asFields(fields['value'])?.['action']);
  const verb = asText(action?.['verb']);
  if (!person || !verb || verb.length > 200) return { kind: 'malformed-press' };
  // The same press delivered twice has the same id; a client that sends none gets one that fits this press only.
  const id = asId(fields['id']) ?? `${place.conversationId}:${verb}:${asText(fields['timestamp']) ?? ''}`;
  const utterance = {
    kind: 'press',
    id,
    person,
    place,
    verb,
    data: ownFields(asFields(action?.['data']) ?? {}),
    ...readLocale(fields),
    ...readCardId(fields),
  } as const;
  return { kind: 'utterance', utterance, invoke: true };
};

/** Action.Submit sends its data as the value of a message; ours carry their verb in it. */
const readPressData = (value: unknown): { verb: string; data: Fields } | undefined => {
  const fields = asFields(value);
  const verb = asText(fields?.['verb']);
  if (!fields || !verb || verb.length > 200) return undefined;
  const { verb: _verb, msteams: _msteams, ...data } = ownFields(fields);
  return { verb, data };
};

const readEdit = (fields: Fields, place: Place): Incoming => {
  const event = asText(asFields(fields['channelData'])?.['eventType']);
  const id = asId(fields['id']);
  const meant = event === 'editMessage' && id !== undefined && !isBot(fields, place);
  return meant && isAddressed(place, readMentions(fields))
    ? { kind: 'edited', place, id }
    : { kind: 'nothing', place };
};

export const readPlace = (fields: Fields): Place | undefined => {
  const conversation = asFields(fields['conversation']);
  const recipient = asFields(fields['recipient']);
  const channelData = asFields(fields['channelData']);
  const address = asId(conversation?.['id']);
  const serviceUrl = asText(fields['serviceUrl']);
  const channelId = asText(fields['channelId']);
  const botId = asId(recipient?.['id']);
  if (!conversation || !address || !serviceUrl || !channelId || !botId) return undefined;
  const [conversationId, threadId] = address.split(';messageid=');
  if (!conversationId) return undefined;
  const tenantId = asId(asFields(channelData?.['tenant'])?.['id']) ?? asId(conversation['tenantId']);
  const teamId = asId(asFields(channelData?.['team'])?.['id']);
  const botName = asText(recipient?.['name']);
  return {
    scope: readScope(conversation, threadId !== undefined || teamId !== undefined),
    conversationId,
    serviceUrl,
    channelId,
    botId,
    ...(threadId ? { threadId } : {}),
    ...(tenantId ? { tenantId } : {}),
    ...(teamId ? { teamId } : {}),
    ...(botName ? { botName } : {}),
  };
};

const readScope = (conversation: Fields, looksLikeChannel: boolean): Scope => {
  switch (conversation['conversationType']) {
    case 'channel':
      return 'channel';
    case 'groupChat':
      return 'group';
    case 'personal':
      return 'personal';
    default:
      return looksLikeChannel ? 'channel' : conversation['isGroup'] === true ? 'group' : 'personal';
  }
};

export const readPerson = (fields: Fields): Person | undefined => {
  const from = asFields(fields['from']);
  const id = asId(from?.['aadObjectId']) ?? asId(from?.['id']);
  if (!id) return undefined;
  const [tenantId] = tenantsNamed(fields);
  const accountId = asId(from?.['id']);
  return {
    id,
    name: asText(from?.['name'])?.slice(0, 200) || 'Somebody',
    ...(tenantId ? { tenantId } : {}),
    ...(accountId !== undefined && accountId !== id ? { accountId } : {}),
  };
};

const readMentions = (fields: Fields): readonly Mention[] => {
  const entities: unknown = fields['entities'];
  if (!Array.isArray(entities)) return [];
  return entities.slice(0, 100).flatMap((entity: unknown) => {
    const mention = asFields(entity);
    const mentioned = asFields(mention?.['mentioned']);
    const id = asId(mentioned?.['id']);
    if (mention?.['type'] !== 'mention' || !id) return [];
    const [name, text] = [asText(mentioned?.['name']), asText(mention['text'])];
    return [{ id, ...(name ? { name } : {}), ...(text ? { text } : {}) }];
  });
};

/** With the consent to read all messages, a bot gets those too that are not meant for it: only a mention calls it then. */
const isAddressed = (place: Place, mentions: readonly Mention[]): boolean =>
  place.scope === 'personal' || mentions.some(({ id }) => id === place.botId);

const isBot = (fields: Fields, place: Place): boolean => {
  const from = asFields(fields['from']);
  return from?.['role'] === 'bot' || from?.['id'] === place.botId;
};

const membersInclude = (members: unknown, id: string): boolean =>
  Array.isArray(members) && members.some((member: unknown) => asFields(member)?.['id'] === id);

export const readLocale = (fields: Fields): { locale?: string } => {
  const locale = asText(fields['locale']);
  return locale && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(locale) ? { locale } : {};
};

const readCardId = (fields: Fields): { cardActivityId?: string } => {
  const id = asId(fields['replyToId']);
  return id ? { cardActivityId: id } : {};
};

export const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

export const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length > 0 ? value : undefined;

export const asId = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= LONGEST_ID ? value : undefined;

/** JSON may carry a key called `__proto__`; spreading such data later must not reach an object's prototype. */
const ownFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== '__proto__'));
