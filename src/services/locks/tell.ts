// Words and cards to one person about a lock, through the outbox.
import type { Clock } from '../../base/clock.ts';
import type { Message } from '../../domain/delivery.ts';
import type { Place } from '../../domain/place.ts';
import type { Store } from '../../store/index.ts';
import { addPost } from '../../store/posts.ts';
import type { Trx } from '../../store/schema.ts';

/** Posts into a place, in the caller's transaction; nothing where nothing can be posted. */
export const tell = async (
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  trx: Trx,
  place: Place | undefined,
  message: Message,
): Promise<void> => {
  if (place === undefined || place.scope === 'terminal') return;
  await addPost(trx, { kind: 'message', place, message, now: clock.now() });
  await store.queue.wake(trx, 'posts', { key: place.conversationId });
};
