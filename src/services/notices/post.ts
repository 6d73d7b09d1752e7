// From an entry to a post for one subscriber: a card of its own, a place on the card of the same cause, an edit, a reply.
import { noticeCard, noticeLine } from '../../cards/notice.ts';
import type { Message } from '../../domain/delivery.ts';
import {
  causeOf,
  effectOf,
  isOpen,
  joinsGroup,
  lineOf,
  type NoticeEntry,
  ownerToCall,
} from '../../domain/notice.ts';
import type { Place } from '../../domain/place.ts';
import {
  addNotice,
  changeNotice,
  findNotice,
  type Notice,
  newestNotices,
  standingNotice,
} from '../../store/notices.ts';
import { lockLine } from '../../store/operations.ts';
import { addPost, findPost, rewritePost } from '../../store/posts.ts';
import type { Trx } from '../../store/schema.ts';
import { patchSubscription, type StoredSubscription } from '../../store/subscriptions.ts';

const entriesOf = ({ entries }: Notice): readonly NoticeEntry[] => entries as readonly NoticeEntry[];

const sameThing = (a: NoticeEntry, b: NoticeEntry): boolean =>
  a.kind === b.kind &&
  a.workspace === b.workspace &&
  a.target === b.target &&
  lineOf(a.kind, a.run) === lineOf(b.kind, b.run);

/** The entries with this one in the place of the older one about the same thing. */
const merged = (entries: readonly NoticeEntry[], entry: NoticeEntry): readonly NoticeEntry[] => {
  const older = entries.find((each) => sameThing(each, entry));
  if (!older) return [...entries, entry];
  const counted = {
    ...entry,
    endings: older.endings + entry.endings,
    // Whoever was called on stays named as long as it is open.
    ...(older.owner !== undefined && isOpen(entry) && { owner: older.owner }),
  };
  return entries.map((each) => (each === older ? counted : each));
};

/** What the failure has in common with others; a burst of passes of one kind is one card, too. */
const causeOfEntry = ({ change, kind, run, operation, failure, state }: NoticeEntry): string => {
  // The same operation may be heard of as a branch and as an environment.
  if (operation) return `operation ${operation.op}`;
  return isOpen({ change })
    ? `failed: ${causeOf(run?.code, failure?.trace?.split('\n')[0] ?? run?.message)}`
    : `ended: ${kind} ${state}`;
};

/** Whoever keeps what fails is called on where others read it; to themselves alone there is no need. */
const messageOf = (place: Place, entries: readonly NoticeEntry[], now: number): Message => {
  const owner = place.scope === 'personal' ? undefined : ownerToCall(entries);
  return {
    ...noticeCard({ entries, now }),
    ...(owner !== undefined && { mention: { id: owner, name: owner } }),
  };
};

/** Writes what a subscriber is to see. Gives the conversation to be served, or nothing when there is nothing to send. */
export const postEntry = async (
  trx: Trx,
  listener: StoredSubscription,
  entry: NoticeEntry,
  now: number,
): Promise<string | undefined> => {
  const effect = effectOf(listener.filter, entry.change, (listener.mutedUntil ?? 0) > now);
  if (effect === 'nothing') return undefined;
  const conversation = listener.place.conversationId;
  // Two things that fail in one instant decide one after the other whether they share a card.
  await lockLine(trx, `notices:${conversation}`);
  const standing = await standingFor(trx, listener, entry);
  if (standing) {
    const entries = merged(entriesOf(standing), entry);
    await rewrite(trx, standing, listener.place, entries, now);
    const settled = entries.every((each) => !isOpen(each));
    // On a card of many, only the end of all is worth a reply.
    if (effect === 'tell' && (entries.length === 1 || settled)) {
      const text = entries.length === 1 ? noticeLine(entry) : `All ${entries.length} are fixed.`;
      await addPost(trx, {
        kind: 'reply',
        place: listener.place,
        message: { text, summary: text },
        subscription: listener.id,
        ...(standing.post !== undefined && { parent: standing.post }),
        now,
      });
    }
    await patchSubscription(trx, listener.id, { lastPostAt: now });
    return conversation;
  }
  if (effect === 'edit') return undefined;
  const cause = causeOfEntry(entry);
  const near = await standingNotice(trx, conversation, cause);
  // What was fixed and fails anew is a new story, however soon.
  const closed = near && entriesOf(near).some((each) => sameThing(each, entry) && each.change === 'fixed');
  if (near && !closed && joinsGroup(near, cause, now)) {
    await rewrite(trx, near, listener.place, merged(entriesOf(near), entry), now);
    await patchSubscription(trx, listener.id, { notice: near.id, lastPostAt: now });
    return conversation;
  }
  const notice = await addNotice(trx, { conversation, cause, entries: [entry] }, now);
  const post = await addPost(trx, {
    kind: 'notice',
    place: listener.place,
    message: messageOf(listener.place, [entry], now),
    subscription: listener.id,
    now,
  });
  if (post !== undefined) await changeNotice(trx, notice, { post }, now);
  await patchSubscription(trx, listener.id, { notice, lastPostAt: now });
  return conversation;
};

/** What a card says for this subscription; cards of other matters have entries of other forms. */
const told = ({ entries }: Notice, { id }: StoredSubscription): readonly NoticeEntry[] =>
  Array.isArray(entries)
    ? (entries as readonly NoticeEntry[]).filter(({ subscription }) => subscription === id)
    : [];

/** The card that still tells of what is going on with this thing here. */
const standingFor = async (
  trx: Trx,
  listener: StoredSubscription,
  entry: NoticeEntry,
): Promise<Notice | undefined> => {
  if (listener.notice === undefined) return undefined;
  // Branches of one pipeline stand on cards of their own, of which the subscription knows the newest.
  const candidates =
    entry.kind === 'pipeline'
      ? await newestNotices(trx, listener.place.conversationId)
      : [await findNotice(trx, listener.notice)];
  for (const notice of candidates) {
    const own = notice && told(notice, listener).find((each) => sameThing(each, entry));
    if (!notice || !own || !isOpen(own) || notice.post === undefined) continue;
    const post = await findPost(trx, notice.post);
    if (post?.state === 'open') return notice;
  }
  return undefined;
};

const rewrite = async (
  trx: Trx,
  notice: Notice,
  place: Place,
  entries: readonly NoticeEntry[],
  now: number,
): Promise<void> => {
  await changeNotice(trx, notice.id, { entries }, now);
  if (notice.post !== undefined) await rewritePost(trx, notice.post, messageOf(place, entries, now), now);
};
