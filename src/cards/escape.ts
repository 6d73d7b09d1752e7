// Text from outside on its way to a card: branch names, commit subjects, messages of other systems. It is cleared of what bends the
// page (control characters, direction overrides, stacked accents), cut, and kept from being read as markup. Nothing else may put
// outside text on a card.

/** A word joiner: sets a sign apart from its name without being seen, and no line is broken between the two. */
const GAP = '\u2060';

/** Bidirectional marks, embeddings, overrides and isolates: text may be right-to-left, but may not turn what stands around it. */
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** Line separators that are not `\n`. */
const LINES = /\r\n|[\r\u0085\u2028\u2029]/g;
const isControl = (code: number): boolean =>
  (code < 32 && code !== 10 && code !== 9) || (code >= 127 && code < 160) || code === 0xfeff;

/** Takes out what nobody can see and what disturbs its neighbours; line ends become `\n`, more than two stacked accents are dropped. */
const cleared = (text: string): string =>
  Array.from(text.replace(BIDI, '').replace(LINES, '\n'))
    .filter((sign) => !isControl(sign.codePointAt(0) ?? 0))
    .join('')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1');

/** Keeps `<at>`, HTML and `{{DATE(…)}}` from being read as such, in any element. */
const disarmed = (text: string): string =>
  text.replace(/<(?=[a-z/!?])/gi, `<${GAP}`).replace(/\{(?=\{)/g, `{${GAP}`);

/** Right-to-left text is set apart, so that the punctuation and numbers around it stay where they are. */
const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** The first characters of a text, with an ellipsis where it was cut. Counts code points, so no character is halved. */
export const cut = (text: string, most: number): string => {
  const signs = Array.from(text.slice(0, most * 4));
  return signs.length > most
    ? `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : signs.join('');
};

/** Both ends of a name or path: people tell long names apart by their endings. */
export const cutMiddle = (text: string, most: number): string => {
  const signs = Array.from(text);
  if (signs.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  return `${signs.slice(0, most - 1 - tail).join('')}…${signs.slice(-tail).join('')}`;
};

/**
 * One line of outside text, for elements that know no markup (TextRun, choice titles, button titles, badges, charts).
 * @param most the most characters that are shown
 */
export const plain = (text: string, most = 200): string =>
  isolated(disarmed(cut(cleared(text).replace(/\s+/g, ' ').trim(), most)));

/** A name (branch, job, path): one line, cut in the middle. For elements that know no markup. */
export const plainName = (text: string, most = 48): string =>
  isolated(disarmed(cutMiddle(cleared(text).replace(/\s+/g, ' ').trim(), most)));

/**
 * Escapes the little Markdown of TextBlock and FactSet: emphasis, links, code, strike-through, and lists at the start. Signs inside
 * a word (`feature_x`, `v1.2`) start nothing and stay bare, because some clients show the backslash.
 */
export const unmarked = (text: string): string =>
  text
    .replace(/[\\`*~[\]]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(\s*)([-+#>])(?=\s|$|#)/, '$1\\$2')
    .replace(/^(\s*\d{1,4})([.)])(?=\s|$)/, '$1\\$2');

/** One line of outside text for TextBlock and FactSet. */
export const marked = (text: string, most = 200): string => unmarked(plain(text, most));

/** A name for TextBlock and FactSet, cut in the middle. */
export const markedName = (text: string, most = 48): string => unmarked(plainName(text, most));

/**
 * Several lines of outside text, for CodeBlock and monospaced runs.
 * @param most lines, and 200 characters each
 */
export const code = (text: string, most = 12): string => {
  const lines = cleared(text.slice(0, 20_000))
    .replaceAll('\t', '    ')
    .replace(/^\n+|\s+$/g, '')
    .split('\n');
  const shown = lines.slice(0, most).map((line) => disarmed(cut(line, 200)));
  return (lines.length > most ? [...shown, `… ${lines.length - most} more lines`] : shown).join('\n');
};

/** Addresses that a button or link may lead to; anything but http and https is none. */
export const webAddress = (url: string | undefined): string | undefined =>
  url !== undefined && url.length < 2_000 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
    ? new URL(url).href
    : undefined;
