// What models and aliases may be called.
import { invalid } from '../fields.ts';

export type RegistryName = 'workspace' | 'catalog';

const LONGEST_ALIAS = 255;
const LONGEST_NAME = 256;

/** A name of three parts in Unity Catalog; anything without `:` and `/` elsewhere. @throws ApiRefusal INVALID_PARAMETER_VALUE */
export function checkName(registry: RegistryName, name: string): void {
  if (registry === 'catalog') {
    if (!/^[^./\s]+\.[^./\s]+\.[^./\s]+$/u.test(name) || name.length > LONGEST_NAME)
      throw invalid(`Invalid model name '${name}': a name of the form catalog.schema.model is expected.`);
    return;
  }
  if (/[/:]/.test(name) || name.trim() === '' || name.length > LONGEST_NAME)
    throw invalid(`Invalid model name '${name}': names must be non-empty and must not contain ':' or '/'.`);
}

/** Letters, digits, `_` and `-`; not `latest`, not `v1`. */
export function checkAlias(alias: string): void {
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias) || alias.length > LONGEST_ALIAS)
    throw invalid(
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores and dashes, at most ${LONGEST_ALIAS}.`,
    );
  if (alias.toLowerCase() === 'latest') throw invalid(`'latest' alias name (case insensitive) is reserved.`);
  if (/^v\d+$/i.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
}
