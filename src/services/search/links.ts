// What a pasted address names: pages of the configured workspaces and of the repository at Azure DevOps, in their new and old forms.
// Pure; an address of any other host names nothing.
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

/** Pages of the repository at Azure DevOps, below its own address. */
const REPOSITORY_RULES: readonly (readonly [RegExp, (part: string) => Thing])[] = [
  [/^\/commit\/([0-9a-f]{40})\b/, (commit) => ({ kind: 'commit', commit })],
  [/^\/?\?(?:.*&)?version=GB([^&]+)/, (branch) => ({ kind: 'branch', branch })],
];

/** The longest name that a link may carry, in characters. */
const LONGEST_NAME = 250;

const decoded = (part: string): string | undefined => {
  try {
    const text = decodeURIComponent(part);
    return text.length > LONGEST_NAME || /[\p{Cc}"“”]/u.test(text) ? undefined : text;
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
  repository: string,
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
  return inRepository(url, repository);
};

const inRepository = (url: URL, repository: string): Thing | undefined => {
  const home = URL.parse(repository);
  if (!home || home.host !== url.host || !/\/_git\//.test(home.pathname)) return undefined;
  const base = home.pathname.replace(/\/$/, '').toLowerCase();
  if (!`${url.pathname.toLowerCase()}/`.startsWith(`${base}/`)) return undefined;
  const rest = url.pathname.slice(base.length) + url.search;
  for (const [form, name] of REPOSITORY_RULES) {
    const part = decoded(form.exec(rest)?.[1] ?? '');
    if (part) return name(part);
  }
  return undefined;
};
