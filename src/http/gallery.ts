// GET /gallery: every card of every dialog from its samples, drawn with the real renderer. The renderer belongs to the guest house, so
// whoever starts the house hands it in; without one there is no gallery.
import type { Route } from './route.ts';

export interface Look {
  readonly theme: 'light' | 'dark';
  /** Width of each card in px. */
  readonly width: number;
}

/** @param draw the page as one self-contained HTML document */
export const galleryRoute = (draw: (look: Look) => string): Route => ({
  method: 'GET',
  path: '/gallery',
  body: 'none',
  handle: async ({ query }) => {
    const asked = new URLSearchParams(query);
    const width = Number(asked.get('width') ?? 640);
    const look: Look = {
      theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
      width: Number.isInteger(width) && width >= 280 && width <= 1_200 ? width : 640,
    };
    return { status: 200, body: draw(look), headers: { 'content-type': 'text/html; charset=utf-8' } };
  },
});
