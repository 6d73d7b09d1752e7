// What the configuration says of the app: ids, who publishes it, and the hosts whose links get a preview.
import type { Config } from '../../src/base/config/load.ts';
import type { AppFacts } from './fill.ts';

/** Stands where no id is configured: a package with it can be looked at, and no Teams takes it. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Where links come from when no workspace is configured. */
const EVERYWHERE = ['*.azuredatabricks.net', 'dev.azure.com'];

const hostOf = (address: string | undefined): readonly string[] => {
  if (address === undefined) return [];
  const whole = /^https?:/i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(whole)) return [];
  const { hostname } = new URL(whole);
  // A preview is asked for by Teams' service, which reaches no host of this machine.
  return hostname.includes('.') && !/^[\d.]+$/.test(hostname) ? [hostname] : [];
};

/** Old clone addresses of Azure DevOps carry the organisation in front of visualstudio.com. */
const pagesOf = (git: Config['git']): readonly string[] =>
  hostOf(git.url).filter((host) => host === 'dev.azure.com' || host.endsWith('.visualstudio.com'));

/** @param version of package.json. Without a configuration the facts of a package for looking at. */
export const appFacts = (config: Config | undefined, version: string): AppFacts => {
  const botId = config?.settings.MicrosoftAppId ?? NO_ID;
  const links = config
    ? [
        ...hostOf(config.settings.DATABRICKS_HOST),
        ...Object.values(config.environments).flatMap(({ host }) => hostOf(host)),
        ...pagesOf(config.git),
        ...hostOf(config.azureDevOps?.url),
      ]
    : [];
  const { publisher, website, privacy, terms, appId, address } = config?.teams ?? {
    publisher: 'brickbot',
    website: 'https://example.com/brickbot',
    privacy: 'https://example.com/brickbot/privacy',
    terms: 'https://example.com/brickbot/terms',
    appId: undefined,
    address: undefined,
  };
  const { BRICKBOT_OAUTH_CONNECTION: connection, AZURE_CLIENT_ID: application } = config?.settings ?? {};
  return {
    appId: appId ?? botId,
    botId,
    version,
    publisher,
    website,
    privacy,
    terms,
    hosts: [...hostOf(address), 'token.botframework.com'],
    linkHosts: [...new Set(links.length > 0 ? links : EVERYWHERE)],
    ...(connection !== undefined && { signIn: application ?? botId }),
  };
};
