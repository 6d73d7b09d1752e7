// What chat clients do to typed text is undone here, before any grammar looks at it: invisible and wide characters, typographic
// quotes of many languages, dashes that an auto-correction has joined, quoted messages, markup, pasted links, emoji at the end.

const INVISIBLE = /[\u00AD\u061C\u115F\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]|[\uFE00-\uFE0F]/g;
const DOUBLE_QUOTES = /[“”„‟«»「」『』《》〝〞〟＂″]/g;
const SINGLE_QUOTES = /[‘’‚‛‹›＇′´]/g;
// Control characters come from pasted terminals; none is ever meant.
const WIDE_SPACES = /[\p{Cc}\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/gu;
/** Letters, digits and signs as Japanese and Chinese keyboards type them: each stands at a fixed distance from its ASCII twin. */
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const FULL_WIDTH_DISTANCE = 0xfee0;

/** What was quoted from somebody else's message is not said by the one who quotes it. */
const QUOTED_MESSAGE = /<blockquote\b[^>]*>[\s\S]*?(?:<\/blockquote>|$)/gi;
const HTML_LINK = /<a\b[^>]{0,300}?\bhref=["']?([^"'\s>]{1,500})["']?[^>]{0,300}>([^<]{0,500})<\/a>/gi;
const MARKDOWN_LINK = /\[([^\][]{1,300})\]\((https?:[^\s()]{1,500})\)/gi;
const ANGLE_LINK = /<(https?:[^\s<>]{1,500})>/gi;
const TAGS =
  /<\/?(?:p|div|span|br|b|strong|i|em|u|s|code|pre|ul|ol|li|h[1-6]|font|table|tbody|tr|td)\b[^>]{0,200}>/gi;
/** Only a text that ends a tag, or breaks a line, is taken for HTML: `a<b>c` is somebody's expression. */
const LOOKS_LIKE_HTML = /<\/(?:p|div|span|b|strong|i|em|u|s|code|pre|ul|ol|li|h[1-6]|font|td)>|<br\s*\/?>/i;
/** `deploy <feature-x>`: copied from a usage line, brackets included. */
const BRACKETED = /(^|\s)<([\w./@+-]{1,200})>(?=\s|$)/g;
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier} ]/u;

/** The longest message that is read as a command, in characters. Anything longer is not a command. */
export const LONGEST_MESSAGE = 1_000;

/** Clients make links of names such as `train.py`; then the text is what was typed. Otherwise the address is what was pasted. */
const linkMeans = (address: string, text: string): string => {
  const shown = text.trim();
  const bare = address.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  return shown.toLowerCase() === bare.toLowerCase() ? shown : ` ${address} `;
};

const withoutMarkup = (text: string): string => {
  if (!text.includes('<') && !text.includes('](')) return text;
  const linked = text
    .replace(QUOTED_MESSAGE, ' ')
    .replace(HTML_LINK, (_, address: string, shown: string) => linkMeans(address, shown))
    .replace(MARKDOWN_LINK, (_, shown: string, address: string) => linkMeans(address, shown))
    .replace(ANGLE_LINK, ' $1 ');
  return (LOOKS_LIKE_HTML.test(linked) ? linked.replace(TAGS, ' ') : linked).replace(BRACKETED, '$1$2');
};

/** Counted from the end, so that a wall of emoji costs no more than its length. */
const withoutEmoji = (text: string): string => {
  let end = text.length;
  while (end > 0) {
    const low = text.charCodeAt(end - 1);
    const start = low >= 0xdc00 && low <= 0xdfff && end > 1 ? end - 2 : end - 1;
    if (!EMOJI.test(text.slice(start, end))) break;
    end = start;
  }
  return text.slice(0, end);
};

/** Text with the marks of chat clients taken out, on one line, single-spaced. Repairing twice changes nothing more. */
export const repairChatText = (text: string): string =>
  withoutEmoji(
    withoutMarkup(text.replace(INVISIBLE, ''))
      .replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_DISTANCE))
      .replace(WIDE_SPACES, ' ')
      .replace(DOUBLE_QUOTES, '"')
      .replace(SINGLE_QUOTES, "'")
      // An em or en dash before a word is two hyphens that were corrected: “—dry-run”.
      .replace(/(^|\s)[\u2013\u2014](?=[A-Za-z])/g, '$1--')
      .replace(/`+|\*\*/g, '')
      .replace(/ {2,}/g, ' '),
  )
    .trim()
    .replace(/^\/+(?=[A-Za-z])/, '');
