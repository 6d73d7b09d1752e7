// Splits repaired text into words. A quoted word is never taken for a keyword, so a branch may be called "to".

export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

const PATTERN = /"([^"]*)"|'([^']*)'|(\S+?=)"([^"]*)"|(\S+)/g;

/** Words of a line; quotes hold a value with spaces together, also behind `key=`. A quote without its twin is dropped. */
export const splitWords = (line: string): readonly Word[] =>
  Array.from(line.matchAll(PATTERN), ([, double, single, key, value, bare]) =>
    key !== undefined
      ? { text: `${key}${value ?? ''}`, quoted: true }
      : bare !== undefined
        ? { text: bare.replace(/^["']+|"+$/g, ''), quoted: false }
        : { text: double ?? single ?? '', quoted: true },
  ).filter((word) => word.text !== '');

/** The word as it has to be typed to come back as this value. */
export const quoteWord = (value: string, keywords: readonly string[] = []): string =>
  value === '' || /[\s"']/.test(value) || keywords.includes(value.toLowerCase())
    ? `"${value.replaceAll('"', '')}"`
    : value;
