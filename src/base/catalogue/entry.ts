// One entry of the catalogue: how an ending counts, and its two sentences.

/** How an ending counts: it chooses the CLI's exit code and the card's state word. */
export type EndingKind = 'input' | 'refused' | 'failed' | 'unknown';

export interface CatalogueEntry {
  readonly kind: EndingKind;
  /** Two to four words for a card's title. */
  readonly title: string;
  /** What happened. `{name}` places are filled from the fault's facts. */
  readonly what: string;
  /** What to do next. */
  readonly next: string;
}

export const entry = (kind: EndingKind, title: string, what: string, next: string): CatalogueEntry => ({
  kind,
  title,
  what,
  next,
});
