// What people do in the chat: open it, say something, change or delete it, press a button, search in a drop-down, react. Each becomes
// the activity that Teams would send to the bot.

import {
  deleteActivity,
  editActivity,
  installActivities,
  invokeActivity,
  messageActivity,
  reactionActivity,
  type Scene,
} from './activity.ts';
import type { Answer, Delivery } from './deliver.ts';
import type { Hub } from './hub.ts';
import { withMentions } from './mentions.ts';
import { isObject, type JsonObject, type Message, textOf } from './message.ts';
import { type Outcome, readOutcome } from './outcome.ts';
import { Refusal } from './refusal.ts';
import type { Conversation, Person, Roster } from './roster.ts';
import type { ChatStore } from './store.ts';
import { createSubmit } from './submit.ts';

export interface World {
  readonly roster: Roster;
  readonly store: ChatStore;
  readonly hub: Hub;
  readonly delivery: Delivery;
  readonly serviceUrl: () => string;
  readonly now: () => number;
}

/** Who acts, and where. `as` and `in` are keys of the roster. */
export interface Standpoint {
  readonly as: string;
  readonly in: string;
}

export interface Press extends Standpoint {
  /** Id of the bot's message that carries the card. */
  readonly message: string;
  readonly action: {
    readonly type: string;
    readonly id?: string;
    readonly verb?: string;
    readonly data?: unknown;
  };
  /** What the person typed into the card's inputs, by input id. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly trigger?: 'manual' | 'automatic';
}

export interface PeopleSide {
  /** First opening installs the bot there (two events); later ones do nothing. Resolves when the bot has answered. */
  open(at: Standpoint): Promise<void>;
  /** `@Name` in the text mentions a member or the bot. Resolves when the message is in the chat; the bot hears it meanwhile. */
  say(at: Standpoint & { readonly text: string; readonly thread?: string }): Message;
  edit(at: Standpoint & { readonly message: string; readonly text: string }): Message;
  remove(at: Standpoint & { readonly message: string }): Message;
  press(press: Press): Promise<Outcome>;
  search(
    at: Standpoint & {
      readonly message: string;
      readonly dataset: string;
      readonly query: string;
      readonly data?: JsonObject;
    },
  ): Promise<readonly { readonly title: string; readonly value: string }[]>;
  react(
    at: Standpoint & { readonly message: string; readonly reaction: string; readonly added: boolean },
  ): Promise<void>;
  /** Takes the bot out of a conversation, as an owner can; a later `open` does not put it back, `install` does. */
  uninstall(at: Standpoint): Promise<void>;
  install(at: Standpoint): Promise<void>;
}

export function createPeopleSide(world: World): PeopleSide {
  const { roster, store, hub, delivery } = world;
  const opening = new Map<string, Promise<void>>();
  const submit = createSubmit<Standpoint>({
    roster,
    delivery,
    nextId: () => store.nextId(world.now()),
    say: (at, text, root, silent) => sayFor(at, text, root, silent),
  });

  function place(at: Standpoint): { readonly conversation: Conversation; readonly person: Person } {
    const conversation = roster.conversation(at.in);
    const person = roster.person(at.as);
    if (conversation === undefined || person === undefined || !conversation.members.includes(person.key)) {
      throw new Refusal(404, 'NotFound', `${at.as} has no conversation ${at.in}`);
    }
    return { conversation, person };
  }

  const scene = (at: Standpoint, root: string | null = null): Scene => ({
    roster,
    serviceUrl: world.serviceUrl(),
    ...place(at),
    root,
    now: world.now(),
  });

  function ownMessage(at: Standpoint & { readonly message: string }): Message {
    place(at);
    const message = store.message(at.in, at.message);
    if (message?.author !== at.as || message.deleted) {
      throw new Refusal(404, 'NotFound', 'only your own messages can be changed');
    }
    return message;
  }

  function botMessage(at: Standpoint & { readonly message: string }): Message {
    place(at);
    const message = store.message(at.in, at.message);
    if (message?.author !== 'bot' || message.deleted) {
      throw new Refusal(404, 'NotFound', 'this message is gone');
    }
    return message;
  }

  /** In chats of several people the bot hears only what mentions it. */
  const heard = (conversation: Conversation, message: Message): boolean =>
    store.installed(conversation.key) === true &&
    (conversation.kind === 'personal' || message.mentions.some((each) => each.id === roster.bot.id));

  /** A person's message, remembered and shown. */
  function put(at: Standpoint, id: string, typed: string, root: string | null): Message {
    const message: Message = {
      id,
      conversation: at.in,
      root,
      author: at.as,
      ...withMentions(roster, place(at).conversation, typed),
      textFormat: 'plain',
      attachments: [],
      suggestions: [],
      summary: '',
      important: false,
      at: world.now(),
      editedAt: null,
      deleted: false,
    };
    store.save(message);
    hub.publish({ kind: 'message', message });
    return message;
  }

  async function deliverMessage(activity: JsonObject, message: Message): Promise<Answer> {
    const answer = await delivery.send(activity);
    const fine = answer.status >= 200 && answer.status < 300;
    hub.publish({
      kind: 'delivery',
      conversation: message.conversation,
      message: message.id,
      state: fine ? 'answered' : 'failed',
      reason: fine ? '' : (answer.reason ?? `HTTP ${answer.status}`),
    });
    return answer;
  }

  async function changeInstall(at: Standpoint, action: 'add' | 'remove'): Promise<void> {
    const events = installActivities(scene(at), action);
    store.setInstalled(at.in, action === 'add');
    for (const event of events) await delivery.send(event);
  }

  function open(at: Standpoint): Promise<void> {
    const { conversation } = place(at);
    const under = opening.get(conversation.key);
    if (under !== undefined) return under;
    if (store.installed(conversation.key) !== undefined) return Promise.resolve();
    const done = changeInstall(at, 'add').finally(() => opening.delete(conversation.key));
    opening.set(conversation.key, done);
    return done;
  }

  return {
    open,
    say(at) {
      const { conversation } = place(at);
      const typed = at.text.trim();
      if (typed === '') throw new Refusal(400, 'BadArgument', 'an empty message cannot be sent');
      if (typed.length > 28_000) throw new Refusal(413, 'MessageSizeTooBig', 'this message is too long');
      const id = store.nextId(world.now());
      let root: string | null = null;
      if (conversation.kind === 'channel') {
        root = at.thread ?? id;
        if (root !== id && store.message(at.in, root) === undefined) {
          throw new Refusal(404, 'NotFound', 'this thread is gone');
        }
      }
      const message = put(at, id, typed, root);
      // Whoever writes has opened the conversation; the install reaches the bot before the first message.
      void open(at).then(async () => {
        if (heard(conversation, message))
          await deliverMessage(messageActivity(scene(at, root), message), message);
      });
      return message;
    },
    edit(at) {
      const before = ownMessage(at);
      const { conversation } = place(at);
      const message = {
        ...before,
        ...withMentions(roster, conversation, at.text.trim()),
        editedAt: world.now(),
      };
      store.save(message);
      hub.publish({ kind: 'changed', message });
      if (heard(conversation, message)) {
        void deliverMessage(editActivity(scene(at, message.root), message), message);
      }
      return message;
    },
    remove(at) {
      const before = ownMessage(at);
      const message = { ...before, text: '', deleted: true, editedAt: world.now() };
      store.save(message);
      hub.publish({ kind: 'changed', message });
      const { conversation } = place(at);
      if (heard(conversation, before)) {
        void deliverMessage(deleteActivity(scene(at, message.root), message), message);
      }
      return message;
    },
    async press(press) {
      const message = botMessage(press);
      const { action } = press;
      const data = { ...(isObject(action.data) ? action.data : {}), ...press.inputs };
      const at = scene(press, message.root);
      if (action.type === 'Action.Submit') {
        return submit(
          press,
          at,
          message,
          action.data === undefined || isObject(action.data) ? data : action.data,
        );
      }
      const value = {
        action: {
          type: 'Action.Execute',
          id: action.id ?? '',
          verb: action.verb ?? '',
          ...(action.data === undefined && press.inputs === undefined ? {} : { data }),
        },
        trigger: press.trigger ?? 'manual',
      };
      return readOutcome(
        await delivery.send(invokeActivity(at, 'adaptiveCard/action', value, message.id)),
        roster.bot.name,
      );
    },
    async search(at) {
      const message = botMessage(at);
      const value = {
        queryText: at.query,
        queryOptions: { skip: 0, top: 15 },
        dataset: at.dataset,
        ...(at.data === undefined ? {} : { data: at.data }),
      };
      const answer = await delivery.send(
        invokeActivity(scene(at, message.root), 'application/search', value, message.id),
      );
      const body = isObject(answer.body) ? answer.body : {};
      const results = isObject(body['value']) ? body['value']['results'] : undefined;
      if (answer.status !== 200 || !Array.isArray(results)) {
        throw new Refusal(502, 'BadGateway', `${roster.bot.name} did not answer the search`);
      }
      return results
        .filter(isObject)
        .slice(0, 15)
        .map((each) => ({ title: textOf(each['title']), value: textOf(each['value']) }));
    },
    async react(at) {
      const message = botMessage(at);
      await delivery.send(reactionActivity(scene(at, message.root), message.id, at.reaction, at.added));
    },
    install: (at) => changeInstall(at, 'add'),
    uninstall: (at) => changeInstall(at, 'remove'),
  };

  /** Puts a line into the chat in the person's name; `silent` when the bot is told in another way. */
  function sayFor(at: Standpoint, text: string, root: string | null, silent = false): void {
    const message = put(at, store.nextId(world.now()), text, root);
    if (!silent) void deliverMessage(messageActivity(scene(at, root), message), message);
  }
}
