// The limit: no framework at all. node:http takes the message, jose checks the token in full on every turn, undici sends the card over
// connections that are kept. What a bot can be measured against, not what one could be written as.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Pool } from 'undici';
import { childSettings, reportListening } from '../children/child-settings.ts';
import { HELP_CARD, PRESSED } from '../children/help-card.ts';

interface Activity {
  readonly type: string;
  readonly id: string;
  readonly serviceUrl: string;
  readonly from: object;
  readonly recipient: object;
  readonly conversation: { readonly id: string };
}

const settings = childSettings();
const keys = createRemoteJWKSet(new URL(settings.openIdMetadataUrl.replace(/openidconfiguration$/, 'keys')));
const entra = new ConfidentialClientApplication({
  auth: {
    clientId: settings.appId,
    clientSecret: settings.appPassword,
    authority: settings.loginUrl,
    knownAuthorities: [new URL(settings.loginUrl).host],
  },
});
const connector = new Pool(new URL(settings.serviceUrl).origin, { connections: 16 });
const { pathname } = new URL(settings.serviceUrl);
let bearer: Promise<string> | undefined;
const ownToken = async (): Promise<string> => {
  const result = await entra.acquireTokenByClientCredential({
    scopes: ['https://api.botframework.com/.default'],
  });
  return `Bearer ${result?.accessToken}`;
};

const reply = async ({ id, from, recipient, conversation }: Activity): Promise<void> => {
  bearer ??= ownToken();
  const answer = await connector.request({
    method: 'POST',
    path: `${pathname}v3/conversations/${encodeURIComponent(conversation.id)}/activities/${id}`,
    headers: { authorization: await bearer, 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      from: recipient,
      recipient: from,
      conversation,
      replyToId: id,
      summary: 'Help',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: HELP_CARD }],
    }),
  });
  await answer.body.dump();
};

const turn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const activity = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Activity;
  const { payload } = await jwtVerify(request.headers.authorization?.slice('Bearer '.length) ?? '', keys, {
    algorithms: ['RS256'],
    issuer: settings.tokenIssuer,
    audience: settings.appId,
    clockTolerance: 300,
  });
  if (payload['serviceurl'] !== activity.serviceUrl) throw new Error('the token is for another connector');
  if (activity.type === 'invoke') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(PRESSED));
    return;
  }
  await reply(activity);
  response.writeHead(200).end();
};

const server = createServer((request, response) => {
  turn(request, response).catch(() => response.writeHead(401).end());
});
server.listen(0, '127.0.0.1', () => reportListening((server.address() as AddressInfo).port));
