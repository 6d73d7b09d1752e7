// The small words that people put around a command: courtesies before and after it, articles inside, nouns beside a value. They are
// stepped over only where something follows that they can belong to, so a branch called “the” or “please” can still be named.
import type { ArgumentKind } from './command.ts';
import type { Word } from './words.ts';

/** Before a command. Nothing that negates, doubts or postpones stands here: “don’t deploy x” is no deploy. */
const OPENINGS: readonly (readonly string[])[] = [
  'please',
  'pls',
  'plz',
  'kindly',
  'just',
  'hey',
  'hi',
  'hello',
  'ok',
  'okay',
  'brickbot',
  '@brickbot',
  "let's",
  'lets',
  'i want to',
  "i'd like to",
  'i would like to',
  'we want to',
].map((phrase) => phrase.split(' '));

/** Requests in the form of a question. */
const REQUESTS: readonly (readonly string[])[] = ['can you', 'could you', 'would you', 'will you'].map(
  (phrase) => phrase.split(' '),
);

const CLOSINGS = new Set(['please', 'pls', 'plz', 'thanks', 'thx', 'ty']);
const INSIDE = new Set(['the', 'my', 'our', 'me', 'us', 'all']);
const ARTICLES = new Set(['the', 'my', 'our', 'a']);
const NOUNS: Partial<Readonly<Record<ArgumentKind, readonly string[]>>> = {
  ref: ['branch', 'tag', 'commit'],
  environment: ['environment', 'env'],
  job: ['job'],
  experiment: ['experiment'],
  run: ['run'],
};

/** Words that have to be quoted to be values. */
export const FILLERS: readonly string[] = [
  ...CLOSINGS,
  ...INSIDE,
  ...ARTICLES,
  ...Object.values(NOUNS).flat(),
];

/** ASCII letters only: “K” (Kelvin) lowers to “k”, and a look-alike must not become a command. */
export const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const bare = (word: Word | undefined): string | undefined =>
  word === undefined || word.quoted ? undefined : lower(word.text).replace(/[,:!]+$/, '');

/** How many words of courtesy stand before the command, and whether they make a question of it. */
export const opening = (words: readonly Word[]): { readonly length: number; readonly asked: boolean } => {
  let length = 0;
  let asked = false;
  const starts = (phrase: readonly string[]): boolean =>
    phrase.every((part, index) => bare(words[length + index]) === part);
  for (;;) {
    const request = REQUESTS.find(starts);
    const phrase = request ?? OPENINGS.find(starts);
    if (!phrase || length + phrase.length > words.length) return { length, asked };
    asked ||= request !== undefined;
    length += phrase.length;
  }
};

/** Articles between the words of a name: `run the tests`, `show me all jobs`. */
export const isInside = (word: Word | undefined): boolean => {
  const text = bare(word);
  return text !== undefined && INSIDE.has(text);
};

/** Whether the word only introduces a value of this kind: `the`, and `branch` before the branch's name. */
export const introduces = (kind: ArgumentKind, word: Word): boolean => {
  const text = bare(word);
  return (
    text !== undefined && NOUNS[kind] !== undefined && (ARTICLES.has(text) || NOUNS[kind].includes(text))
  );
};

/** Whether the word only repeats what the value before it is: `staging environment`. */
export const repeats = (kind: ArgumentKind, word: Word | undefined): boolean => {
  const text = bare(word);
  return text !== undefined && (NOUNS[kind]?.includes(text) ?? false);
};

const SENTENCE_END = /[.?!,;:]+$/;

/** The words without thanks and full stop at their end, and whether they were a question. */
export const closing = (
  words: readonly Word[],
): { readonly words: readonly Word[]; readonly asked: boolean } => {
  let rest = words;
  let asked = false;
  for (;;) {
    const last = rest.at(-1);
    if (!last || last.quoted || rest.length < 2) return { words: rest, asked };
    const [end = ''] = SENTENCE_END.exec(last.text) ?? [];
    const text = last.text.slice(0, last.text.length - end.length);
    asked ||= end.includes('?');
    if (text === '' || CLOSINGS.has(lower(text))) {
      rest = rest.slice(0, -1);
      continue;
    }
    if (lower(text) === 'you' && bare(rest.at(-2)) === 'thank') {
      rest = rest.slice(0, -2);
      continue;
    }
    // Values of parameters and pasted addresses end as they end.
    if (end === '' || /=|^https?:/.test(text))
      return { words: rest, asked: asked && !/=|^https?:/.test(text) };
    return { words: [...rest.slice(0, -1), { text, quoted: false }], asked };
  }
};

/** Whether a value would lose something at the end of a line unless it is quoted. */
export const endsLikeASentence = (value: string): boolean =>
  SENTENCE_END.test(value) || CLOSINGS.has(lower(value.split(' ').at(-1) ?? ''));
