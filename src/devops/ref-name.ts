// Names of branches and tags, before git sees them: which are well formed, and what a typed one may mean. Pure.

/** Bytes of the longest name that is looked up; git hosts refuse longer ones. */
const LONGEST = 250;

/**
 * Whether git would accept this as the short name of a branch or tag: the rules of git-check-ref-format with `refs/heads/` in
 * front, and those of `git branch` (no leading dash, not `HEAD`).
 */
export const isRefName = (name: string): boolean =>
  name !== '' &&
  name !== '@' &&
  name !== 'HEAD' &&
  name.isWellFormed() &&
  Buffer.byteLength(name) <= LONGEST &&
  !name.startsWith('-') &&
  !name.endsWith('.') &&
  !name.includes('..') &&
  !name.includes('@{') &&
  !hasForbidden(name) &&
  name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));

/** Control characters, space, and the characters with a meaning in git's own syntax. */
const hasForbidden = (name: string): boolean =>
  Array.from(name).some((letter) => letter <= ' ' || letter === '\u007f' || '~^:?*[\\'.includes(letter));

/** One meaning of what was typed; `kind` is absent where both a branch and a tag could be meant. */
export interface RefMeaning {
  readonly kind?: 'branch' | 'tag';
  readonly name: string;
}

/**
 * Meanings of a typed name in order of preference; empty when none is well formed. A branch may really be called `origin/x`, so
 * the name as typed comes before the one without the prefix.
 */
export const meaningsOf = (typed: string): readonly RefMeaning[] => {
  const name = typed.trim();
  const cut = (prefix: string): string | undefined =>
    name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
  const meanings: RefMeaning[] = [];
  const branch = cut('refs/heads/') ?? cut('refs/remotes/origin/');
  const tag = cut('refs/tags/');
  const remote = cut('origin/');
  if (branch !== undefined) meanings.push({ kind: 'branch', name: branch });
  else if (tag !== undefined) meanings.push({ kind: 'tag', name: tag });
  else {
    meanings.push({ name });
    if (remote !== undefined) meanings.push({ kind: 'branch', name: remote });
  }
  return meanings.filter((meaning) => isRefName(meaning.name));
};

/** A full commit id: 40 lower-case hex digits. */
export const isCommitId = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);
