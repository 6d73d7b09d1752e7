// The little Markdown that Teams understands in cards and messages: bold, italic, strike-through, links, code and lists. Everything is
// escaped first; only what this file writes can be markup, so a text can never bring its own.

/** @param {string} text */
export function escapeHtml(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Marks a stored piece while the rest of the line is worked on; it cannot be typed because the text is cleared of it first. */
const mark = '\u0001';

/**
 * One paragraph's inline marks.
 * @param {string} raw
 */
function inline(raw) {
  /** @type {string[]} */
  const kept = [];
  /** @param {string} html */
  const keep = (html) => `${mark}${kept.push(html) - 1}${mark}`;
  let text = escapeHtml(raw.replaceAll(mark, ''));
  text = text.replace(/\\([\\`*_{}[\]()#+\-.!~|>])/g, (_whole, character) => keep(character));
  text = text.replace(/`([^`]+)`/g, (_whole, code) => keep(`<code>${code}</code>`));
  text = text.replace(/&lt;at&gt;(.+?)&lt;\/at&gt;/g, (_whole, name) =>
    keep(`<span class="mention">${name}</span>`),
  );
  text = text.replace(/\[([^\]]+)\]\(([^()\s]+(?:\([^()\s]*\))?)\)/g, (whole, label, address) =>
    /^https?:\/\//i.test(address)
      ? `${keep(`<a href="${address}" target="_blank" rel="noopener noreferrer">`)}${label}${keep('</a>')}`
      : whole,
  );
  text = text
    .replace(/\*\*(?=\S)(.+?)(?<=\S)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[^\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])/g, '$1<em>$2</em>')
    .replace(/(^|[^\w])_(?=\S)([^_]+?)(?<=\S)_(?!\w)/g, '$1<em>$2</em>')
    .replace(/~~(?=\S)(.+?)(?<=\S)~~/g, '<del>$1</del>');
  // A kept piece may itself hold a kept piece (code inside a link's words).
  const pattern = new RegExp(`${mark}(\\d+)${mark}`, 'g');
  /** @param {string} some @returns {string} */
  const restore = (some) => some.replace(pattern, (_whole, index) => restore(kept[Number(index)] ?? ''));
  return restore(text);
}

/**
 * Safe HTML for a Markdown text.
 * @param {string} text
 * @returns {string}
 */
export function markdownToHtml(text) {
  /** @type {string[]} */
  const blocks = [];
  /** @type {{kind: 'p' | 'ul' | 'ol' | 'pre', lines: string[], start: number}} */
  let open = { kind: 'p', lines: [], start: 1 };
  const close = () => {
    if (open.lines.length > 0) {
      if (open.kind === 'p') blocks.push(`<p>${open.lines.map(inline).join('<br>')}</p>`);
      else if (open.kind === 'pre') blocks.push(`<pre>${escapeHtml(open.lines.join('\n'))}</pre>`);
      else {
        const items = open.lines.map((line) => `<li>${inline(line)}</li>`).join('');
        blocks.push(`<${open.kind}${open.start > 1 ? ` start="${open.start}"` : ''}>${items}</${open.kind}>`);
      }
    }
    open = { kind: 'p', lines: [], start: 1 };
  };
  /** @param {'p' | 'ul' | 'ol'} kind @param {string} line @param {number} [start] */
  const add = (kind, line, start = 1) => {
    if (open.kind !== kind) {
      close();
      open = { kind, lines: [], start };
    }
    open.lines.push(line);
  };
  let fenced = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (/^\s*```/.test(line)) {
      close();
      fenced = !fenced;
      if (fenced) open = { kind: 'pre', lines: [], start: 1 };
      continue;
    }
    if (fenced) {
      open.lines.push(line);
      continue;
    }
    const bullet = /^\s*[-*+]\s+(.*)$/.exec(line);
    const numbered = /^\s*(\d{1,4})[.)]\s+(.*)$/.exec(line);
    if (bullet !== null) add('ul', bullet[1] ?? '');
    else if (numbered !== null) add('ol', numbered[2] ?? '', Number(numbered[1]));
    else if (line.trim() === '') close();
    else add('p', line);
  }
  close();
  return blocks.join('');
}
