// Cards that stand for one thing in one place as long as it moves: posted once, edited when what is drawn differs, never posted anew.
import type { Message } from '../../domain/delivery.ts';
import type { Place } from '../../domain/place.ts';
import type { Store } from '../../store/index.ts';
import { addNotice, changeNotice, type Notice, standingNotice } from '../../store/notices.ts';
import { lockLine } from '../../store/operations.ts';
import { addPost, rewritePost } from '../../store/posts.ts';

/** What is kept of a card that stands. */
export interface Standing {
  /** Something is still to come. */
  readonly open: boolean;
  /** Everything that is drawn, as text: what would look the same is not edited. */
  readonly drawn: string;
}

export interface StandingCard<Kept extends Standing> {
  readonly cause: string;
  readonly kept: Kept;
  readonly now: number;
  message(): Message;
}

/** Posts it unless it stands there already. True when it was posted. */
export const postStanding = <Kept extends Standing>(
  store: Store,
  place: Place,
  { cause, kept, now, message }: StandingCard<Kept>,
  subscription?: string,
): Promise<boolean> =>
  store.transaction(async (trx) => {
    const { conversationId: conversation } = place;
    await lockLine(trx, `notices:${conversation}`);
    if (await standingNotice(trx, conversation, cause)) return false;
    const notice = await addNotice(trx, { conversation, cause, entries: kept }, now);
    const post = await addPost(trx, {
      ...{ kind: 'notice', place, message: message(), now },
      ...(subscription !== undefined && { subscription }),
    });
    if (post !== undefined) await changeNotice(trx, notice, { post }, now);
    await store.queue.wake(trx, 'posts', { key: conversation });
    return true;
  });

/** Edits a card that stands, unless it shows that already. */
export const redrawStanding = async <Kept extends Standing>(
  store: Store,
  notice: Notice,
  { kept, now, message }: Omit<StandingCard<Kept>, 'cause'>,
): Promise<void> => {
  const before = notice.entries as Kept;
  if (before.drawn === kept.drawn && before.open === kept.open) return;
  await store.transaction(async (trx) => {
    await changeNotice(trx, notice.id, { entries: kept }, now);
    if (notice.post === undefined) return;
    await rewritePost(trx, notice.post, message(), now);
    await store.queue.wake(trx, 'posts', { key: notice.conversation });
  });
};
