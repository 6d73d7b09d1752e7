// Paths of the workspace: one spelling for each object, and no way out of the tree.
import { ApiRefusal } from '../kernel/route.ts';

/**
 * The one spelling of a workspace path: absolute, without `/Workspace` in front, without a slash at the end; the root is `/`.
 * @throws ApiRefusal INVALID_PARAMETER_VALUE for relative paths, `..`, `.git` and unprintable characters
 */
export function normalPath(given: unknown): string {
  if (typeof given !== 'string' || given === '') {
    throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', 'Missing required field: path');
  }
  if (!given.startsWith('/')) {
    throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', `Path (${given}) doesn't start with '/'`);
  }
  const parts = given.split('/').filter((part) => part !== '');
  if (
    parts.some(
      (part) => part === '..' || part === '.' || part.toLowerCase() === '.git' || /[\\\p{Cc}]/u.test(part),
    )
  ) {
    throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', `Path (${given}) is not a valid workspace path.`);
  }
  const inner = parts[0] === 'Workspace' ? parts.slice(1) : parts;
  return `/${inner.join('/')}`;
}

/** The path as the caller spells its kind: with `/Workspace` in front when asked with it. */
export function spelledAs(asked: string, path: string): string {
  return asked.startsWith('/Workspace') ? `/Workspace${path === '/' ? '' : path}` : path;
}

/** `/a/b/c` → `/a/b`; the parent of a top folder is `/`. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** Last component. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True when `path` is `folder` or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}
