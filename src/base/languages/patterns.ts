// Recognises a finished sentence of ours by the phrase that it was made from, so that a card which fills its sentences itself speaks
// other languages, too. What stands in the places is carried over as it is.

/** The sentence in the other language; undefined when no phrase fits. */
export type Patterns = (text: string) => string | undefined;

interface Pattern {
  readonly fits: RegExp;
  readonly names: readonly string[];
  readonly target: string;
  /** Letters that have to be there as they are: the phrase with most of them fits best. */
  readonly weight: number;
}

/** Phrases of less would be found in anybody's words. */
const FEWEST_LETTERS = 5;
/** Longer texts are outside text. */
const LONGEST = 240;
/** With more places a hostile text could be tried in too many ways. */
const MOST_PLACES = 3;

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const patternOf = (source: string, target: string): Pattern | undefined => {
  const parts = source.split(/\{(\w+)\}/);
  if (parts.length === 1 || parts.length > 2 * MOST_PLACES + 1) return undefined;
  const fixed = parts.filter((_, index) => index % 2 === 0);
  const weight = fixed.join('').replace(/[^A-Za-z]/g, '').length;
  if (weight < FEWEST_LETTERS) return undefined;
  // The last place takes the rest, the others as little as they can.
  const fits = new RegExp(
    `^${parts.map((part, index) => (index % 2 === 0 ? literal(part) : '([^\\n]+?)')).join('')}$`,
  );
  return { fits, names: parts.filter((_, index) => index % 2 === 1), target, weight };
};

const firstWord = (text: string): string => /^[^\s{]*/.exec(text)?.[0] ?? '';

/** Compiles the phrases with places once; a look-up tries those alone that begin with the same word, or with a place. */
export const compilePatterns = (table: Readonly<Record<string, string>>): Patterns => {
  const byWord = new Map<string, Pattern[]>();
  for (const [source, target] of Object.entries(table)) {
    const pattern = patternOf(source, target);
    // A word that a place cuts is no whole word: `Runs {from}` is kept under “Runs”, `v{version}` under nothing.
    const key = /^[^\s{]+\s/.test(source) ? firstWord(source) : '';
    if (pattern) byWord.set(key, [...(byWord.get(key) ?? []), pattern]);
  }
  for (const list of byWord.values()) list.sort((a, b) => b.weight - a.weight);
  return (text) => {
    if (text.length > LONGEST) return undefined;
    for (const key of [firstWord(text), ''])
      for (const { fits, names, target } of byWord.get(key) ?? []) {
        const found = fits.exec(text);
        if (!found) continue;
        const facts = new Map(names.map((name, index) => [name, found[index + 1] ?? '']));
        return target.replaceAll(/\{(\w+)\}/g, (_, name: string) => facts.get(name) ?? '–');
      }
    return undefined;
  };
};
