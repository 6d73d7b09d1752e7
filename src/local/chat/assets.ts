// The page's own files: the folder `page/` beside this file and the card renderer from its npm package. A closed list is made at start;
// nothing else on the disk can be asked for.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const pageFolder = join(import.meta.dirname, 'page');

/** The renderer's browser build (a classic script that makes the global `AdaptiveCards`). */
export const rendererPath = (): string =>
  createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');

/** One file of `page/` as text. */
export const pageFile = (name: string): string => readFileSync(join(pageFolder, name), 'utf8');

/** All assets by URL path. */
export function loadAssets(): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(pageFolder)) {
    const type = types[extname(name)];
    if (type !== undefined) assets.set(`/${name}`, { type, body: readFileSync(join(pageFolder, name)) });
  }
  const index = assets.get('/chat.html');
  if (index !== undefined) assets.set('/', index);
  assets.set('/adaptivecards.js', {
    type: 'text/javascript; charset=utf-8',
    body: readFileSync(rendererPath()),
  });
  return assets;
}
