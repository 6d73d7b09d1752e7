// Activities as Teams sends them, with what a test wants changed.
import { APP_ID, TENANT } from './cloud.ts';

export const BOT = { id: `28:${APP_ID}`, name: 'brickbot' } as const;
export const ALICE = {
  id: '29:alice',
  name: 'Alice',
  aadObjectId: 'a11ce000-0000-4000-8000-000000000001',
} as const;

type Fields = Readonly<Record<string, unknown>>;
let counter = 0;

const base = (serviceUrl: string): Fields => ({
  id: String(1_700_000_000_000 + counter++),
  channelId: 'msteams',
  serviceUrl,
  from: ALICE,
  recipient: BOT,
  timestamp: '2026-01-01T00:00:00.000Z',
  locale: 'en-GB',
  channelData: { tenant: { id: TENANT } },
});

export const personalMessage = (serviceUrl: string, text: string, over: Fields = {}): Fields => ({
  ...base(serviceUrl),
  type: 'message',
  text,
  textFormat: 'plain',
  conversation: { id: 'a:1personal', conversationType: 'personal', tenantId: TENANT },
  ...over,
});

export const channelMessage = (serviceUrl: string, text: string, over: Fields = {}): Fields => ({
  ...base(serviceUrl),
  type: 'message',
  text: `<at>brickbot</at> ${text}\n`,
  entities: [{ type: 'mention', mentioned: BOT, text: '<at>brickbot</at>' }],
  conversation: {
    id: '19:abc@thread.tacv2;messageid=1699999999999',
    conversationType: 'channel',
    isGroup: true,
    tenantId: TENANT,
  },
  channelData: {
    tenant: { id: TENANT },
    team: { id: '19:team@thread.tacv2' },
    channel: { id: '19:abc@thread.tacv2' },
  },
  ...over,
});

export const pressExecute = (serviceUrl: string, verb: string, data: unknown, over: Fields = {}): Fields => ({
  ...base(serviceUrl),
  type: 'invoke',
  name: 'adaptiveCard/action',
  replyToId: 'card-1',
  value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
  conversation: { id: 'a:1personal', conversationType: 'personal', tenantId: TENANT },
  ...over,
});

export const added = (serviceUrl: string, over: Fields = {}): Fields => ({
  ...base(serviceUrl),
  type: 'installationUpdate',
  action: 'add',
  conversation: { id: 'a:1personal', conversationType: 'personal', tenantId: TENANT },
  ...over,
});

/** An invoke of the message extension: `query`, `selectItem`, `queryLink`. */
export const composeExtension = (
  serviceUrl: string,
  what: 'query' | 'selectItem' | 'queryLink' | 'anonymousQueryLink',
  value: unknown,
  over: Fields = {},
): Fields => ({
  ...base(serviceUrl),
  type: 'invoke',
  name: `composeExtension/${what}`,
  value,
  conversation: { id: '19:chat@thread.v2', conversationType: 'groupChat', isGroup: true, tenantId: TENANT },
  ...over,
});

/** What Teams sends when a person has agreed to sign in, or could not: `signin/tokenExchange`, `verifyState`, `failure`. */
export const signInInvoke = (
  serviceUrl: string,
  what: 'tokenExchange' | 'verifyState' | 'failure',
  value: unknown,
  over: Fields = {},
): Fields => ({
  ...base(serviceUrl),
  type: 'invoke',
  name: `signin/${what}`,
  value,
  conversation: { id: 'a:1personal', conversationType: 'personal', tenantId: TENANT },
  ...over,
});
