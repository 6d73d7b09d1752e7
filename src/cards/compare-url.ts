// The page of a git host that shows what lies between two commits.

/** Link to the host's page that compares two commits; none for hosts whose pages are not known. */
export const compareUrl = (
  repositoryUrl: string | undefined,
  from: string,
  to: string,
): string | undefined => {
  if (repositoryUrl === undefined || !URL.canParse(repositoryUrl)) return undefined;
  const { hostname, origin, pathname } = new URL(repositoryUrl);
  const base = origin + pathname.replace(/\.git$/, '').replace(/\/$/, '');
  if (hostname === 'github.com') return `${base}/compare/${from}...${to}`;
  if (hostname === 'gitlab.com') return `${base}/-/compare/${from}...${to}`;
  if (hostname === 'dev.azure.com' || hostname.endsWith('.visualstudio.com'))
    return `${base}/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}`;
  return undefined;
};
