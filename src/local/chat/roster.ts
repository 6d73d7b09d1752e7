// Who and what exists in the stand-in Teams: people, the bot, and the conversations they share. Every id is derived from a name, so
// that a restart (or another machine) meets the same ids and a bot's stored conversation references stay good.
import { createHash } from 'node:crypto';

export interface Person {
  /** Short handle used by the page and by tests: `alice`. */
  readonly key: string;
  readonly name: string;
  /** What the person does; shown beside the name, of no meaning to the bot. */
  readonly role: string;
  /** Teams' id of the person for this bot, `29:…`. */
  readonly id: string;
  /** Entra object id (a GUID). */
  readonly aadObjectId: string;
  readonly email: string;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly aadGroupId: string;
}

export type ConversationKind = 'personal' | 'groupChat' | 'channel';

export interface Conversation {
  /** Handle used by the page and by tests: `personal/alice`, `group/churn-crew`, `channel/general`. */
  readonly key: string;
  /** Teams' id without any `;messageid=` suffix. */
  readonly id: string;
  readonly kind: ConversationKind;
  readonly name: string;
  /** Keys of the people in it. */
  readonly members: readonly string[];
  readonly team?: Team;
}

export interface PersonOption {
  readonly name: string;
  readonly role?: string;
  readonly key?: string;
  readonly id?: string;
  readonly aadObjectId?: string;
  readonly email?: string;
}

export interface ChannelOption {
  readonly team: string;
  readonly name: string;
}

export interface RosterOptions {
  readonly people?: readonly PersonOption[];
  /** Names of group chats; everybody is a member. */
  readonly groups?: readonly string[];
  readonly channels?: readonly ChannelOption[];
  readonly bot?: { readonly id?: string; readonly name?: string };
  readonly tenantId?: string;
}

export interface Roster {
  readonly tenantId: string;
  readonly bot: { readonly id: string; readonly name: string };
  readonly people: readonly Person[];
  readonly conversations: readonly Conversation[];
  person(key: string): Person | undefined;
  /** By `29:…` id, Entra object id or e-mail, as the connector's member route takes them. */
  personById(id: string): Person | undefined;
  conversation(key: string): Conversation | undefined;
  conversationById(id: string): Conversation | undefined;
}

/** The five people of the demo; their ids follow from their names unless options say otherwise. */
export const samplePeople: readonly PersonOption[] = [
  { name: 'Alice Novak', role: 'Developer' },
  { name: 'Bob Okafor', role: 'Releaser' },
  { name: 'Carol Jensen', role: 'Approver' },
  { name: 'Dan Ito', role: 'Viewer' },
  { name: 'Erin Walsh', role: 'Approver 2' },
];

const sampleChannels: readonly ChannelOption[] = [
  { team: 'MLOps', name: 'General' },
  { team: 'MLOps', name: 'Releases' },
];

const digest = (text: string): Buffer => createHash('sha256').update(`local-teams:${text}`).digest();

const guid = (text: string): string => {
  const hex = digest(text).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function toPerson(option: PersonOption): Person {
  const key = option.key ?? slug(option.name.split(' ')[0] ?? option.name);
  return {
    key,
    name: option.name,
    role: option.role ?? '',
    id: option.id ?? `29:1${digest(`person:${key}`).toString('base64url')}`,
    aadObjectId: option.aadObjectId ?? guid(`person:${key}`),
    email: option.email ?? `${key}@example.com`,
  };
}

/** Makes the roster; throws when two people or two conversations would share a handle. */
export function createRoster(options: RosterOptions = {}): Roster {
  const people = (options.people ?? samplePeople).map(toPerson);
  const members = people.map((person) => person.key);
  const threadId = (name: string): string => `19:${digest(name).toString('hex').slice(0, 32)}`;
  const channels = options.channels ?? sampleChannels;
  const conversations: Conversation[] = [
    ...people.map(
      (person): Conversation => ({
        key: `personal/${person.key}`,
        id: `a:1${digest(`personal:${person.key}`).toString('base64url')}`,
        kind: 'personal',
        name: options.bot?.name ?? 'brickbot',
        members: [person.key],
      }),
    ),
    ...(options.groups ?? ['Churn crew']).map(
      (name): Conversation => ({
        key: `group/${slug(name)}`,
        id: `${threadId(`group:${name}`)}@thread.v2`,
        kind: 'groupChat',
        name,
        members,
      }),
    ),
    ...channels.map((channel): Conversation => {
      // A team's id is the id of its first channel, General.
      const first = channels.find((other) => other.team === channel.team) ?? channel;
      const idOf = (each: ChannelOption): string =>
        `${threadId(`channel:${each.team}/${each.name}`)}@thread.tacv2`;
      return {
        key: `channel/${slug(channel.name)}`,
        id: idOf(channel),
        kind: 'channel',
        name: channel.name,
        members,
        team: { id: idOf(first), name: channel.team, aadGroupId: guid(`team:${channel.team}`) },
      };
    }),
  ];
  for (const keys of [members, conversations.map((each) => each.key)]) {
    if (new Set(keys).size !== keys.length)
      throw new Error(`two of these share a handle: ${keys.join(', ')}`);
  }
  return {
    tenantId: options.tenantId ?? guid('tenant'),
    bot: { id: options.bot?.id ?? '28:brickbot', name: options.bot?.name ?? 'brickbot' },
    people,
    conversations,
    person: (key) => people.find((person) => person.key === key),
    personById: (id) =>
      people.find((person) => person.id === id || person.aadObjectId === id || person.email === id),
    conversation: (key) => conversations.find((each) => each.key === key),
    conversationById: (id) => conversations.find((each) => each.id === id),
  };
}
