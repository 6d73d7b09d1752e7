// The peer: a bot on the Microsoft 365 Agents SDK with its own express server, as the SDK's samples write it. The optional checks of
// issuer and service URL are on, since without them a token for another connector would pass.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AgentApplication,
  CardFactory,
  CloudAdapter,
  MessageFactory,
  type TurnState,
} from '@microsoft/agents-hosting';
import { startServer } from '@microsoft/agents-hosting-express';
import { answerInstanceDiscovery, childSettings, reportListening } from '../children/child-settings.ts';
import { HELP_CARD } from '../children/help-card.ts';

const settings = childSettings();
answerInstanceDiscovery(settings.loginUrl);
process.env['CloudAdapterOptions__validateServiceUrl'] = 'true';

const authConfig = {
  clientId: settings.appId,
  clientSecret: settings.appPassword,
  tenantId: settings.tenantId,
  authorityEndpoint: new URL(settings.loginUrl).origin,
  issuers: [settings.tokenIssuer],
  validateIssuer: true,
};
const agent = new AgentApplication<TurnState>({ adapter: new CloudAdapter(authConfig) });
agent.onMessage('help', async (context) => {
  await context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(HELP_CARD)));
});
agent.adaptiveCards.actionExecute('say', async () => HELP_CARD as never);

startServer(agent, {
  authConfig,
  // It would listen on every interface.
  beforeListen: (app: RequestListener & { listen: () => Server }) => {
    app.listen = () => {
      const server = createServer(app);
      return server.listen(0, '127.0.0.1', () => reportListening((server.address() as AddressInfo).port));
    };
  },
});
