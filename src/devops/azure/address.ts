// Where an Azure DevOps repository lives: organisation, project and repository out of any of its clone addresses.

export interface AzureAddress {
  /** Of the organisation, with a slash at its end: `https://dev.azure.com/contoso/`. */
  readonly collection: string;
  readonly project: string;
  readonly repository: string;
}

/**
 * Takes `https://dev.azure.com/org/project/_git/repo` with or without `user@`, the older `https://org.visualstudio.com/…`, and
 * `git@ssh.dev.azure.com:v3/org/project/repo`. Undefined for anything else.
 */
export const azureAddress = (url: string): AzureAddress | undefined => {
  const ssh = /^(?:ssh:\/\/)?git@ssh\.dev\.azure\.com[:/]v3\/([^/]+)\/([^/]+)\/([^/]+?)\/?$/.exec(url);
  if (ssh) {
    const [, organisation = '', project = '', repository = ''] = ssh;
    return parts(`https://dev.azure.com/${organisation}/`, project, repository);
  }
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  const before = /^\/(.*?)_git\/([^/]+?)\/?$/.exec(parsed.pathname);
  if (!before) return undefined;
  const folders = (before[1] ?? '').split('/').filter((part) => part !== '' && part !== 'DefaultCollection');
  const repository = before[2] ?? '';
  if (parsed.hostname.endsWith('.visualstudio.com'))
    return parts(`${parsed.origin}/`, folders[0] ?? repository, repository);
  const [organisation, project = repository] = folders;
  return organisation === undefined
    ? undefined
    : parts(`${parsed.origin}/${organisation}/`, project, repository);
};

const parts = (collection: string, project: string, repository: string): AzureAddress => ({
  collection,
  project: decodeURIComponent(project),
  repository: decodeURIComponent(repository),
});

/** Addresses that a secret may go to, when a request names one: the organisation that is configured, by any of its two names. */
export const isOurCollection = (address: string, { collection }: AzureAddress): boolean => {
  const given = URL.parse(address);
  const ours = new URL(collection);
  if (given === null) return false;
  if (given.username !== '' || given.password !== '') return false;
  if (given.origin === ours.origin)
    return `${given.pathname.replace(/\/+$/, '')}/`.toLowerCase() === ours.pathname.toLowerCase();
  const organisation = ours.pathname.replaceAll('/', '').toLowerCase();
  return (
    given.protocol === 'https:' &&
    ours.hostname === 'dev.azure.com' &&
    given.hostname === `${organisation}.visualstudio.com` &&
    given.pathname === '/'
  );
};
