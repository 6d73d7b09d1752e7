// The other end of every conversation: keeps what brickbot posts, shows cards as people read them, waits for what is to come.
import { EventEmitter } from 'node:events';
import { plainText } from '../../../src/cards/plain.ts';
import type { Message, Sender } from '../../../src/domain/delivery.ts';
import type { Place } from '../../../src/domain/place.ts';

/** One post as it stands now, edits included. */
export interface Post {
  readonly id: string;
  readonly place: Place;
  readonly message: Message;
  /** How often it was edited. */
  readonly edits: number;
}

export interface Conversation {
  readonly sender: Sender;
  posts(): readonly Post[];
  /** The first post that fits, now or later. @throws Error that shows what stands there when none came in time */
  until(what: string, fits: (post: Post) => boolean): Promise<Post>;
}

/** Long enough for a slow machine; a test that waits so long fails. */
export const PATIENCE_MS = 40_000;

/** Whatever is posted, as a person reads it. */
export const textOf = ({ card, text = '', summary }: Message): string =>
  card === undefined ? text || summary : plainText(card as Parameters<typeof plainText>[0]);

export const openConversation = (): Conversation => {
  const posts = new Map<string, Post>();
  const news = new EventEmitter().setMaxListeners(0);
  const put = (post: Post) => {
    posts.set(post.id, post);
    news.emit('post', post);
    return { kind: 'sent', activityId: post.id } as const;
  };
  return {
    posts: () => [...posts.values()],
    sender: {
      post: async (place, message) => put({ id: `post-${posts.size + 1}`, place, message, edits: 0 }),
      update: async (place, id, message) =>
        put({ id, place, message, edits: (posts.get(id)?.edits ?? 0) + 1 }),
    },
    until: (what, fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = [...posts.values()].find(fits);
          if (!found) return;
          clearTimeout(alarm);
          news.off('post', look);
          resolve(found);
        };
        const alarm = setTimeout(() => {
          news.off('post', look);
          const standing = [...posts.values()].slice(-3).map(({ message }) => textOf(message));
          reject(new Error(`${what} did not come. The last posts are:\n\n${standing.join('\n\n---\n\n')}`));
        }, PATIENCE_MS);
        news.on('post', look);
        look();
      }),
  };
};
