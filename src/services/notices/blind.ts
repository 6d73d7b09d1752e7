// When a workspace cannot be read, silence would look like good news: one card a place says since when, and the same card says when
// brickbot sees again.
import type { Clock } from '../../base/clock.ts';
import { blindCard } from '../../cards/silence.ts';
import type { Store } from '../../store/index.ts';
import { addNotice, changeNotice, standingNotice } from '../../store/notices.ts';
import { addPost, rewritePost } from '../../store/posts.ts';
import { listenersIn, type StoredSubscription } from '../../store/subscriptions.ts';

export interface BlindTools {
  readonly store: Store;
  readonly clock: Clock;
}

interface Blindness {
  readonly since: number;
  readonly until?: number;
}

const causeOf = (workspace: string): string => `blind: ${workspace}`;

/** One subscription of each place in which somebody listens. */
const onePerPlace = async (store: Store, workspace: string): Promise<readonly StoredSubscription[]> => [
  ...new Map(
    (await listenersIn(store.db, workspace))
      .filter(({ personal, place }) => !personal || place.scope === 'personal')
      .map((listener) => [listener.place.conversationId, listener]),
  ).values(),
];

export const tellBlind = async (
  { store, clock }: BlindTools,
  workspace: string,
  since: number,
): Promise<void> => {
  for (const { place, id } of await onePerPlace(store, workspace)) {
    await store.transaction(async (trx) => {
      const conversation = place.conversationId;
      const standing = await standingNotice(trx, conversation, causeOf(workspace));
      if (standing && (standing.entries as Blindness).until === undefined) return;
      const now = clock.now();
      const entries: Blindness = { since };
      const notice = await addNotice(trx, { conversation, cause: causeOf(workspace), entries }, now);
      const message = blindCard({ workspace, ...entries, now });
      const post = await addPost(trx, { kind: 'notice', place, message, subscription: id, now });
      if (post !== undefined) await changeNotice(trx, notice, { post }, now);
      await store.queue.wake(trx, 'posts', { key: conversation });
    });
  }
};

export const tellSeeing = async ({ store, clock }: BlindTools, workspace: string): Promise<void> => {
  for (const { place } of await onePerPlace(store, workspace)) {
    await store.transaction(async (trx) => {
      const conversation = place.conversationId;
      const standing = await standingNotice(trx, conversation, causeOf(workspace));
      const blindness = standing?.entries as Blindness | undefined;
      if (!standing || !blindness || blindness.until !== undefined) return;
      const now = clock.now();
      const entries: Blindness = { ...blindness, until: now };
      await changeNotice(trx, standing.id, { entries }, now);
      if (standing.post !== undefined)
        await rewritePost(trx, standing.post, blindCard({ workspace, ...entries, now }), now);
      await store.queue.wake(trx, 'posts', { key: conversation });
    });
  }
};
