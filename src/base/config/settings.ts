// The environment, as one table. The table gives the type, the check at start, `.env.example` and the README's list; nothing
// else in the product reads the environment.

import { IDENTITY_SETTINGS, WORKSPACE_IDENTITY_SETTINGS } from './identity-settings.ts';
import { row, type SettingRow, type SettingType } from './setting-row.ts';
import { TELEMETRY_SETTINGS } from './telemetry-settings.ts';

export type { SettingRow, SettingType } from './setting-row.ts';

export const SETTINGS = {
  MicrosoftAppId: row(
    'bot',
    'text',
    'Application id of the bot’s Entra registration. Without it only the demo starts, on loopback.',
  ),
  MicrosoftAppPassword: row('bot', 'text', 'Client secret of that registration.', { secret: true }),
  MicrosoftAppType: row(
    'bot',
    'text',
    'SingleTenant, MultiTenant, or UserAssignedMSI: a managed identity, without a secret.',
    { default: 'MultiTenant' },
  ),
  MicrosoftAppTenantId: row(
    'bot',
    'text',
    'Tenant of the registration; needed for SingleTenant and UserAssignedMSI.',
  ),
  ToChannelFromBotLoginUrl: row('bot', 'url', 'Authority for the bot’s own tokens, for other clouds.'),
  ToChannelFromBotOAuthScope: row('bot', 'text', 'Scope of the bot’s own tokens, for other clouds.'),
  ToBotFromChannelTokenIssuer: row('bot', 'text', 'Issuer of inbound tokens, for other clouds.'),
  ToBotFromChannelOpenIdMetadataUrl: row('bot', 'url', 'OpenID metadata of that issuer, for other clouds.'),
  BRICKBOT_TENANTS: row(
    'bot',
    'list',
    'Tenants that the bot serves, separated by commas. Empty: every tenant that can reach it.',
  ),

  ...IDENTITY_SETTINGS,

  DATABRICKS_HOST: row(
    'databricks',
    'url',
    'Workspace address, for example https://adb-123.4.azuredatabricks.net.',
  ),
  DATABRICKS_TOKEN: row('databricks', 'text', 'Personal access token.', { secret: true }),
  DATABRICKS_CLIENT_ID: row('databricks', 'text', 'Service principal for OAuth machine to machine.'),
  DATABRICKS_CLIENT_SECRET: row('databricks', 'text', 'Its OAuth secret.', { secret: true }),
  BRICKBOT_DATABRICKS_TIMEOUT: row(
    'databricks',
    'number',
    'Seconds that Databricks may take to answer one call; calls that fetch from git may take ten times as long.',
    { default: '60' },
  ),
  MLFLOW_TRACKING_TOKEN: row(
    'databricks',
    'text',
    'Token for MLflow servers that models name as `tracking`; the workspace’s token is never sent there.',
    { secret: true },
  ),
  MLFLOW_TRACKING_USERNAME: row('databricks', 'text', 'User name there, in place of a token.'),
  MLFLOW_TRACKING_PASSWORD: row('databricks', 'text', 'Password of that user.', { secret: true }),
  ARM_TENANT_ID: row('databricks', 'text', 'Entra tenant of an Entra service principal.'),
  ARM_CLIENT_ID: row('databricks', 'text', 'Application id of that service principal.'),
  ARM_CLIENT_SECRET: row('databricks', 'text', 'Its client secret.', { secret: true }),
  ...WORKSPACE_IDENTITY_SETTINGS,

  BRICKBOT_GIT_TOKEN: row(
    'git',
    'text',
    'Token with which brickbot reads the git repository, where it is private.',
    { secret: true },
  ),

  AZURE_DEVOPS_EXT_PAT: row(
    'git',
    'text',
    'Personal access token for Azure DevOps. Unset: the Entra service principal of ARM_*.',
    { secret: true },
  ),
  GITHUB_TOKEN: row('git', 'text', 'Token with which commit statuses are written to GitHub.', {
    secret: true,
  }),

  DATABASE_URL: row('store', 'text', 'PostgreSQL address. Unset: the embedded database in BRICKBOT_DATA.', {
    secret: true,
  }),
  DATABASE_OWNER_URL: row(
    'store',
    'text',
    'PostgreSQL address of the owner of the tables, used at boot for migrations alone. The role of DATABASE_URL then cannot change or delete a row of the audit trail.',
    { secret: true },
  ),
  BRICKBOT_DATA: row('store', 'text', 'Folder of the embedded database and of caches.', {
    default: '.brickbot',
  }),

  BRICKBOT_SENDS_PER_SECOND: row(
    'service',
    'number',
    'Posts and edits a second that brickbot may send. Teams permits an app about 30 in a tenant; replicas on one database share it by themselves.',
    { default: '27' },
  ),
  PORT: row('service', 'port', 'Port to listen on; 0 picks a free one.', { default: '3978' }),
  BRICKBOT_HOST: row('service', 'text', 'Address to listen on. Without bot credentials it must be loopback.'),
  BRICKBOT_CONFIG: row('service', 'text', 'The YAML file that declares environments, tests and roles.', {
    default: 'brickbot.yaml',
  }),
  BRICKBOT_WEBHOOK_USER: row(
    'service',
    'text',
    'User name that Databricks sends with its webhooks to /api/webhooks/databricks. Unset: none is let in.',
  ),
  BRICKBOT_WEBHOOK_PASSWORD: row('service', 'text', 'The password beside it.', { secret: true }),
  BRICKBOT_REGISTRY_WEBHOOK_SECRET: row(
    'service',
    'text',
    'Secret that signs webhooks of a model registry to /api/webhooks/mlflow. Unset: none is let in.',
    { secret: true },
  ),
  BRICKBOT_LOG_LEVEL: row('service', 'level', 'debug, info, warn, error or silent.', { default: 'info' }),
  ...TELEMETRY_SETTINGS,
  NODE_ENV: row('service', 'text', 'production turns the card gallery off.'),
} as const satisfies Record<string, SettingRow>;

export type SettingName = keyof typeof SETTINGS;

/** The values of all settings that are secret, for whoever has to keep them out of something. */
export const secretValues = (settings: Settings): readonly string[] =>
  Object.entries(SETTINGS as Readonly<Record<string, SettingRow>>).flatMap(([name, { secret }]) => {
    const value = (settings as Readonly<Record<string, unknown>>)[name];
    return secret === true && typeof value === 'string' ? [value] : [];
  });

type Parsed<Type extends SettingType> = Type extends 'port' | 'number'
  ? number
  : Type extends 'flag'
    ? boolean
    : Type extends 'list'
      ? readonly string[]
      : string;
type Rows = typeof SETTINGS;

/** The environment after parsing: a setting with a default is always there, every other may be absent. Lists default to empty. */
export type Settings = {
  readonly [Name in SettingName]: Rows[Name]['type'] extends 'list'
    ? readonly string[]
    : Rows[Name] extends { readonly default: string }
      ? Parsed<Rows[Name]['type']>
      : Parsed<Rows[Name]['type']> | undefined;
};

/** One thing wrong with the configuration: where it stands, what is wrong, how to mend it. */
export interface ConfigFault {
  readonly where: string;
  readonly name: string;
  readonly problem: string;
  readonly remedy: string;
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

/**
 * Parses the environment. Never throws: every fault is collected, so that a person mends all of them at once.
 * @param readSecret reads the file named by `NAME_FILE`; throws when it cannot be read.
 */
export const parseSettings = (
  environment: Readonly<Record<string, string | undefined>>,
  readSecret: (path: string) => string,
): { readonly settings: Settings; readonly faults: readonly ConfigFault[] } => {
  const faults: ConfigFault[] = [];
  const fault = (name: string, problem: string, remedy: string): undefined => {
    faults.push({ where: 'environment', name, problem, remedy });
    return undefined;
  };
  const textOf = (name: string, definition: SettingRow): string | undefined => {
    const value = environment[name]?.trim();
    const file = definition.secret ? environment[`${name}_FILE`]?.trim() : undefined;
    if (value && file) return fault(name, `both ${name} and ${name}_FILE are set`, 'Keep one of them.');
    if (file) {
      try {
        return readSecret(file).trim();
      } catch {
        return fault(`${name}_FILE`, 'the file cannot be read', 'Check the path and its rights.');
      }
    }
    return value || definition.default;
  };
  const parse = (name: string, definition: SettingRow): unknown => {
    const text = textOf(name, definition);
    switch (definition.type) {
      case 'list':
        return (text ?? '')
          .split(',')
          .map((item) => item.trim())
          .filter(Boolean);
      case 'port':
        return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) <= 65_535
          ? Number(text)
          : fault(name, `“${text}” is not a port`, 'Give a number from 0 to 65535.');
      case 'number':
        return text !== undefined && /^\d{1,4}(\.\d{1,3})?$/.test(text) && Number(text) > 0
          ? Number(text)
          : fault(name, `“${text}” is no number above 0`, 'Give a number above 0, up to 9999.');
      case 'flag':
        return text === undefined
          ? undefined
          : ['true', 'false'].includes(text)
            ? text === 'true'
            : fault(name, `“${text}” is neither true nor false`, 'Write true or false.');
      case 'level':
        return text !== undefined && LEVELS.includes(text)
          ? text
          : fault(name, `“${text}” is no log level`, `Use one of ${LEVELS.join(', ')}.`);
      case 'url':
        if (text === undefined) return undefined;
        return URL.canParse(withScheme(text))
          ? withScheme(text).replace(/\/+$/, '')
          : fault(name, 'it is not an address', 'Write it as https://host.');
      case 'text':
        return text;
    }
  };
  const settings = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, definition]) => [name, parse(name, definition)]),
  );
  return { settings: settings as Settings, faults };
};

/** Databricks' own tools accept a host without its scheme; so do we. */
const withScheme = (address: string): string =>
  /^https?:\/\//i.test(address) ? address : `https://${address}`;
