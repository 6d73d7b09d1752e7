// One self-contained HTML document that draws a list of cards, with the same code as the chat page: for the card gallery and for
// pictures of single cards.
import { readFileSync } from 'node:fs';
import { pageFile, rendererPath } from './assets.ts';

export interface CardsPage {
  readonly cards: readonly { readonly title: string; readonly card: unknown }[];
  readonly theme?: 'light' | 'dark';
  /** Width of each card in px; 520 when absent, as wide as Teams draws most of them. */
  readonly width?: number;
}

/** The page's modules that drawing needs, each after those it imports from. */
const modules = [
  'dom.js',
  'markdown.js',
  'palette.js',
  'scale.js',
  'icons.js',
  'chart-frame.js',
  'chart-bars.js',
  'chart-line.js',
  'chart-round.js',
  'card-elements.js',
  'typeahead.js',
  'host-config.js',
  'card.js',
  'gallery.js',
];

/**
 * One script out of the modules: each in a block of its own, its exports collected by name. A document opened from a file may not import
 * modules, hence this.
 */
function joined(): string {
  const parts = modules.map((name) => {
    const source = pageFile(name);
    const imports = [...source.matchAll(/^import \{([^}]*)\} from '[^']*';$/gm)]
      .flatMap((hit) => (hit[1] ?? '').split(','))
      .map((each) => each.trim())
      .filter((each) => each !== '');
    const exported = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map((hit) => hit[1] ?? '');
    const body = source.replaceAll(/^import [^;]*;$/gm, '').replaceAll(/^export /gm, '');
    return `{\nconst {${imports.join(',')}} = shared;\n${body}\nObject.assign(shared, {${exported.join(',')}});\n}`;
  });
  return `(() => {\n'use strict';\nconst shared = {};\n${parts.join('\n')}\n})();`;
}

/** Keeps text inside a script element from ending it. */
const inScript = (text: string): string => text.replaceAll(/<(?=\/script|!--|script)/gi, String.raw`\u003c`);

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/**
 * The document. When everything is drawn its root element carries `data-ready="true"`; card n stands in `[data-card="n"]`.
 */
export function renderCardsPage(page: CardsPage): string {
  const width = page.width ?? 520;
  const title = page.cards.length === 1 ? (page.cards[0]?.title ?? 'Card') : `${page.cards.length} cards`;
  const data = JSON.stringify(page.cards).replaceAll('<', String.raw`\u003c`);
  return `<!doctype html>
<html lang="en" data-theme="${page.theme === 'dark' ? 'dark' : 'light'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: https:">
<title>${escapeHtml(title)}</title>
<style>${pageFile('cards.css')}${pageFile('gallery.css')}
main { width: ${Math.round(width) + 48}px; max-width: 100%; }</style>
</head>
<body>
<main></main>
<script type="application/json" id="cards">${data}</script>
<script>${inScript(readFileSync(rendererPath(), 'utf8'))}</script>
<script>${inScript(joined())}</script>
</body>
</html>
`;
}
