// Pages: how many, from where, and the token of the next one. A token is opaque to clients and holds the place in the list.
import { type Fields, invalid } from './fields.ts';

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** @throws ApiRefusal INVALID_PARAMETER_VALUE for a size out of bounds or a token that was never given out */
export function pageOf(fields: Fields, sizes: { readonly usual: number; readonly most: number }): Page {
  const limit = fields.integer('max_results') ?? sizes.usual;
  if (limit < 1 || limit > sizes.most)
    throw invalid(
      `Invalid value ${limit} for parameter 'max_results' supplied. It must be at least 1 and at most ${sizes.most}.`,
    );
  return { limit, offset: offsetOf(fields.text('page_token')) };
}

/** The items of this page among one more than it may hold, and the token of the next page if there is one. */
export function cut<T>(
  page: Page,
  found: readonly T[],
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const more = found.length > page.limit;
  return { items: more ? found.slice(0, page.limit) : found, next: more ? tokenOf(page) : undefined };
}

const tokenOf = (page: Page): string =>
  Buffer.from(JSON.stringify({ offset: page.offset + page.limit })).toString('base64url');

function offsetOf(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  const offset = /^\{"offset":(\d{1,15})\}$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (offset === undefined) throw invalid('Invalid page token.');
  return Number(offset);
}
