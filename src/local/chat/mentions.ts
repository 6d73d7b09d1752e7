// Finds who a typed line mentions. Real Teams wants the name chosen from a menu; here `@name` typed in full counts as well, because the
// page's compose box is plain text.
import type { Mention, Message } from './message.ts';
import type { Conversation, Roster } from './roster.ts';

const escapeForPattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Turns `@brickbot` and `@Alice Novak` (also `@Alice`) into Teams' `<at>` parts with their entities. */
export function withMentions(
  roster: Roster,
  conversation: Conversation,
  typed: string,
): Pick<Message, 'text' | 'mentions'> {
  const members = roster.people.filter((person) => conversation.members.includes(person.key));
  const known = [
    { id: roster.bot.id, name: roster.bot.name, said: [roster.bot.name] },
    ...members.map(({ id, name }) => ({ id, name, said: [name, name.split(' ')[0] ?? name] })),
  ];
  const names = known.flatMap((each) => each.said).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(^|\\s)@(${names.map(escapeForPattern).join('|')})(?![\\w-])`, 'giu');
  const mentions: Mention[] = [];
  const text = typed.replaceAll(pattern, (whole: string, before: string, name: string) => {
    const found = known.find((each) => each.said.some((said) => said.toLowerCase() === name.toLowerCase()));
    if (found === undefined) return whole;
    mentions.push({ text: `<at>${found.name}</at>`, id: found.id, name: found.name });
    return `${before}<at>${found.name}</at>`;
  });
  return { text, mentions };
}
