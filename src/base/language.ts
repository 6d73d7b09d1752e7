// The language in force while something is said to somebody. English is the source: a phrase is written in English where it is used,
// and the tables below `languages/` hold it in German and Japanese. Outside text is never looked up; it comes in as facts.
import { AsyncLocalStorage } from 'node:async_hooks';
import { GERMAN } from './languages/german.ts';
import { JAPANESE } from './languages/japanese.ts';
import { compilePatterns, type Patterns } from './languages/patterns.ts';

export const LANGUAGES = ['en', 'de', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A phrase of our own, as it is written in English. */
export type Phrase = keyof typeof GERMAN;

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
/** What a phrase needs: one fact for each `{name}`. */
export type PhraseFacts<P extends Phrase> = Readonly<Record<Names<P>, string | number>>;

const TABLES: Readonly<Record<Exclude<Language, 'en'>, Readonly<Record<string, string>>>> = {
  de: GERMAN,
  ja: JAPANESE,
};

const patterns = new Map<Language, Patterns>();
const patternsOf = (spoken: Exclude<Language, 'en'>): Patterns => {
  const known = patterns.get(spoken) ?? compilePatterns(TABLES[spoken]);
  patterns.set(spoken, known);
  return known;
};

const inForce = new AsyncLocalStorage<Language>();

/** The language for a locale such as `de-AT`; English for all that brickbot does not speak. */
export const languageOf = (locale: string | undefined): Language => {
  const primary = locale?.slice(0, 2).toLowerCase();
  return LANGUAGES.find((language) => language === primary && !/^[a-z]{3}/i.test(locale ?? '')) ?? 'en';
};

/** Everything that is said within the work, over its waits as well, is said in this language. */
export const inLanguage = <Result>(language: Language, work: () => Result): Result =>
  language === current() ? work() : inForce.run(language, work);

const current = (): Language => inForce.getStore() ?? 'en';

/** The language in force; English where nobody said otherwise. */
export const language = current;

/**
 * A text of our own in the language in force: a phrase as it stands in the tables, or one whose places are filled already (`and 3
 * more`). One that the tables do not know stays as it is. For titles, headings and sentences; never for outside text alone.
 */
export const own = (text: string): string => {
  const now = current();
  if (now === 'en') return text;
  const table = TABLES[now];
  return Object.hasOwn(table, text) ? (table[text] ?? text) : (patternsOf(now)(text) ?? text);
};

/** Puts facts into `{name}` places; a missing one leaves a dash, so that a sentence is never broken by it. */
export const filled = (template: string, facts: Readonly<Record<string, string | number>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '–'));

/**
 * A phrase in the language in force, with its facts in it.
 * @example phrase('Waits for {op}', { op: '7K3F' })
 */
export const phrase = <P extends Phrase>(
  source: P,
  ...[facts]: [Names<P>] extends [never] ? [] : [PhraseFacts<P>]
): string => (facts === undefined ? own(source) : filled(own(source), facts));
