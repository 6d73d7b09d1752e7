// The only place where things are made and joined. The door opens first: what answers `help` is ready before the store and the
// clients are loaded, and a turn that needs them waits for them.
import { randomBytes } from 'node:crypto';
import { openEdges } from './app/edges.ts';
import { createHouse, type House, type HouseOptions } from './app/house.ts';
import { welcomeCard } from './cards/index.ts';
import type { Answer } from './commands/answer.ts';
import { firstThings } from './commands/first-things.ts';
import type { Place } from './domain/place.ts';
import type { Look } from './http/gallery.ts';

export interface App {
  readonly house: House;
  readonly url: string;
  /** Resolves when store and workers are there; the door answers before. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export interface AppOptions extends HouseOptions {
  /** Without bot credentials, on loopback only. */
  readonly demo?: boolean;
  /** Draws the card gallery; absent: there is none. */
  readonly gallery?: (look: Look) => string;
}

/** How long the open door has the process to itself, in ms. */
const GRACE = 1_000;
/** Beyond it, for so long as somebody waits for an answer, but no longer than this in all, in ms. */
const LONGEST_GRACE = 5_000;

/** Ms after which turns under way no longer wait for other systems, when the process is told to stop. */
const PATIENCE = 4_000;
/** Ms after which what still hangs is left behind; Teams delivers again what got no answer. */
const LONGEST = 7_500;

/** Opens the door, then the rest. @throws Fault when the registration is not fit to start with */
export const startApp = async (options: AppOptions): Promise<App> => {
  const house = createHouse(options);
  const key = randomBytes(24).toString('base64url');
  const edges = await openEdges({
    house,
    demo: options.demo ?? false,
    key,
    welcome: (place) => welcome(house, place),
    gallery: options.gallery,
  });
  // Whoever knocks at once is answered before megabytes of database are loaded.
  const hurry = new AbortController();
  const pause = (ms: number): Promise<void> => house.clock.sleep(ms, hurry.signal).catch(() => {});
  const ready = (async () => {
    if (!options.demo) {
      await pause(GRACE);
      await Promise.race([edges.quiet(), pause(LONGEST_GRACE - GRACE)]);
      hurry.abort();
    }
    await house.work(edges.sender);
    await edges.listen();
  })();
  return {
    house,
    url: edges.url,
    ready,
    close: async () => {
      hurry.abort();
      const over = new AbortController();
      const patience = house.clock.sleep(PATIENCE, over.signal);
      // Turns that wait for a slow system end with an answer that says so.
      patience.then(() => house.hangUp()).catch(() => {});
      await house.rest().catch(() => {});
      await Promise.race([edges.stopListening(), house.clock.sleep(LONGEST, over.signal).catch(() => {})]);
      over.abort();
      await ready.catch(() => {});
      await edges.fallSilent();
      await house.close();
      await edges.close();
    },
  };
};

const welcome = ({ registry }: House, { scope }: Place): Answer => ({
  kind: 'card',
  ...welcomeCard({
    scope,
    examples: firstThings(registry.records)
      .slice(0, 3)
      .map((record) => ({ words: record.examples[0] ?? record.name, tells: record.summary })),
  }),
});
