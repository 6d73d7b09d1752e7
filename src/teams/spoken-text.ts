// From the text of a Teams message to the words that were meant for brickbot: the bot's own mention out, other mentions as
// names, and the marks that clients put between them. Typographic quotes and dashes stay: the grammar knows what to do with them.

/** A mention as it stands in an activity's entities; `text` is what the message's text shows for it. */
export interface Mention {
  readonly id: string;
  readonly name?: string;
  readonly text?: string;
}

const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/g;
const WIDE_SPACE = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;
const ANY_AT = /<at\b[^>]{0,200}>([^<]{0,300})<\/at>/gi;

const NAMED_CHARACTERS: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#160': ' ',
};

/**
 * The words of a message. Every mention of the bot goes, wherever it stands and however often; a mention of somebody
 * else becomes `@Name`, in quotes where the name has spaces: it may be an argument, and is one word of it.
 * @param text the activity's text
 * @param mentions the activity's mention entities
 * @param botId the activity's recipient id; @param botName its name
 */
export const spokenText = (
  text: string,
  mentions: readonly Mention[],
  botId: string,
  botName?: string,
): string => {
  let words = text;
  let unplaced = false;
  for (const mention of mentions) {
    if (mention.id !== botId) continue;
    if (mention.text && words.includes(mention.text)) words = words.replaceAll(mention.text, ' ');
    // Names with an ampersand come without the entity's text, or with another spelling in the message.
    else unplaced = true;
  }
  const ownNames = [botName, ...mentions.filter(({ id }) => id === botId).map(({ name }) => name)].map(plain);
  let first = true;
  words = words.replaceAll(ANY_AT, (whole, name: string, offset: number) => {
    const leading = first && words.slice(0, offset).trim() === '';
    first = false;
    if (ownNames.includes(plain(name)) || (leading && unplaced)) return ' ';
    return whole.length > 0 ? asWord(name) : '';
  });
  return words
    .replaceAll(/&(nbsp|amp|lt|gt|quot|#39|#160);/g, (_, name: string) => NAMED_CHARACTERS[name] ?? ' ')
    .replaceAll(INVISIBLE, '')
    .replaceAll(WIDE_SPACE, ' ')
    .replaceAll(/[ \t]{2,}/g, ' ')
    .trim();
};

/** Quotes of a name's own would end the word early. */
const asWord = (name: string): string => {
  const bare = name.replaceAll(/"|&quot;/g, '');
  return /\s|&nbsp;/.test(bare.trim()) ? `"@${bare.trim()}"` : `@${name}`;
};

const plain = (name: string | undefined): string =>
  (name ?? '\u0000').replaceAll('&amp;', '&').replaceAll(INVISIBLE, '').replaceAll(/\s+/g, ' ').trim();
