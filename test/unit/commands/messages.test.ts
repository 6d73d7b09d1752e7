// A hundred thousand messages, valid, garbled and hostile: none crashes the grammar, valid ones mean what they say, and nothing
// that changes anything comes out of a message that did not say so.
import { expect, test } from '@jest/globals';
import { type Message, messagesOf } from '../../../bench/messages.ts';
import * as dialogs from '../../../dialogs/index.ts';
import { createRegistry } from '../../../src/commands/registry.ts';
import { repairChatText } from '../../../src/commands/repair.ts';
import { wordingOf } from '../../../src/commands/usage.ts';

const AMOUNT = 100_000;
const SEED = 20_261_123;
const registry = createRegistry(Object.values(dialogs));

/** The raw text with full-width letters narrowed and nothing else repaired: what an eye would search for the command's name. */
const seenBy = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[^\x21-\x7e]+/g, (gap) => (/[\s\p{Cc}]/u.test(gap) ? ' ' : ''))
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What is wrong with how a message was understood; undefined when nothing is. */
const fault = ({ kind, text, means }: Message): string | undefined => {
  const parsed = registry.parse(repairChatText(text));
  if (kind === 'valid') {
    if (parsed.kind !== 'match') return `is no match but ${parsed.kind}`;
    const wording = wordingOf(parsed.record, parsed.values);
    return wording === means ? undefined : `means “${wording}” instead of “${means}”`;
  }
  if (parsed.kind !== 'match' || parsed.record.permission === 'look') return undefined;
  if (kind === 'garbled') return `is taken for “${wordingOf(parsed.record, parsed.values)}”`;
  const said = [parsed.record.name, ...parsed.record.also].some((name) =>
    name.split(' ').every((part) => seenBy(text).includes(part)),
  );
  return said ? undefined : `is taken for “${parsed.record.name}” without saying so`;
};

test('a hundred thousand messages are understood as they were meant, or not at all', () => {
  const next = messagesOf(SEED);
  const kinds = { valid: 0, garbled: 0, hostile: 0 };
  const faults: string[] = [];
  for (let index = 0; index < AMOUNT && faults.length < 10; index += 1) {
    const message = next();
    kinds[message.kind] += 1;
    const wrong = fault(message);
    if (wrong !== undefined) faults.push(`${JSON.stringify(message.text)} ${wrong}`);
  }
  expect(faults).toEqual([]);
  // The generator has to make all three, or the test shows nothing.
  expect(Math.min(kinds.valid, kinds.garbled, kinds.hostile)).toBeGreaterThan(AMOUNT / 10);
});

test('repairing twice changes nothing more', () => {
  const next = messagesOf(SEED + 1);
  for (let index = 0; index < 20_000; index += 1) {
    const { kind, text } = next();
    const once = repairChatText(text);
    // Markup nested by an attacker may show after one layer is off; for people’s messages one pass is all.
    if (kind !== 'hostile') expect(repairChatText(once)).toBe(once);
  }
});
