// Reads the fields of a git folder request, each once, at the edge.
import { nameOf } from '../files/paths.ts';
import { readId } from '../kernel/ids.ts';
import { isRecord } from '../kernel/json.ts';
import { ApiRefusal } from '../kernel/route.ts';

/** @throws ApiRefusal INVALID_PARAMETER_VALUE when it is missing or no text */
export function requiredText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = optionalText(body, name);
  if (value === undefined)
    throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', `Missing required field: ${name}`);
  return value;
}

/** Undefined when absent, null or empty. @throws ApiRefusal INVALID_PARAMETER_VALUE when it is no text */
export function optionalText(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', `${name} must be a string.`);
}

/** Patterns of `sparse_checkout`; undefined when it is not asked for. */
export function readSparse(body: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const given = body['sparse_checkout'];
  if (!isRecord(given)) return undefined;
  const patterns = Array.isArray(given['patterns']) ? (given['patterns'] as readonly unknown[]) : [];
  if (patterns.every((pattern) => typeof pattern === 'string' && !/^-|\n/.test(pattern)))
    return patterns as string[];
  throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', 'sparse_checkout.patterns must be a list of folders.');
}

/** `https://host/team/churn.git` → `churn` */
export function repositoryName(url: string): string {
  return nameOf(URL.parse(url)?.pathname ?? '').replace(/\.git$/, '') || 'repository';
}

/** Where the next page begins, opaque to clients. */
export const pageToken = (id: bigint) => Buffer.from(`after:${id}`).toString('base64url');

/** Id after which the page begins; 0 for the first. */
export function readPageToken(token: string | null): bigint {
  if (token === null || token === '') return 0n;
  const id = readId(/^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1]);
  if (id === undefined) throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', 'next_page_token is not valid.');
  return id;
}
