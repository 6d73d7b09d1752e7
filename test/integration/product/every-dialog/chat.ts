// People in group chats over the true Teams protocol: what they say goes in as signed activities with a mention, what they see is what
// the connector was given, what they press is what a card offers.
import { EventEmitter } from 'node:events';
import { plainText } from '../../../../src/cards/plain.ts';
import { channelMessage, personalMessage, pressExecute } from '../../../protocol-cloud/activities.ts';
import { type Cloud, TENANT } from '../../../protocol-cloud/cloud.ts';

const person = (name: string, digit: number) => ({
  id: `29:${digit}`,
  name,
  aadObjectId: `${String(digit).repeat(8)}-0000-4000-8000-000000000000`,
});
export const PEOPLE = {
  alice: person('Alice Novak', 1),
  bob: person('Bob Okafor', 2),
  carol: person('Carol Jensen', 3),
  erin: person('Erin Walsh', 4),
  ann: person('Ann Lindqvist', 5),
  dan: person('Dan Ito', 6),
} as const;
/** Long enough for a machine that has other work to do; whoever waits so long fails. */
const PATIENCE_MS = 120_000;

/** The channel that is told of emergencies. */
export const RELEASES = '19:releases@thread.tacv2';
export type Name = keyof typeof PEOPLE;

/** A card or a line of text as it stood when it was looked at. */
export interface Seen {
  /** First line of the card; empty for a line of text. */
  readonly title: string;
  /** The state word; empty for a line of text. */
  readonly state: string;
  readonly text: string;
  /** Titles of its buttons, links included. */
  readonly buttons: readonly string[];
  /** Of an operation's card. */
  readonly op: string;
}

export interface Voice {
  says(words: string): Promise<void>;
  /** In a chat with the bot alone. */
  whispers(words: string): Promise<void>;
  /** In the channel that is told of emergencies. */
  announces(words: string): Promise<void>;
  /** Presses the button with this title, with fields filled in by their labels; the answer is what takes the card's place, or what the presser alone is told. */
  presses(seen: Seen, title: string, fields?: Readonly<Record<string, string>>): Promise<Seen>;
}

export interface Talk extends Readonly<Record<Name, Voice>> {
  /** The newest card with this title (and state), now or later. */
  sees(title: string | RegExp, state?: string): Promise<Seen>;
  /** The newest card with this title once its text fits. */
  reads(title: string, what: RegExp): Promise<Seen>;
  /** A line of text that holds these words, now or later. */
  hears(words: string): Promise<Seen>;
}

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every node of a card that is of a kind. */
const nodesOf = (value: unknown, kind: string): readonly Node[] => {
  if (Array.isArray(value)) return value.flatMap((each) => nodesOf(each, kind));
  if (!isNode(value)) return [];
  const inside = Object.entries(value).flatMap(([name, part]) =>
    name === 'data' || name === 'refresh' ? [] : nodesOf(part, kind),
  );
  return String(value['type']).startsWith(kind) ? [value, ...inside] : inside;
};

interface Looked extends Seen {
  readonly card: unknown;
  readonly id: string;
}

const look = (id: string, card: unknown, said: string): Looked => {
  const text = card === undefined ? said : plainText(card as Parameters<typeof plainText>[0]);
  const summary = isNode(card) ? String(card['fallbackText']) : said;
  return {
    id,
    card,
    text,
    title: String(nodesOf(card, 'TextBlock')[0]?.['text'] ?? '').replaceAll('\\', ''),
    state: String(nodesOf(card, 'Badge')[0]?.['text'] ?? ''),
    buttons: nodesOf(card, 'Action.').map((action) => String(action['title'])),
    op: /\bop(?:eration)? ([0-9A-Z]{4,8})\b/.exec(`${summary}\n${text}`)?.[1] ?? '',
  };
};

/** What a client sends of the fields that people filled in. @throws Error when the card has no field of that label */
const filled = (
  card: unknown,
  fields: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const inputs = nodesOf(card, 'Input.');
  return Object.fromEntries(
    Object.entries(fields).map(([label, value]) => {
      const input = inputs.find((each) => each['label'] === label);
      if (!input)
        throw new Error(
          `There is no field “${label}”, only: ${inputs.map((each) => each['label']).join(', ')}`,
        );
      return [String(input['id']), value];
    }),
  );
};

const cardIn = (body: unknown): { readonly card: unknown; readonly text: string } => {
  const { attachments, text } = isNode(body) ? body : {};
  const [first] = Array.isArray(attachments) ? (attachments as readonly unknown[]) : [];
  return { card: isNode(first) ? first['content'] : undefined, text: typeof text === 'string' ? text : '' };
};

/** Joins people to a bot that listens at an address and posts through the cloud's connector. */
export const openChats = (cloud: Cloud, url: string): { talk(dialog: string): Talk } => {
  const { serviceUrl } = cloud.connector;
  const posts = new Map<string, { readonly conversation: string; readonly seen: Looked }>();
  const news = new EventEmitter().setMaxListeners(0);
  const follow = async (): Promise<void> => {
    for (let count = 1; ; count += 1) {
      const { method, path, body } = await cloud.connector.next();
      const [, conversation = '', edited] =
        /conversations\/([^/]+)\/activities(?:\/([^/?]+))?/.exec(path) ?? [];
      const id = method === 'PUT' ? (edited ?? '') : `sent-${count}`;
      const { card, text } = cardIn(body);
      // What is newest stands last.
      posts.delete(id);
      posts.set(id, { conversation, seen: look(id, card, text) });
      news.emit('post');
    }
  };
  void follow();

  const send = async (activity: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await cloud.issuer.sign(serviceUrl)}`,
      },
      body: JSON.stringify(activity),
    });
    if (answer.status !== 200) throw new Error(`The bot answered ${answer.status}`);
    const text = await answer.text();
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };

  const until = (what: string, here: (conversation: string) => boolean, fits: (seen: Looked) => boolean) =>
    new Promise<Looked>((resolve, reject) => {
      const standing = () =>
        [...posts.values()].filter(({ conversation }) => here(conversation)).map(({ seen }) => seen);
      const check = (): void => {
        const found = standing().findLast(fits);
        if (!found) return;
        clearTimeout(alarm);
        news.off('post', check);
        resolve(found);
      };
      const alarm = setTimeout(() => {
        news.off('post', check);
        const last = standing().slice(-3);
        reject(
          new Error(
            `${what} did not come. Here stands:\n\n${last.map(({ text }) => text).join('\n\n---\n\n')}`,
          ),
        );
      }, PATIENCE_MS);
      news.on('post', check);
      check();
    });

  return {
    talk: (dialog) => {
      const key = dialog.replaceAll(' ', '-');
      const group = {
        id: `19:${key}@thread.v2`,
        conversationType: 'groupChat',
        isGroup: true,
        tenantId: TENANT,
      };
      const channelData = { tenant: { id: TENANT } };
      const voice = (name: Name): Voice => {
        const from = PEOPLE[name];
        const alone = { id: `a:${name}`, conversationType: 'personal', tenantId: TENANT };
        return {
          says: async (words) => {
            await send(channelMessage(serviceUrl, words, { from, conversation: group, channelData }));
          },
          whispers: async (words) => {
            await send(personalMessage(serviceUrl, words, { from, conversation: alone }));
          },
          announces: async (words) => {
            const conversation = {
              id: `${RELEASES};messageid=1`,
              conversationType: 'channel',
              isGroup: true,
            };
            await send(channelMessage(serviceUrl, words, { from, conversation }));
          },
          presses: async (seen, title, fields = {}) => {
            const { card, id } = seen as Looked;
            const button = nodesOf(card, 'Action.Execute').find((each) => each['title'] === title);
            if (!button) throw new Error(`There is no button “${title}” on:\n${seen.text}`);
            const data = { ...(isNode(button['data']) ? button['data'] : {}), ...filled(card, fields) };
            const over = { from, conversation: group, replyToId: id };
            const answer = await send(pressExecute(serviceUrl, String(button['verb']), data, over));
            const { type, value } = isNode(answer) ? answer : {};
            return type === 'application/vnd.microsoft.card.adaptive'
              ? look(id, value, '')
              : look(id, undefined, typeof value === 'string' ? value : JSON.stringify(value));
          },
        };
      };
      const here = (conversation: string): boolean =>
        conversation === group.id ||
        conversation.startsWith(RELEASES) ||
        Object.keys(PEOPLE).some((name) => conversation === `a:${name}`);
      const [alice, bob, carol, erin, ann, dan] = (
        ['alice', 'bob', 'carol', 'erin', 'ann', 'dan'] as const
      ).map(voice) as [Voice, Voice, Voice, Voice, Voice, Voice];
      return {
        alice,
        bob,
        carol,
        erin,
        ann,
        dan,
        sees: (title, state) =>
          until(
            `“${title}”${state === undefined ? '' : ` [${state}]`}`,
            here,
            (seen) =>
              (typeof title === 'string' ? seen.title === title : title.test(seen.title)) &&
              (state === undefined || seen.state === state),
          ),
        reads: (title, what) =>
          until(
            `“${title}” with ${what.source}`,
            here,
            (seen) => seen.title === title && what.test(seen.text),
          ),
        hears: (words) =>
          until(`“${words}”`, here, ({ card, text }) => card === undefined && text.includes(words)),
      };
    },
  };
};
