// The peer: a bot on the Teams SDK v2 with its own express server, as the SDK's samples write it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, ExpressAdapter } from '@microsoft/teams.apps';
import { answerInstanceDiscovery, childSettings, reportListening } from '../children/child-settings.ts';
import { HELP_CARD, PRESSED } from '../children/help-card.ts';

const settings = childSettings();
answerInstanceDiscovery(settings.loginUrl);

const server = createServer();
const app = new App({
  clientId: settings.appId,
  clientSecret: settings.appPassword,
  tenantId: settings.tenantId,
  httpServerAdapter: new ExpressAdapter(server),
  cloud: {
    loginEndpoint: new URL(settings.loginUrl).origin,
    loginTenant: settings.tenantId,
    botScope: 'https://api.botframework.com/.default',
    tokenServiceUrl: 'https://token.botframework.com',
    openIdMetadataUrl: settings.openIdMetadataUrl,
    tokenIssuer: settings.tokenIssuer,
    graphScope: 'https://graph.microsoft.com/.default',
    agenticIdentityBotScope: 'https://botapi.skype.com/.default',
  },
});
app.on('message', async ({ send }) => {
  await send({
    type: 'message',
    summary: 'Help',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: HELP_CARD as never }],
  });
});
app.on('card.action', async () => PRESSED as never);
// Its own start would listen on every interface.
await app.initialize();
server.listen(0, '127.0.0.1', () => reportListening((server.address() as AddressInfo).port));
