// From words to a command with values. One grammar for the chat, the terminal and buttons that say a command. It never guesses:
// what does not fit is named, what is missing is asked for.
import type { Argument, CommandRecord } from './command.ts';
import { closing, introduces, isInside, lower, opening, repeats } from './fillers.ts';
import { keywordsOf } from './usage.ts';
import { splitWords, type Word } from './words.ts';

export type Parsed =
  | {
      readonly kind: 'match';
      readonly record: CommandRecord;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'missing';
      readonly record: CommandRecord;
      readonly values: Readonly<Record<string, unknown>>;
      readonly argument: string;
    }
  | { readonly kind: 'problem'; readonly record: CommandRecord; readonly problem: string }
  /** `question`: it names a command that changes something, but asks. */
  | { readonly kind: 'unknown'; readonly words: readonly string[]; readonly question?: true }
  | { readonly kind: 'empty' };

/** Names that can be typed, by their first word, longest first, so that `show experiment` wins over `show`. */
interface Head {
  readonly words: readonly string[];
  readonly record: CommandRecord;
}

export type Grammar = (line: string) => Parsed;

/** Compiles the records once; the answer is a pure function from a repaired line to what it means. */
export const compileGrammar = (records: readonly CommandRecord[]): Grammar => {
  const heads = Map.groupBy(
    records
      .flatMap((record) => [record.name, ...record.also].map((name) => ({ words: name.split(' '), record })))
      .sort((a, b) => b.words.length - a.words.length),
    (head) => head.words[0] ?? '',
  );
  const headAt = (words: readonly Word[], at: number): (Head & { readonly end: number }) | undefined => {
    for (const head of heads.get(lower(words[at]?.text ?? '')) ?? []) {
      const end = endOfHead(head, words, at);
      if (end !== undefined) return { ...head, end };
    }
    return undefined;
  };
  return (line) => {
    const typed = splitWords(line);
    if (typed.length === 0) return { kind: 'empty' };
    const { words, asked } = closing(typed);
    const before = opening(words);
    const head = headAt(words, before.length) ?? headAt(words, 0);
    if (!head)
      return {
        kind: 'unknown',
        words: said(before.length < words.length ? words.slice(before.length) : words),
      };
    // A question is no order: what would change something is offered as a button.
    if (asked && head.record.permission !== 'look')
      return { kind: 'unknown', words: [head.record.name, ...said(words.slice(head.end))], question: true };
    return fill(head.record, words.slice(head.end));
  };
};

const said = (words: readonly Word[]): readonly string[] =>
  words.map(({ text, quoted }) => (quoted ? `"${text}"` : text));

/** Where the words of a name end; articles between them are stepped over. */
const endOfHead = (head: Head, words: readonly Word[], at: number): number | undefined => {
  let next = at;
  for (const part of head.words) {
    while (next > at && lower(words[next]?.text ?? '') !== part && isInside(words[next])) next += 1;
    if (lower(words[next]?.text ?? '') !== part) return undefined;
    next += 1;
  }
  return next;
};

const fill = (record: CommandRecord, words: readonly Word[]): Parsed => {
  const values: Record<string, unknown> = {};
  const problem = (text: string): Parsed => ({ kind: 'problem', record, problem: text });
  const positional = Object.entries(record.arguments).filter(([, argument]) => argument.positional);
  for (const [name, argument] of Object.entries(record.arguments)) {
    if (argument.kind === 'flag') values[name] = false;
    if (argument.kind === 'pairs') values[name] = {};
  }
  let at = 0;
  while (at < words.length) {
    const word = words[at] as Word;
    const named = word.quoted ? undefined : argumentNamed(record, word.text);
    if (named) {
      const [name, argument] = named;
      if (values[name] !== undefined && argument.kind !== 'flag' && argument.kind !== 'pairs')
        return problem(`${labelled(name, argument)} is given twice`);
      at += 1;
      if (argument.kind === 'flag') {
        values[name] = true;
        continue;
      }
      const taken = takeNamed(argument, words, at, record);
      if (taken.value === undefined) {
        if (taken.problem) return problem(taken.problem);
        return { kind: 'missing', record, values, argument: name };
      }
      values[name] = taken.value;
      at = taken.next;
      continue;
    }
    if (!word.quoted && word.text.startsWith('--'))
      return problem(`${word.text} is no option of ${record.name}`);
    const next = positional.find(([name]) => values[name] === undefined);
    if (!next) return problem(`“${word.text.slice(0, 60)}” does not belong to ${record.name}`);
    const taken = takeNamed(next[1], words, at, record);
    if (taken.value === undefined) {
      if (taken.problem) return problem(taken.problem);
      return { kind: 'missing', record, values, argument: next[0] };
    }
    values[next[0]] = taken.value;
    at = taken.next;
  }
  const absent = Object.entries(record.arguments).find(
    ([name, argument]) => argument.required && values[name] === undefined,
  );
  return absent
    ? { kind: 'missing', record, values, argument: absent[0] }
    : { kind: 'match', record, values };
};

const labelled = (name: string, argument: Argument): string => argument.label ?? name;

/** The argument that a keyword or an option announces: `to`, `--to` and `--dry-run`. A flag needs its hyphens. */
const argumentNamed = (record: CommandRecord, word: string): [string, Argument] | undefined => {
  const option = word.startsWith('--');
  const key = (option ? word.slice(2) : word).toLowerCase();
  return Object.entries(record.arguments).find(([name, argument]) => {
    if (!option && argument.kind === 'flag') return false;
    return argument.keywords?.includes(key) ?? (argument.kind === 'flag' && key === name);
  });
};

interface Taken {
  readonly value?: unknown;
  readonly problem?: string;
  readonly next: number;
}

/** A value with the small words beside it: `the feature-x branch`. */
const takeNamed = (argument: Argument, words: readonly Word[], at: number, record: CommandRecord): Taken => {
  const keywords = keywordsOf(record);
  const isValue = (word: Word | undefined): boolean =>
    word !== undefined &&
    (word.quoted || !(word.text.startsWith('--') || keywords.includes(lower(word.text))));
  let from = at;
  while (words[from] && introduces(argument.kind, words[from] as Word) && isValue(words[from + 1])) from += 1;
  const taken = take(argument, words, from, record);
  const after = words[taken.next];
  return taken.value !== undefined && after && isValue(after) && repeats(argument.kind, after)
    ? { ...taken, next: taken.next + 1 }
    : taken;
};

const take = (argument: Argument, words: readonly Word[], at: number, record: CommandRecord): Taken => {
  const word = words[at];
  if (!word) return { next: at };
  switch (argument.kind) {
    case 'pairs': {
      const pairs: [string, string][] = [];
      let next = at;
      for (let split = pairOf(words[next]); split; split = pairOf(words[next])) {
        pairs.push(split);
        next += 1;
      }
      return pairs.length > 0
        ? { value: Object.fromEntries(pairs), next }
        : { problem: `“${word.text.slice(0, 60)}” is not of the form name=value`, next };
    }
    case 'text': {
      // A text in quotes ends with them when a keyword follows: `lock staging "data backfill" branch x`.
      const follows = words[at + 1];
      if (word.quoted && follows && !follows.quoted && keywordsOf(record).includes(lower(follows.text)))
        return { value: word.text, next: at + 1 };
      // Free text takes everything up to the next option, keywords included: a reason is a sentence.
      const end = words.findIndex(
        (candidate, index) => index >= at && !candidate.quoted && candidate.text.startsWith('--'),
      );
      const next = end < 0 ? words.length : end;
      return { value: textOf(words.slice(at, next)), next };
    }
    case 'compared': {
      const keywords = keywordsOf(record);
      const ends = (each: Word): boolean =>
        !each.quoted && (each.text.startsWith('--') || keywords.includes(lower(each.text)));
      const end = words.findIndex((each, index) => index >= at && ends(each));
      const next = end < 0 ? words.length : end;
      return next === at ? { next } : { value: textOf(words.slice(at, next)), next };
    }
    case 'count': {
      const count = /^\d{1,4}$/.test(word.text) ? Number(word.text) : Number.NaN;
      return count >= 1 && count <= 1000
        ? { value: count, next: at + 1 }
        : { problem: `“${word.text.slice(0, 60)}” is not a number from 1 to 1000`, next: at };
    }
    case 'operation': {
      // People say “op 7K3F” and “7K3F”.
      const code = word.text.toLowerCase() === 'op' && words[at + 1] ? 1 : 0;
      return { value: words[at + code]?.text, next: at + code + 1 };
    }
    case 'subject': {
      // People say “pull request” and “pull requests”.
      const next = words[at + 1]?.text.toLowerCase() ?? '';
      return word.text.toLowerCase() === 'pull' && /^requests?$/.test(next)
        ? { value: 'pull-request', next: at + 2 }
        : { value: word.text, next: at + 1 };
    }
    case 'command':
      return { value: textOf(words.slice(at)), next: words.length };
    case 'ref':
    case 'environment':
    case 'suite':
    case 'job':
    case 'experiment':
    case 'run':
    case 'metric':
    case 'model':
    case 'version':
    case 'target':
    case 'gate':
    case 'span':
    case 'person':
    case 'filter':
    case 'subscription':
    case 'audited':
    case 'mark':
    case 'flag':
      // A keyword in place of a value means that the value was forgotten: `deploy to staging`.
      return !word.quoted && keywordsOf(record).includes(word.text.toLowerCase())
        ? { next: at }
        : { value: word.text, next: at + 1 };
  }
};

const textOf = (words: readonly Word[]): string => words.map((each) => each.text).join(' ');

const pairOf = (word: Word | undefined): [string, string] | undefined => {
  const match = word && /^([A-Za-z_][\w.-]{0,99})=(.*)$/s.exec(word.text);
  return match ? [match[1] as string, match[2] as string] : undefined;
};
