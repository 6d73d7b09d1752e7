// Joins the configuration with what it says about people: role books, the directory behind groups, brickbot's own application.
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import type { Settings } from '../base/config/settings.ts';
import { Fault } from '../base/errors.ts';
import { groupId, isAddress, isGroup, type PartialBook } from '../domain/roles.ts';
import { type Application, type Proof, PUBLIC_CLOUD } from '../identity/application.ts';
import { entraTokens, managedIdentityTokens } from '../identity/entra.ts';
import type { Graph } from '../identity/graph.ts';
import type { System } from '../identity/on-behalf.ts';
import { secretKey } from '../identity/seal.ts';
import { type Directory, keptDirectory, MOST_LISTED } from '../services/directory.ts';
import { type Rights, rightsService } from '../services/rights.ts';
import type { Members } from './members.ts';

type Naming = Pick<Config, 'roles' | 'environments' | 'models'>;

/** Whoever stands anywhere in the configuration, as they are written there. */
const entriesIn = (config: Naming): readonly string[] => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(texts)
        : [];
  const { roles, environments, models } = config;
  const named = [
    roles,
    ...Object.values(environments).map((each) => each.roles),
    ...Object.values(models).map((each) => [each.roles, each.owners, each.approvals.approvers]),
  ];
  return named.flatMap(texts);
};

/** Object ids of the groups that stand anywhere in the configuration. */
export const groupsIn = (config: Naming): readonly string[] => [
  ...new Set(entriesIn(config).filter(isGroup).map(groupId)),
];

/** The proof that the settings hold, if any. */
const proofIn = (settings: Settings, own: boolean): Proof | undefined => {
  const { AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH, AZURE_FEDERATED_TOKEN_FILE } = settings;
  if (AZURE_CLIENT_CERTIFICATE_PATH) return { kind: 'certificate', file: AZURE_CLIENT_CERTIFICATE_PATH };
  if (AZURE_CLIENT_SECRET) return { kind: 'secret', secret: AZURE_CLIENT_SECRET };
  if (AZURE_FEDERATED_TOKEN_FILE) return { kind: 'federated', tokenFile: AZURE_FEDERATED_TOKEN_FILE };
  return own && settings.MicrosoftAppPassword
    ? { kind: 'secret', secret: settings.MicrosoftAppPassword }
    : undefined;
};

/** Entra's login address where it is not the public cloud's. */
export const authorityOf = ({
  AZURE_AUTHORITY_HOST,
}: Pick<Settings, 'AZURE_AUTHORITY_HOST'>): string | undefined => {
  const authority = AZURE_AUTHORITY_HOST.replace(/\/+$/, '');
  return authority === PUBLIC_CLOUD ? undefined : authority;
};

/** brickbot's application in Entra: one of its own, or the bot's registration. Undefined when the settings hold none. */
export const applicationOf = (settings: Settings): Application | undefined => {
  const clientId = settings.AZURE_CLIENT_ID ?? settings.MicrosoftAppId;
  const tenantId = settings.AZURE_TENANT_ID ?? settings.MicrosoftAppTenantId;
  const proof = proofIn(settings, clientId === settings.MicrosoftAppId);
  if (!clientId || !tenantId || !proof) return undefined;
  const authority = authorityOf(settings);
  const botId = settings.MicrosoftAppId;
  return {
    ...{ clientId, tenantId, proof },
    ...(botId !== undefined && botId !== clientId && { botId }),
    ...(authority !== undefined && { authority }),
  };
};

/** @throws Fault `not-configured` when groups are named and nobody can be asked about them */
const directoryOf = (config: Config, clock: Clock): Directory | undefined => {
  const { settings } = config;
  const groups = groupsIn(config);
  if (groups.length === 0 && settings.BRICKBOT_DIRECTORY !== true) return undefined;
  const application = applicationOf(settings);
  const identity = settings.BRICKBOT_MANAGED_IDENTITY;
  const tokens =
    identity !== undefined
      ? managedIdentityTokens(identity === 'system' ? undefined : identity)
      : application && entraTokens(application);
  if (!tokens)
    throw new Fault('not-configured', {
      changed: 'no',
      facts: {
        what: 'brickbot.yaml names groups, and an application to ask Microsoft Graph with',
        key: 'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET to the environment; they do not belong',
      },
    });
  // The client is loaded when somebody is first asked about.
  let client: Promise<Graph> | undefined;
  const asked = (): Promise<Graph> => {
    client ??= import('../identity/graph.ts').then(({ graph }) =>
      graph({ url: settings.BRICKBOT_GRAPH_URL, clock, tokens }),
    );
    return client;
  };
  return keptDirectory({
    groups,
    clock,
    ask: async (person, ids) => (await asked()).account(person, ids),
    behind: async (entry) => (await asked()).behind(entry, MOST_LISTED),
  });
};

/**
 * Rights out of the configuration.
 * @param members says by which names people go; without it nobody holds a role by principal name, unless Graph is asked anyway
 * @throws Fault `not-configured`
 */
export const rightsOf = (config: Config, clock: Clock, members?: Pick<Members, 'account'>): Rights => {
  const directory = directoryOf(config, clock);
  const byName = members !== undefined && !directory && entriesIn(config).some(isAddress);
  const booksIn = (
    entries: readonly (readonly [string, { readonly roles?: PartialBook | undefined }])[],
  ): Record<string, PartialBook> =>
    Object.fromEntries(entries.flatMap(([name, { roles }]) => (roles ? [[name, roles]] : [])));
  // A model is known by its key and by its name in the registry.
  const models = Object.entries(config.models).flatMap(
    ([key, model]) =>
      [
        [key, model],
        [model.name ?? key, model],
      ] as const,
  );
  return rightsService(config.roles, {
    environments: booksIn(Object.entries(config.environments)),
    models: booksIn(models),
    deciders: Object.fromEntries(
      models.flatMap(([name, { approvals }]) =>
        approvals.approvers.length > 0 ? [[name, approvals.approvers]] : [],
      ),
    ),
    ...(directory && { directory }),
    ...(byName && {
      members: keptDirectory({ groups: [], clock, ask: (person) => members.account(person) }),
    }),
  });
};

/** Whether brickbot works in an environment as whoever asked. */
export const isAsPeople = ({ environments }: Pick<Config, 'environments'>, environment?: string): boolean =>
  environment !== undefined && environments[environment]?.identity === 'user';

/** The systems that are to see people and not brickbot. */
export const systemsAsPeople = (config: Pick<Config, 'environments' | 'azureDevOps'>): readonly System[] => [
  ...(Object.keys(config.environments).some((name) => isAsPeople(config, name))
    ? (['Databricks'] as const)
    : []),
  ...(config.azureDevOps?.identity === 'user' ? (['Azure DevOps'] as const) : []),
];

/** What is missing so that people can sign in where the configuration wants it; undefined: nothing, or nobody has to. */
export const missingForSignIn = (
  config: Pick<Config, 'environments' | 'azureDevOps' | 'settings'>,
): string | undefined => {
  const { settings } = config;
  const { BRICKBOT_OAUTH_CONNECTION: connection, BRICKBOT_SECRET_KEY: key } = settings;
  if (systemsAsPeople(config).length === 0) return undefined;
  if (!connection) return 'BRICKBOT_OAUTH_CONNECTION';
  if (!applicationOf(settings)) return 'AZURE_TENANT_ID, AZURE_CLIENT_ID or the proof of that application';
  return key !== undefined && secretKey(key) ? undefined : 'BRICKBOT_SECRET_KEY of 32 bytes';
};

/** @throws Fault `sign-in-not-set-up`: the service does not start where nobody could work */
export const checkSignIn = (config: Parameters<typeof missingForSignIn>[0]): void => {
  const what = missingForSignIn(config);
  if (what !== undefined) throw new Fault('sign-in-not-set-up', { changed: 'no', facts: { what } });
};
