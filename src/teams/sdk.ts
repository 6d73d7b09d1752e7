// The parts of the SDK that a turn needs, by their own files and by `require`: its index loads dialogs, streaming and inspection as well,
// and an import would first read every file of it for the names that it exports. Together that is a third of the start.
import { createRequire } from 'node:module';
import type * as Msal from '@azure/msal-node';
import type * as BotBuilder from 'botbuilder';
import type * as Connector from 'botframework-connector';

const load = createRequire(import.meta.url);

export const { CloudAdapter } = load('botbuilder/lib/cloudAdapter.js') as typeof BotBuilder;
export const { ActivityTypes, ConfigurationBotFrameworkAuthentication } = load(
  'botbuilder-core',
) as typeof BotBuilder;
export const {
  ClaimsIdentity,
  ConnectorFactory,
  JwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  MsalServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
} = load('botframework-connector') as typeof Connector;
export type ClaimsIdentity = Connector.ClaimsIdentity;
export type ConnectorFactory = Connector.ConnectorFactory;
/** The build that the SDK has loaded already: an import would load the other one beside it. */
export const { ConfidentialClientApplication } = load('@azure/msal-node') as typeof Msal;
