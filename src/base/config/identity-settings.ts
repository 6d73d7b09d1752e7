// Settings that say what brickbot is to Microsoft Entra, and how people sign in. Names are those of Azure's own tools where they
// have one; a platform that projects a workload identity sets them by itself.
import { row } from './setting-row.ts';

/** The application that asks Microsoft Graph about people and acts on their behalf. */
export const IDENTITY_SETTINGS = {
  AZURE_TENANT_ID: row(
    'bot',
    'text',
    'Tenant of the application that asks Microsoft Graph and acts on behalf of people; MicrosoftAppTenantId when unset.',
  ),
  AZURE_CLIENT_ID: row('bot', 'text', 'Id of that application; the bot’s own registration when unset.'),
  AZURE_CLIENT_SECRET: row('bot', 'text', 'Its client secret.', { secret: true }),
  AZURE_CLIENT_CERTIFICATE_PATH: row(
    'bot',
    'text',
    'PEM file with its certificate and private key, in place of a secret.',
  ),
  AZURE_FEDERATED_TOKEN_FILE: row(
    'bot',
    'text',
    'File with a token of another issuer that Entra trusts (workload identity federation), in place of a secret.',
  ),
  AZURE_AUTHORITY_HOST: row('bot', 'url', 'Login address of Entra, for other clouds.', {
    default: 'https://login.microsoftonline.com',
  }),
  BRICKBOT_MANAGED_IDENTITY: row(
    'bot',
    'text',
    'Asks Microsoft Graph by the managed identity of the machine: `system`, or the client id of one that was assigned.',
  ),
  BRICKBOT_DIRECTORY: row(
    'bot',
    'flag',
    'true: Microsoft Graph is asked about everybody’s account before anything changes. Unset: where a group is named.',
  ),
  BRICKBOT_GRAPH_URL: row('bot', 'url', 'Address of Microsoft Graph, for other clouds.', {
    default: 'https://graph.microsoft.com',
  }),
  BRICKBOT_OAUTH_CONNECTION: row(
    'bot',
    'text',
    'Name of the OAuth connection of the Azure Bot, by which people sign in; needed where an environment has `identity: user`.',
  ),
  OAuthUrl: row('bot', 'url', 'Address of the Bot Framework’s token service, for other clouds.', {
    default: 'https://api.botframework.com',
  }),
  BRICKBOT_SECRET_KEY: row(
    'bot',
    'text',
    'Key that seals people’s tokens in the database: 32 bytes in base64 or as 64 hexadecimal digits.',
    { secret: true },
  ),
} as const;

/** More ways to be somebody to Databricks than a token or a secret. */
export const WORKSPACE_IDENTITY_SETTINGS = {
  ARM_CLIENT_CERTIFICATE_PATH: row(
    'databricks',
    'text',
    'PEM file with the certificate and private key of that service principal, in place of a secret.',
  ),
  ARM_OIDC_TOKEN_FILE_PATH: row(
    'databricks',
    'text',
    'File with a federated token of that service principal, in place of a secret.',
  ),
  ARM_USE_MSI: row(
    'databricks',
    'flag',
    'true: the managed identity of the machine; ARM_CLIENT_ID names one that was assigned.',
  ),
} as const;
