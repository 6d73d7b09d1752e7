// The activities that Teams sends to a bot, built field by field as its documentation and captured traffic show them.
import { randomUUID } from 'node:crypto';
import type { JsonObject, Mention, Message } from './message.ts';
import type { Conversation, Person, Roster } from './roster.ts';

export interface Scene {
  readonly roster: Roster;
  readonly serviceUrl: string;
  readonly conversation: Conversation;
  readonly person: Person;
  /** Id of the thread's first post, in channels. */
  readonly root: string | null;
  readonly now: number;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** `2026-11-23T07:00:00+01:00`: the wall clock of this machine with its offset, as `localTimestamp` carries it. */
function localTimestamp(now: number): string {
  const offset = -new Date(now).getTimezoneOffset();
  const pad = (value: number): string => String(Math.trunc(Math.abs(value))).padStart(2, '0');
  const wall = new Date(now + offset * 60_000).toISOString().slice(0, -1);
  return `${wall}${offset < 0 ? '-' : '+'}${pad(offset / 60)}:${pad(offset % 60)}`;
}

/** The conversation id on the wire: in a channel the suffix alone decides the thread. */
export const wireConversationId = (conversation: Conversation, root: string | null): string =>
  root === null ? conversation.id : `${conversation.id};messageid=${root}`;

/** The fields every activity from Teams has. */
export function envelope(scene: Scene, type: string, id: string): JsonObject {
  const { roster, conversation, person } = scene;
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    type,
    id,
    channelId: 'msteams',
    serviceUrl: scene.serviceUrl,
    timestamp: new Date(scene.now).toISOString(),
    localTimestamp: localTimestamp(scene.now),
    localTimezone: timezone,
    locale: 'en-US',
    from: { id: person.id, name: person.name, aadObjectId: person.aadObjectId },
    recipient: { id: roster.bot.id, name: roster.bot.name },
    conversation: {
      id: wireConversationId(conversation, scene.root),
      conversationType: conversation.kind,
      tenantId: roster.tenantId,
      ...(conversation.kind === 'personal' ? {} : { isGroup: true }),
      ...(conversation.kind === 'groupChat' ? { name: conversation.name } : {}),
    },
    channelData: {
      tenant: { id: roster.tenantId },
      ...(conversation.team === undefined
        ? {}
        : {
            teamsChannelId: conversation.id,
            teamsTeamId: conversation.team.id,
            channel: { id: conversation.id },
            team: {
              id: conversation.team.id,
              name: conversation.team.name,
              aadGroupId: conversation.team.aadGroupId,
            },
          }),
    },
    entities: [
      { type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web', timezone },
    ] as readonly JsonObject[],
  };
}

/** The HTML copy of the text that Teams attaches, with a non-breaking space after each mention as it writes it. */
function htmlCopy(text: string, mentions: readonly Mention[]): string {
  let html = escapeHtml(text).replaceAll('\n', '<br>');
  for (const [index, mention] of mentions.entries()) {
    const span = `<span itemscope itemtype="http://schema.org/Mention" itemid="${index}">${escapeHtml(mention.name)}</span>&nbsp;`;
    html = html.replace(escapeHtml(mention.text), span).replace('&nbsp; ', '&nbsp;');
  }
  return `<div>${html}</div>`;
}

/** A message typed by a person. Mentions of the bot stay in the text as `<at>brickbot</at>`, exactly as the entity says. */
export function messageActivity(scene: Scene, message: Message): JsonObject {
  const base = envelope(scene, 'message', message.id);
  const channelEnd = scene.conversation.kind === 'channel' && message.mentions.length > 0 ? '\n' : '';
  return {
    ...base,
    text: `${message.text}${channelEnd}`,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: htmlCopy(message.text, message.mentions) }],
    entities: [
      ...(base['entities'] as readonly JsonObject[]),
      ...message.mentions.map((mention) => ({
        type: 'mention',
        mentioned: { id: mention.id, name: mention.name },
        text: mention.text,
      })),
    ],
  };
}

const withEvent = (activity: JsonObject, eventType: string): JsonObject => ({
  ...activity,
  channelData: { ...(activity['channelData'] as JsonObject), eventType },
});

export const editActivity = (scene: Scene, message: Message): JsonObject =>
  withEvent({ ...messageActivity(scene, message), type: 'messageUpdate' }, 'editMessage');

export const deleteActivity = (scene: Scene, message: Message): JsonObject =>
  withEvent(envelope(scene, 'messageDelete', message.id), 'softDeleteMessage');

/** The two events of an install, in the order in which Teams sends them. */
export function installActivities(scene: Scene, action: 'add' | 'remove'): readonly JsonObject[] {
  const { roster, conversation } = scene;
  const bot = { id: roster.bot.id, name: roster.bot.name };
  const update = envelope(scene, 'conversationUpdate', `f:${randomUUID()}`);
  const event =
    conversation.team === undefined
      ? {}
      : { eventType: `teamMember${action === 'add' ? 'Added' : 'Removed'}` };
  const install = envelope(scene, 'installationUpdate', `f:${randomUUID()}`);
  const selected =
    conversation.team === undefined ? {} : { settings: { selectedChannel: { id: conversation.id } } };
  return [
    {
      ...update,
      ...(action === 'add'
        ? {
            membersAdded: [
              bot,
              ...(conversation.kind === 'personal'
                ? [{ id: scene.person.id, aadObjectId: scene.person.aadObjectId }]
                : []),
            ],
          }
        : { membersRemoved: [bot] }),
      channelData: { ...(update['channelData'] as JsonObject), ...event },
    },
    {
      ...install,
      action,
      channelData: { ...(install['channelData'] as JsonObject), ...selected },
    },
  ];
}

/** An invoke on a message of the bot; `name` is for example `adaptiveCard/action`. */
export const invokeActivity = (
  scene: Scene,
  name: string,
  value: JsonObject,
  replyToId: string,
): JsonObject => ({
  ...envelope(scene, 'invoke', `f:${randomUUID()}`),
  name,
  value,
  replyToId,
});

/** Action.Submit: a message with a value and no text. */
export const submitActivity = (
  scene: Scene,
  id: string,
  value: JsonObject,
  replyToId: string,
): JsonObject => ({
  ...envelope(scene, 'message', id),
  value,
  replyToId,
});

/** A thumb or heart on one of the bot's messages. */
export const reactionActivity = (
  scene: Scene,
  messageId: string,
  reaction: string,
  added: boolean,
): JsonObject => ({
  ...envelope(scene, 'messageReaction', `f:${randomUUID()}`),
  replyToId: messageId,
  ...(added ? { reactionsAdded: [{ type: reaction }] } : { reactionsRemoved: [{ type: reaction }] }),
});
