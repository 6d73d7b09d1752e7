// Words to somebody alone with whom brickbot has never spoken alone: the conversation is opened, then what waits for it is sent there.
// Where Teams refuses (the app is not installed for that person), what waits is parked with the reason, and the doctor shows it.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { OpenOutcome, Sender, SendOutcome } from '../domain/delivery.ts';
import { personalPlace, rememberConversation } from '../store/conversations.ts';
import type { Store } from '../store/index.ts';
import { movePosts, openPosts, type Post, patchPost } from '../store/posts.ts';
import type { AppRate } from './app-rate.ts';
import { consequence } from './delivery.ts';

export interface OpeningParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly sender: Pick<Sender, 'createPersonal'>;
  readonly rate: AppRate;
}

/** Posts that share one fate: more than somebody is ever told before they answer. */
const MOST_WAITING = 200;

/**
 * Opens the conversation with a person and sends what waits for it there.
 * @param conversation the address that stands for it until then
 * @returns when to try again, in ms since the epoch; undefined when there is nothing more to do here
 */
export const openFor = async (
  parts: OpeningParts,
  conversation: string,
  personId: string,
  signal: AbortSignal,
): Promise<number | undefined> => {
  const { store, clock, log } = parts;
  const waiting = await openPosts(store.db, conversation, MOST_WAITING);
  const [first] = waiting;
  if (!first) return undefined;
  if (first.nextAt > clock.now()) return first.nextAt;
  const outcome = await opened(parts, first, personId, signal);
  const now = clock.now();
  if (outcome.kind === 'opened') {
    const { place } = outcome;
    await store.transaction(async (trx) => {
      await rememberConversation(trx, place, { personId, now });
      await movePosts(trx, conversation, place);
      await store.queue.wake(trx, 'posts', { key: place.conversationId });
    });
    return undefined;
  }
  log.info(
    { outcome: outcome.kind, why: 'why' in outcome ? outcome.why : undefined },
    'no conversation with a person',
  );
  const jitter = Math.random();
  const fates = waiting.map((post) => ({
    id: post.id,
    ...consequence({ post, outcome: again(outcome), revision: post.wanted, now, jitter }),
  }));
  await store.transaction(async (trx) => {
    for (const { id, patch, holdUntil } of fates)
      await patchPost(trx, id, { ...patch, ...(holdUntil !== undefined && { nextAt: holdUntil }) });
  });
  const left = fates.flatMap(({ patch, holdUntil }) =>
    patch.state === 'parked' ? [] : [holdUntil ?? patch.nextAt ?? now],
  );
  return left.length === 0 ? undefined : Math.min(...left);
};

/** They may have written to brickbot meanwhile: then it stands already. */
const opened = async (
  { store, sender, rate }: OpeningParts,
  { place }: Post,
  personId: string,
  signal: AbortSignal,
): Promise<OpenOutcome> => {
  const known = await personalPlace(store.db, personId);
  if (known) return { kind: 'opened', place: known };
  if (!sender.createPersonal) return { kind: 'refused', why: 'no way to open a conversation' };
  try {
    await rate.turn(signal);
    return await sender.createPersonal(place, { id: personId, name: personId });
  } catch (error) {
    const { code } = (error ?? {}) as { code?: string };
    return { kind: 'retry', why: code ?? 'error' };
  }
};

/** Opening a conversation twice opens the same one: a lost answer is asked for again. */
const again = (outcome: Exclude<OpenOutcome, { readonly kind: 'opened' }>): SendOutcome =>
  outcome.kind === 'uncertain' ? { kind: 'retry', why: outcome.why } : outcome;
