import { distance } from 'fastest-levenshtein';
import type { CommandRecord } from './command.ts';

/**
 * The commands that were perhaps meant, nearest first, each with the rest of the line kept: they are offered as buttons and
 * never run by themselves. Empty when nothing is near.
 */
export const guessCommands = (
  records: readonly CommandRecord[],
  words: readonly string[],
  most = 2,
): readonly string[] => {
  const typed = words.map((word) => word.slice(0, 40).toLowerCase());
  const candidates = records.flatMap((record) =>
    [record.name, ...record.also].map((name) => {
      const length = name.split(' ').length;
      const head = typed.slice(0, length).join(' ');
      // The second word alone may have been typed: “experiment churn” for “show experiment churn”.
      const short =
        length > 1 && typed[0] !== undefined
          ? distance(typed[0], name.split(' ').slice(1).join(' '))
          : Number.POSITIVE_INFINITY;
      const whole = distance(head, name);
      const near = Math.min(whole, short + 0.5);
      const rest = words.slice(short + 0.5 < whole ? 1 : length);
      return {
        record,
        near,
        limit: Math.max(1, Math.floor(name.length / 3)),
        text: [record.name, ...rest].join(' '),
      };
    }),
  );
  const best = new Map<string, { near: number; text: string }>();
  for (const { record, near, limit, text } of candidates) {
    if (near <= limit && near < (best.get(record.name)?.near ?? Number.POSITIVE_INFINITY))
      best.set(record.name, { near, text });
  }
  return [...best.values()]
    .sort((a, b) => a.near - b.near)
    .slice(0, most)
    .map(({ text }) => text);
};
