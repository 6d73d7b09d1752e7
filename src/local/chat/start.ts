// The face of this room: starts the chat page and the stand-in Bot connector behind it, and gives tests hands to play people.
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createBotSide } from './bot-side.ts';
import { type ConnectorCall, createConnector } from './connector.ts';
import { type ChatCredentials, createDelivery } from './deliver.ts';
import { createFaults, type Faults } from './faults.ts';
import { type ChatEvent, createHub } from './hub.ts';
import { createRateLimits } from './limits.ts';
import type { Message } from './message.ts';
import { type CommandHint, createPageApi } from './page-api.ts';
import { createPeopleSide, type PeopleSide } from './people-side.ts';
import { createRoster, type Roster, type RosterOptions } from './roster.ts';
import { connectorPath, createChatServer } from './server.ts';
import { openChatStore } from './store.ts';

export interface ChatOptions extends RosterOptions {
  /** 0 or absent: a free port. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** The bot's `/api/messages`; asked for at each delivery, so it may be known later than the chat. */
  readonly botEndpoint: () => string;
  /** Folder for `chat.sqlite`; without it the chat is forgotten at the end. */
  readonly dataDir?: string;
  /** What the compose box suggests, from the app manifest's command lists. */
  readonly commands?: readonly CommandHint[];
  /** Signs what is sent to the bot; the bot's id becomes `28:<appId>`. */
  readonly credentials?: ChatCredentials;
  /** Judges the bot's Authorization header; everything is let in when absent. */
  readonly verifyBot?: (authorization: string | undefined) => Promise<boolean> | boolean;
  /** Enforces Teams' rate limits on the bot; off when absent. */
  readonly rateLimits?: boolean;
  /** Teams' patience with one activity; 15 000 ms when absent. */
  readonly patienceMs?: number;
  /** How often a message that is not answered within the patience is sent again; 0 when absent. */
  readonly redeliveries?: number;
  readonly adminKey?: string;
  /** ms since the epoch. */
  readonly now?: () => number;
}

export interface ChatApi extends PeopleSide {
  readonly roster: Roster;
  readonly faults: Faults;
  readonly adminKey: string;
  messages(conversation: string): readonly Message[];
  calls(): readonly ConnectorCall[];
  listen(listener: (event: ChatEvent) => void): () => void;
  /**
   * The first message (already there, or as it comes or changes) of a conversation that satisfies `wanted`. Rejects after `withinMs`
   * (10 s when absent) with a list of what is in the conversation instead.
   */
  waitFor(conversation: string, wanted: (message: Message) => boolean, withinMs?: number): Promise<Message>;
}

export interface Chat {
  /** Address of the page, without a slash at the end. */
  readonly url: string;
  /** As activities carry it, with a slash at the end. */
  readonly serviceUrl: string;
  readonly api: ChatApi;
  close(): Promise<void>;
}

/** Starts listening on loopback; rejects when the port is taken. */
export async function startChat(options: ChatOptions): Promise<Chat> {
  const now = options.now ?? Date.now;
  const appId = options.credentials?.appId;
  const roster = createRoster({
    ...options,
    bot: { ...(appId === undefined ? {} : { id: `28:${appId}` }), ...options.bot },
  });
  const store = openChatStore(options.dataDir);
  const hub = createHub();
  const faults = createFaults();
  const delivery = createDelivery({
    botEndpoint: options.botEndpoint,
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    patienceMs: options.patienceMs ?? 15_000,
    redeliveries: options.redeliveries ?? 0,
    giveUpMs: 120_000,
  });
  let serviceUrl = '';
  const people = createPeopleSide({ roster, store, hub, delivery, serviceUrl: () => serviceUrl, now });
  const connector = createConnector({
    bot: createBotSide({ roster, store, hub, now }),
    roster,
    faults,
    limits: options.rateLimits === true ? createRateLimits(now) : undefined,
    verify: options.verifyBot,
    now,
  });
  const adminKey = options.adminKey ?? randomBytes(18).toString('base64url');
  const server = createChatServer({
    api: createPageApi({ roster, store, people, commands: options.commands ?? [] }),
    hub,
    connector,
    faults,
    adminKey,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  serviceUrl = `${url}${connectorPath}`;

  const waitFor: ChatApi['waitFor'] = (conversation, wanted, withinMs = 10_000) => {
    const there = store.messages(conversation).find(wanted);
    if (there !== undefined) return Promise.resolve(there);
    return new Promise((resolve, reject) => {
      const stop = hub.listen((event) => {
        if (event.kind !== 'message' && event.kind !== 'changed') return;
        if (event.message.conversation !== conversation || !wanted(event.message)) return;
        clearTimeout(timer);
        stop();
        resolve(event.message);
      });
      const timer = setTimeout(() => {
        stop();
        const lines = store
          .messages(conversation)
          .map(
            (each) => `  ${each.author}: ${each.text || each.summary || JSON.stringify(each.attachments)}`,
          );
        reject(
          new Error(`no such message in ${conversation} after ${withinMs} ms; it has\n${lines.join('\n')}`),
        );
      }, withinMs);
    });
  };

  return {
    url,
    serviceUrl,
    api: {
      ...people,
      roster,
      faults,
      adminKey,
      messages: (conversation) => store.messages(conversation),
      calls: () => connector.calls(),
      listen: (listener) => hub.listen(listener),
      waitFor,
    },
    async close() {
      delivery.close();
      hub.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}
