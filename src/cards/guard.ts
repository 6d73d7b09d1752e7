// Keeps cards under the size that Teams takes on every client. A card that may grow is built in several sizes, the fullest first.
import { Fault } from '../base/errors.ts';
import type { Face } from './card.ts';

/** Bytes of the card's JSON. Teams takes more, but practitioners met refusals from 25 KB on. */
export const MOST_BYTES = 20_000;

export const sizeOf = (face: Face): number => Buffer.byteLength(JSON.stringify(face.card));

/**
 * The first of several sizes that fits.
 * @param build draws the card with this many rows (lines, points)
 * @throws Fault `card-too-large` when even the smallest does not fit
 */
export const fitted = (rows: readonly number[], build: (rows: number) => Face): Face => {
  for (const most of rows) {
    const face = build(most);
    if (sizeOf(face) <= MOST_BYTES) return face;
  }
  throw new Fault('card-too-large', { changed: 'no' });
};
