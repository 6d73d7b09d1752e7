// Finds the route of a request: exact segments before `:name`, `:name` before `*rest`.
import type { Route } from './route.ts';

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

export interface FoundRoute {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
  /** Percent-decoded path. */
  readonly path: string;
}

export interface RouteTable {
  /** Undefined when no pattern fits this method and path, or the path is not valid percent-encoding. */
  find(method: string, pathname: string): FoundRoute | undefined;
}

/** Compiles the patterns. @throws Error when two routes have the same method and pattern */
export function routeTable(routes: readonly Route[]): RouteTable {
  const seen = new Set<string>();
  const byMethod = new Map<string, Compiled[]>();
  for (const route of routes) {
    const key = `${route.method} ${route.path.replace(/:\w+/g, ':')}`;
    if (seen.has(key)) throw new Error(`two routes answer ${route.method} ${route.path}`);
    seen.add(key);
    const list = byMethod.get(route.method) ?? [];
    list.push({ route, segments: route.path.split('/') });
    byMethod.set(route.method, list);
  }
  for (const list of byMethod.values()) list.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return {
    find(method, pathname) {
      const parts = decodeSegments(pathname);
      if (parts === undefined) return undefined;
      for (const each of byMethod.get(method === 'HEAD' ? 'GET' : method) ?? []) {
        const params = match(each.segments, parts);
        if (params !== undefined) return { route: each.route, params, path: parts.join('/') };
      }
      return undefined;
    },
  };
}

/** Sorts before others when it is more exact, segment by segment. */
function rank(compiled: Compiled): string {
  return compiled.segments
    .map((segment) => (segment.startsWith('*') ? '2' : segment.startsWith(':') ? '1' : '0'))
    .join('');
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    if (segment.startsWith('*')) {
      params[segment.slice(1)] = parts.slice(index).join('/');
      return params;
    }
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.startsWith(':')) {
      if (part === '') return undefined;
      params[segment.slice(1)] = part;
    } else if (segment !== part) return undefined;
  }
  return parts.length === pattern.length ? params : undefined;
}

function decodeSegments(pathname: string): string[] | undefined {
  try {
    return pathname.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
