// What the bot does in the chat through the connector: post, change, delete, type, start a conversation. Refusals carry the codes of
// Teams' own service.
import { wireConversationId } from './activity.ts';
import type { Hub } from './hub.ts';
import { isObject, type JsonObject, type Message, readActivity, textOf } from './message.ts';
import { Refusal } from './refusal.ts';
import type { Conversation, Person, Roster } from './roster.ts';
import type { ChatStore } from './store.ts';

export interface BotSide {
  /** Posts; `id` is absent where Teams gives none (typing, or text and a card in one activity, which it splits in two). */
  post(wireId: string, activity: JsonObject): { readonly status: number; readonly id?: string };
  update(wireId: string, activityId: string, activity: JsonObject): { readonly id: string };
  remove(wireId: string, activityId: string): void;
  /** A 1:1 chat (the same id every time) or a new post in a channel. */
  createConversation(parameters: JsonObject): { readonly id: string; readonly activityId?: string };
  members(wireId: string): readonly Person[];
  /** The conversation of a wire id, whether or not it has a thread suffix. */
  find(wireId: string): { readonly conversation: Conversation; readonly root: string | null };
}

/** About 100 KB counted in UTF-16, the whole activity. */
const mostBytes = 100 * 1024;

export function createBotSide(world: {
  readonly roster: Roster;
  readonly store: ChatStore;
  readonly hub: Hub;
  readonly now: () => number;
}): BotSide {
  const { roster, store, hub } = world;
  /** 1:1 chats that the bot opened itself, without an install of the person. */
  const opened = new Set<string>();

  function find(wireId: string): { readonly conversation: Conversation; readonly root: string | null } {
    const [id = '', root] = wireId.split(';messageid=');
    const conversation = roster.conversationById(id);
    if (conversation === undefined) {
      throw new Refusal(404, 'ConversationNotFound', 'Conversation not found.');
    }
    return { conversation, root: conversation.kind === 'channel' ? (root ?? null) : null };
  }

  function writable(wireId: string): { readonly conversation: Conversation; readonly root: string | null } {
    const found = find(wireId);
    if (store.installed(found.conversation.key) !== true && !opened.has(found.conversation.key)) {
      throw new Refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    }
    return found;
  }

  function checkSize(activity: JsonObject): void {
    if (JSON.stringify(activity).length * 2 > mostBytes) {
      throw new Refusal(413, 'MessageSizeTooBig', 'Message size too large.');
    }
  }

  function put(conversation: Conversation, root: string | null, activity: JsonObject): Message {
    const id = store.nextId(world.now());
    const message: Message = {
      id,
      conversation: conversation.key,
      root: conversation.kind === 'channel' ? (root ?? id) : null,
      author: 'bot',
      ...readActivity(activity),
      at: world.now(),
      editedAt: null,
      deleted: false,
    };
    store.save(message);
    hub.publish({ kind: 'message', message });
    return message;
  }

  function post(wireId: string, activity: JsonObject): { readonly status: number; readonly id?: string } {
    const { conversation, root } = writable(wireId);
    checkSize(activity);
    if (activity['type'] === 'typing') {
      hub.publish({ kind: 'typing', conversation: conversation.key, root });
      return { status: 202 };
    }
    if (activity['type'] !== 'message') {
      throw new Refusal(400, 'BadArgument', `Unknown activity type ${textOf(activity['type'])}`);
    }
    const attachments = Array.isArray(activity['attachments']) ? activity['attachments'] : [];
    const text = textOf(activity['text']);
    if (text === '' && attachments.length === 0) {
      throw new Refusal(400, 'BadSyntax', 'Activity must include non empty text or attachments.');
    }
    if (root !== null && store.message(conversation.key, root) === undefined) {
      throw new Refusal(404, 'ActivityNotFoundInConversation', 'The thread was not found.');
    }
    if (text !== '' && attachments.length > 0) {
      const first = put(conversation, root, { ...activity, attachments: [] });
      put(conversation, root ?? first.root, { ...activity, text: '' });
      return { status: 202 };
    }
    return { status: 201, id: put(conversation, root, activity).id };
  }

  function own(wireId: string, activityId: string): Message {
    const { conversation } = writable(wireId);
    const message = store.message(conversation.key, activityId);
    if (message === undefined || message.deleted || message.author !== 'bot') {
      throw new Refusal(404, 'ActivityNotFoundInConversation', 'Activity not found in the conversation.');
    }
    return message;
  }

  return {
    post,
    find,
    update(wireId, activityId, activity) {
      const before = own(wireId, activityId);
      checkSize(activity);
      const message = { ...before, ...readActivity(activity), editedAt: world.now() };
      store.save(message);
      hub.publish({ kind: 'changed', message });
      return { id: message.id };
    },
    remove(wireId, activityId) {
      const before = own(wireId, activityId);
      const message = { ...before, text: '', attachments: [], suggestions: [], deleted: true };
      store.save(message);
      hub.publish({ kind: 'changed', message });
    },
    createConversation(parameters) {
      const channelData = isObject(parameters['channelData']) ? parameters['channelData'] : {};
      const channel = isObject(channelData['channel']) ? channelData['channel'] : {};
      const activity = isObject(parameters['activity']) ? parameters['activity'] : undefined;
      if (textOf(channel['id']) !== '') {
        const { conversation } = writable(textOf(channel['id']));
        if (activity === undefined) throw new Refusal(400, 'BadSyntax', 'Activity is required.');
        checkSize(activity);
        const message = put(conversation, null, { type: 'message', ...activity });
        return { id: wireConversationId(conversation, message.root), activityId: message.id };
      }
      const members = Array.isArray(parameters['members']) ? parameters['members'].filter(isObject) : [];
      if (members.length !== 1) {
        throw new Refusal(400, 'BadSyntax', 'Bots can create conversations with exactly one member.');
      }
      const person = roster.personById(textOf(members[0]?.['id']));
      const conversation = person && roster.conversation(`personal/${person.key}`);
      if (conversation === undefined) throw new Refusal(403, 'Forbidden', 'Bad member id.');
      if (store.installed(conversation.key) === false) {
        throw new Refusal(403, 'ConversationBlockedByUser', 'The user has removed the bot.');
      }
      opened.add(conversation.key);
      if (activity === undefined) return { id: conversation.id };
      const first = post(conversation.id, { type: 'message', ...activity });
      return { id: conversation.id, ...(first.id === undefined ? {} : { activityId: first.id }) };
    },
    members(wireId) {
      const { conversation } = writable(wireId);
      return roster.people.filter((person) => conversation.members.includes(person.key));
    },
  };
}
