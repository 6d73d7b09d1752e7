// What becomes of a subscription whose place cannot be reached, and how a person's own conversation is found.
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { brokenCard } from '../../cards/silence.ts';
import type { OpenOutcome } from '../../domain/delivery.ts';
import type { Person } from '../../domain/person.ts';
import type { Place } from '../../domain/place.ts';
import type { Subject } from '../../domain/subscription.ts';
import { personalPlace, rememberConversation } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { addPost } from '../../store/posts.ts';
import { findSubscription, listenersOf, patchSubscription } from '../../store/subscriptions.ts';

/** Opens the one-to-one conversation with a person; absent where nothing can be posted. */
export type OpenPersonal = (place: Place, person: Person) => Promise<OpenOutcome>;

interface Tools {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The one-to-one conversation with a person; a string says why there is none.
 * @throws Error when it may work later: the job comes again
 */
const personalOf = async (
  { store, clock }: Tools,
  person: Person,
  near: Place,
  openPersonal: OpenPersonal | undefined,
): Promise<Place | string> => {
  if (near.scope === 'personal') return near;
  const known = await personalPlace(store.db, person.id);
  if (known) return known;
  if (!openPersonal) return 'no way to post';
  const outcome = await openPersonal(near, person);
  if (outcome.kind === 'opened') {
    await rememberConversation(store.db, outcome.place, { personId: person.id, now: clock.now() });
    return outcome.place;
  }
  if (outcome.kind === 'refused' || outcome.kind === 'gone') return outcome.why;
  throw new Error('the one-to-one conversation could not be opened now');
};

/** Gives every subscription of a person alone its conversation before anything is posted there. */
export const withPersonalPlaces = async (
  tools: Tools,
  key: Pick<Subject, 'kind' | 'workspace' | 'target'>,
  openPersonal: OpenPersonal | undefined,
): Promise<void> => {
  const { store, clock } = tools;
  const listeners = await store.transaction((trx) => listenersOf(trx, key));
  for (const listener of listeners) {
    if (!listener.personal || listener.place.scope === 'personal') continue;
    const place = await personalOf(tools, listener.owner, listener.place, openPersonal);
    await patchSubscription(
      store.db,
      listener.id,
      typeof place === 'string' ? { broken: { why: place, since: clock.now() } } : { place },
    );
  }
};

export const breakSubscription = async (
  tools: Tools,
  id: string,
  why: string,
  openPersonal: OpenPersonal | undefined,
): Promise<void> => {
  const { store, clock, log } = tools;
  const subscription = await findSubscription(store.db, id);
  if (!subscription || subscription.broken) return;
  const broken = { why, since: clock.now() };
  // The way to a person alone is the way that has just failed.
  const place = subscription.personal
    ? 'it was posted to them alone'
    : await personalOf(tools, subscription.owner, { ...subscription.place }, openPersonal);
  if (typeof place === 'string')
    log.warn(
      { subscription: id, why, owner: place },
      'a subscription is broken and its owner cannot be told',
    );
  await store.transaction(async (trx) => {
    await patchSubscription(trx, id, { broken });
    if (typeof place === 'string') return;
    const now = clock.now();
    await addPost(trx, {
      kind: 'message',
      place,
      message: brokenCard({ subscription: { ...subscription, broken }, now }),
      now,
    });
    await store.queue.wake(trx, 'posts', { key: place.conversationId });
  });
};
