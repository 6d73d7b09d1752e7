// What chat clients do to typed text is undone here, before any grammar looks at it: non-breaking and zero-width spaces,
// typographic quotes of several languages, dashes that an auto-correction has joined, direction marks, code ticks.

const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/g;
const DOUBLE_QUOTES = /[“”„‟«»「」『』＂]/g;
const SINGLE_QUOTES = /[‘’‚‛‹›＇]/g;
const WIDE_SPACES = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\t\r\n]+/g;

/** The longest message that is read as a command, in characters. Anything longer is not a command. */
export const LONGEST_MESSAGE = 1_000;

/** Text with the marks of chat clients taken out, on one line, single-spaced. */
export const repairChatText = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(WIDE_SPACES, ' ')
    .replace(DOUBLE_QUOTES, '"')
    .replace(SINGLE_QUOTES, "'")
    // An em or en dash before a word is two hyphens that were corrected: “—dry-run”.
    .replace(/(^|\s)[\u2013\u2014](?=[A-Za-z])/g, '$1--')
    .replace(/`+/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
    .replace(/^\/+(?=[A-Za-z])/, '');
