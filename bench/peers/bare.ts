// The peer: a Teams bot on botbuilder and restify as the SDK's samples write it, with complete token checks. It answers
// `help` with the same small card as our own child.
import { ConfidentialClientApplication } from '@azure/msal-node';
import {
  ActivityHandler,
  type AdaptiveCardInvokeResponse,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
} from 'botbuilder';
import { MsalServiceClientCredentialsFactory } from 'botframework-connector';
import restify from 'restify';
import { childSettings, reportListening } from '../children/child-settings.ts';
import { HELP_CARD, PRESSED } from '../children/help-card.ts';

const settings = childSettings();

class HelpBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await context.sendActivity({ attachments: [CardFactory.adaptiveCard(HELP_CARD)], summary: 'Help' });
      await next();
    });
  }

  protected override async onAdaptiveCardInvoke(): Promise<AdaptiveCardInvokeResponse> {
    return PRESSED;
  }
}

// Configuration keys alone cannot point the SDK at a token endpoint of one's own, so its msal factory is given one.
const authentication = new ConfigurationBotFrameworkAuthentication(
  {
    MicrosoftAppId: settings.appId,
    MicrosoftAppPassword: settings.appPassword,
    ToChannelFromBotLoginUrl: settings.loginUrl,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: settings.tokenIssuer,
    ToBotFromChannelOpenIdMetadataUrl: settings.openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: settings.openIdMetadataUrl,
    OAuthUrl: 'https://api.botframework.com',
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: 'true',
  },
  new MsalServiceClientCredentialsFactory(
    settings.appId,
    new ConfidentialClientApplication({
      auth: {
        clientId: settings.appId,
        clientSecret: settings.appPassword,
        authority: settings.loginUrl,
        knownAuthorities: [new URL(settings.loginUrl).host],
      },
    }),
  ),
);
const adapter = new CloudAdapter(authentication);
adapter.onTurnError = async (_context, error) => {
  console.error(error);
};
const bot = new HelpBot();

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  // Restify’s objects are what the SDK expects at run time; their published types are older than both.
  await adapter.process(request as never, response as never, (context) => bot.run(context));
});
server.listen(0, '127.0.0.1', () => reportListening(server.address().port));
