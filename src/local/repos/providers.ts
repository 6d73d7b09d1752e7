// The git providers a workspace knows, compared without regard to case.

const REPO_PROVIDERS = [
  'gitHub',
  'gitHubEnterprise',
  'bitbucketCloud',
  'bitbucketServer',
  'gitLab',
  'gitLabEnterpriseEdition',
  'azureDevOpsServices',
  'awsCodeCommit',
] as const;

const BY_HOST: Readonly<Record<string, string>> = {
  'github.com': 'gitHub',
  'dev.azure.com': 'azureDevOpsServices',
  'gitlab.com': 'gitLab',
  'bitbucket.org': 'bitbucketCloud',
};

/** The provider in its own spelling; undefined for an unknown one. `credential`: also those that only credentials may have. */
export function readProvider(value: unknown, use: 'repo' | 'credential'): string | undefined {
  if (typeof value !== 'string') return undefined;
  const known: readonly string[] =
    use === 'credential' ? [...REPO_PROVIDERS, 'azureDevOpsServicesAad'] : REPO_PROVIDERS;
  return known.find((provider) => provider.toLowerCase() === value.toLowerCase());
}

/** Names of the providers for a refusal's text. */
export const providerNames = REPO_PROVIDERS.map((provider) => provider.toLowerCase()).join(',');

/** The provider whose well-known host this URL has; undefined for every other host. */
export function providerOfUrl(url: string): string | undefined {
  return BY_HOST[URL.parse(url)?.hostname ?? ''];
}
