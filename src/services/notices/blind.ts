// When a workspace or Azure DevOps cannot be read, silence would look like good news: one card a place says since when, and the same card says when
// brickbot sees again.
import type { Clock } from '../../base/clock.ts';
import { blindCard } from '../../cards/silence.ts';
import type { SubjectKind } from '../../domain/subscription.ts';
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

/** What cannot be read: the workspace of an environment, or Azure DevOps. */
export type Source = { readonly workspace: string } | 'Azure DevOps';

const causeOf = (source: Source): string => `blind: ${source === 'Azure DevOps' ? source : source.workspace}`;
const viewOf = (source: Source): { readonly workspace?: string } => (source === 'Azure DevOps' ? {} : source);

/** Kinds that are heard of from Azure DevOps alone. */
const AZURE_KINDS: readonly SubjectKind[] = ['pipeline', 'pull-request'];

const listenersAt = async (store: Store, source: Source): Promise<readonly StoredSubscription[]> =>
  source === 'Azure DevOps'
    ? (await listenersIn(store.db, '')).filter(({ kind }) => AZURE_KINDS.includes(kind))
    : listenersIn(store.db, source.workspace);

/** One subscription of each place in which somebody listens. */
const onePerPlace = async (store: Store, source: Source): Promise<readonly StoredSubscription[]> => [
  ...new Map(
    (await listenersAt(store, source))
      .filter(({ personal, place }) => !personal || place.scope === 'personal')
      .map((listener) => [listener.place.conversationId, listener]),
  ).values(),
];

export const tellBlind = async (
  { store, clock }: BlindTools,
  source: Source,
  since: number,
): Promise<void> => {
  for (const { place, id } of await onePerPlace(store, source)) {
    await store.transaction(async (trx) => {
      const conversation = place.conversationId;
      const standing = await standingNotice(trx, conversation, causeOf(source));
      if (standing && (standing.entries as Blindness).until === undefined) return;
      const now = clock.now();
      const entries: Blindness = { since };
      const notice = await addNotice(trx, { conversation, cause: causeOf(source), entries }, now);
      const message = blindCard({ ...viewOf(source), ...entries, now });
      const post = await addPost(trx, { kind: 'notice', place, message, subscription: id, now });
      if (post !== undefined) await changeNotice(trx, notice, { post }, now);
      await store.queue.wake(trx, 'posts', { key: conversation });
    });
  }
};

export const tellSeeing = async ({ store, clock }: BlindTools, source: Source): Promise<void> => {
  for (const { place } of await onePerPlace(store, source)) {
    await store.transaction(async (trx) => {
      const conversation = place.conversationId;
      const standing = await standingNotice(trx, conversation, causeOf(source));
      const blindness = standing?.entries as Blindness | undefined;
      if (!standing || !blindness || blindness.until !== undefined) return;
      const now = clock.now();
      const entries: Blindness = { ...blindness, until: now };
      await changeNotice(trx, standing.id, { entries }, now);
      if (standing.post !== undefined)
        await rewritePost(trx, standing.post, blindCard({ ...viewOf(source), ...entries, now }), now);
      await store.queue.wake(trx, 'posts', { key: conversation });
    });
  }
};
