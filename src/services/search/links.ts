// What a pasted address names: pages of the configured workspaces and of the repository at Azure DevOps, in their new and old forms.
// Pure; an address of any other host names nothing.
import type { AzureAddress } from '../../devops/azure/address.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Thing } from '../../domain/finding.ts';

/** A page's form, and what its parts name. */
type Rule = readonly [RegExp, (parts: readonly string[], environment: string) => Thing];

const RULES: readonly Rule[] = [
  [
    /^\/(?:ml|mlflow)\/experiments\/\d+\/runs\/([0-9a-f]{32})\b/,
    ([run = '']) => ({ kind: 'experiment-run', run }),
  ],
  [/^\/(?:ml|mlflow)\/experiments\/(\d+)\b/, ([experiment = '']) => ({ kind: 'experiment', experiment })],
  [/^\/(?:ml|mlflow)\/models\/([^/]+)/, ([model = '']) => ({ kind: 'model', model })],
  [
    /^\/explore\/data\/models\/([^/]+)\/([^/]+)\/([^/]+)/,
    (parts) => ({ kind: 'model', model: parts.join('.') }),
  ],
  [/^\/jobs?\/\d+\/runs?\/(\d+)\b/, ([run = ''], environment) => ({ kind: 'job-run', run, environment })],
  [/^\/jobs?\/(\d+)\b/, ([job = ''], environment) => ({ kind: 'job', job, environment })],
];

/** The longest name that a link may carry, in characters. */
const LONGEST_NAME = 250;

const checked = (text: string): string | undefined =>
  text.length > LONGEST_NAME || /[\p{Cc}"“”]/u.test(text) ? undefined : text;

const decoded = (part: string): string | undefined => {
  try {
    return checked(decodeURIComponent(part));
  } catch {
    return undefined;
  }
};

const withScheme = (address: string): string =>
  /^https?:\/\//i.test(address) ? address : `https://${address}`;

/** What the address names here; undefined when that is nothing that brickbot can draw. */
export const thingAt = (
  address: string,
  environments: readonly Environment[],
  azure: AzureAddress | undefined,
): Thing | undefined => {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  const environment = environments.find(({ host }) => URL.parse(withScheme(host))?.host === url.host);
  if (environment) {
    // Old addresses stand behind the hash: `/?o=1#mlflow/experiments/7/runs/…`, `/#job/1/run/2`.
    const path =
      url.hash.startsWith('#') && url.hash.length > 1 ? url.hash.replace(/^#\/?/, '/') : url.pathname;
    for (const [form, name] of RULES) {
      const parts = form.exec(path)?.slice(1).map(decoded);
      if (parts?.every((part) => part !== undefined)) return name(parts as string[], environment.name);
    }
    return undefined;
  }
  return azure && inProject(url, azure);
};

/** Organisation and folders of a page at Azure DevOps, under either of its two names. */
const pageOf = (url: URL): { readonly organisation: string; readonly folders: readonly string[] } => {
  const folders = url.pathname.split('/').filter((part) => part !== '' && part !== 'DefaultCollection');
  if (url.hostname.endsWith('.visualstudio.com'))
    return { organisation: `dev.azure.com/${url.hostname.split('.')[0]}`, folders };
  return { organisation: `${url.host}/${folders[0] ?? ''}`.toLowerCase(), folders: folders.slice(1) };
};

/** Commits and branches of the repository, builds of its project. */
const inProject = (url: URL, ours: AzureAddress): Thing | undefined => {
  const { organisation, folders } = pageOf(url);
  if (organisation !== pageOf(new URL(ours.collection)).organisation) return undefined;
  const names = folders.map((part) => decoded(part)?.toLowerCase());
  // A repository that is called like its project may stand without it.
  const rest = names[0] === ours.project.toLowerCase() ? folders.slice(1) : folders;
  if (rest === folders && ours.project !== ours.repository) return undefined;
  const [area, name = '', kind, part = ''] = rest;
  if (area === '_build') {
    const build = url.searchParams.get('buildId') ?? '';
    return /^\d{1,12}$/.test(build) ? { kind: 'build', build } : undefined;
  }
  if (area !== '_git' || decoded(name)?.toLowerCase() !== ours.repository.toLowerCase()) return undefined;
  if (kind === 'commit') return /^[0-9a-f]{40}$/.test(part) ? { kind: 'commit', commit: part } : undefined;
  const version = url.searchParams.get('version') ?? '';
  const branch = version.startsWith('GB') ? checked(version.slice(2)) : undefined;
  return kind === undefined && branch ? { kind: 'branch', branch } : undefined;
};
