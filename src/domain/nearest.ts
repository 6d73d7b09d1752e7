import { distance } from 'fastest-levenshtein';

/** The names nearest to what was typed, best first: the ones that contain it, then by edit distance. Never more than `most`. */
export const nearest = (typed: string, names: readonly string[], most: number): readonly string[] => {
  const wanted = typed.toLowerCase().slice(0, 200);
  const score = (name: string): number => {
    const lower = name.toLowerCase().slice(0, 200);
    return lower.includes(wanted)
      ? (0.5 * (lower.length - wanted.length)) / Math.max(lower.length, 1)
      : distance(wanted, lower);
  };
  return names
    .map((name) => ({ name, score: score(name) }))
    .filter(({ name, score: value }) => value <= Math.max(3, Math.ceil(name.length / 2)))
    .sort((a, b) => a.score - b.score || a.name.localeCompare(b.name))
    .slice(0, most)
    .map(({ name }) => name);
};
