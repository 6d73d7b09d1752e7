// The outbox at work: one worker a conversation at a time sends what is wanted there, in order, at the pace that Teams allows.
// The request is marked before it leaves, so that after a crash it is known which posts are uncertain.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { inSpan, isTracing, measure } from '../base/telemetry.ts';
import { inThread } from '../base/thread.ts';
import type { Message, Sender, SendOutcome } from '../domain/delivery.ts';
import { toOpen } from '../domain/place.ts';
import type { Operations } from '../services/operations/index.ts';
import type { Store } from '../store/index.ts';
import { readPace, writePace } from '../store/pace.ts';
import { findPost, openPosts, type Post, patchPost } from '../store/posts.ts';
import { traceOf } from '../store/traces.ts';
import type { AppRate } from './app-rate.ts';
import { consequence } from './delivery.ts';
import { type Drawn, draw, type Face } from './drawing.ts';
import { createFirstPosts, type FirstPosts } from './first-posts.ts';
import { openFor } from './opening.ts';
import { nextSendAt, readSends, recordSend } from './pacing.ts';
import { brokenKey } from './teller.ts';

export interface NotifierParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly operations: Pick<Operations, 'find'>;
  readonly sender: Sender;
  readonly face: Face;
  readonly rate: AppRate;
}

export interface Notifier {
  /** Sends what is due in a conversation and sets the alarm for what is not. Never two at once for one conversation. */
  serve(conversation: string, signal: AbortSignal): Promise<void>;
}

/** Sends in one go; a busy conversation must not keep a worker from the others. */
const MOST_IN_A_GO = 20;
/** Rows looked at for one decision. */
const WINDOW = 50;
/** A pause at most this long is waited for in place; a longer one gives the worker back. */
const SHORT_MS = 200;

export const createNotifier = (parts: NotifierParts): Notifier => {
  const { store, clock } = parts;
  const firstPosts = createFirstPosts();
  const wakeAt = (conversation: string, at: number): Promise<void> =>
    store.queue.wake(undefined, 'posts', { key: conversation, after: Math.max(1, at - clock.now()) });
  return {
    serve: async (conversation, signal) => {
      const personId = toOpen(conversation);
      if (personId !== undefined) {
        const next = await openFor(parts, conversation, personId, signal);
        return next === undefined ? undefined : wakeAt(conversation, next);
      }
      for (let sends = 0; sends < MOST_IN_A_GO; sends += 1) {
        if (signal.aborted) break;
        const pace = await readPace(store.db, conversation);
        const waiting = await openPosts(store.db, conversation, WINDOW);
        if (waiting.length === 0) return;
        const post = choose(waiting, clock.now());
        const earliest = Math.max(post.at, pace.heldUntil, nextSendAt(readSends(pace.sent), clock.now()));
        const wait = earliest - clock.now();
        if (wait > SHORT_MS) return wakeAt(conversation, earliest);
        try {
          if (wait > 0) await clock.sleep(wait, signal);
          await parts.rate.turn(signal);
        } catch {
          break;
        }
        const { op } = post.post;
        const next = await placed(store, post.post);
        await inThread(op === undefined ? {} : { op }, () => deliver(parts, firstPosts, next, conversation));
      }
      // There may be more, or the process is stopping: whoever is free goes on.
      await store.queue.wake(undefined, 'posts', { key: conversation });
    },
  };
};

/**
 * Which post is next, and when. First posts keep their order among themselves, because that is the order in which people read
 * them; an edit goes whenever it is due.
 */
const choose = (waiting: readonly Post[], now: number): { readonly post: Post; readonly at: number } => {
  const firstNew = waiting.find((post) => post.activityId === undefined);
  const candidates = waiting
    .filter((post) => post.activityId !== undefined || post === firstNew)
    .map((post) => ({ post, at: dueAt(post) }));
  const due = candidates.find(({ at }) => at <= now);
  if (due) return due;
  return candidates.reduce((soonest, each) => (each.at < soonest.at ? each : soonest));
};

/** The last state of a card does not wait for the pace of edits, only for the pause after a failed attempt. */
const dueAt = ({ final, attempts, nextAt }: Post): number => (final && attempts === 0 ? 0 : nextAt);

const deliver = async (
  parts: NotifierParts,
  firstPosts: FirstPosts,
  post: Post,
  conversation: string,
): Promise<void> => {
  const { store, clock, log } = parts;
  let drawn: Drawn | undefined;
  try {
    drawn = await draw(post, parts.operations, parts.face);
  } catch (error) {
    log.error({ post: post.id, op: post.op, error }, 'a card could not be drawn');
    const why = 'the card could not be drawn';
    const { patch } = settle(
      post,
      { kind: post.attempts < 5 ? 'retry' : 'refused', why },
      post.wanted,
      clock,
    );
    await patchPost(store.db, post.id, patch);
    return;
  }
  if (!drawn) {
    await patchPost(store.db, post.id, { sent: post.wanted });
    return;
  }
  const { message, revision } = drawn;
  const attempt = (): Promise<void> => sendMarked(parts, post, { message, revision }, conversation);
  await (post.activityId === undefined ? firstPosts.inLane(attempt) : attempt());
};

/** Marks the post as being sent, sends it, and stores what came of it. */
const sendMarked = async (
  { store, clock, log, sender }: NotifierParts,
  post: Post,
  drawn: Drawn,
  conversation: string,
): Promise<void> => {
  // In flight when a process died: it may stand there. An edit is simply made again, a post is repeated and marked so.
  const interrupted = post.sendingAt !== undefined && post.activityId === undefined;
  if (interrupted)
    log.warn({ post: post.id, op: post.op }, 'a post is repeated: the one before may have arrived');
  const repeats = post.repeats + (interrupted ? 1 : 0);
  await patchPost(store.db, post.id, { sendingAt: clock.now(), repeats });
  const outcome = await traced(store, post, () => send(sender, post, drawn));
  measure('deliveries', 1, { outcome: outcome.kind });
  const { patch, holdUntil } = settle({ ...post, repeats }, outcome, drawn.revision, clock);
  if (outcome.kind !== 'sent')
    log.info(
      { post: post.id, op: post.op, outcome: outcome.kind, why: patch.why },
      'a post did not get through',
    );
  await store.transaction(async (trx) => {
    const pace = await readPace(trx, conversation);
    await writePace(trx, conversation, {
      heldUntil: holdUntil ?? pace.heldUntil,
      sent: recordSend(readSends(pace.sent), clock.now()),
    });
    await patchPost(trx, post.id, patch);
    // Lost answers say nothing about the place; a refusal does.
    const unreachable = outcome.kind === 'refused' || outcome.kind === 'gone';
    if (unreachable && patch.state === 'parked' && post.subscription !== undefined)
      await store.queue.wake(trx, 'events', { key: brokenKey(post.subscription, patch.why ?? '') });
  });
};

/** A post of an operation is told of in the trace of the turn that started it; others in one of their own. */
const traced = async (
  store: Store,
  { kind, op, activityId }: Post,
  work: () => Promise<SendOutcome>,
): Promise<SendOutcome> =>
  isTracing()
    ? inSpan(
        `${activityId === undefined ? 'post' : 'edit'} ${kind}`,
        op === undefined ? {} : { 'brickbot.op': op },
        work,
        {
          parent: op === undefined ? undefined : await traceOf(store.db, op),
          failed: (outcome) => (outcome.kind === 'sent' ? undefined : outcome.kind),
        },
      )
    : work();

/** In a channel a reply goes below the card it belongs to, which stands there by now: first posts keep their order. */
const placed = async (store: Store, post: Post): Promise<Post> => {
  if (post.kind !== 'reply' || post.parent === undefined || post.place.scope !== 'channel') return post;
  const parent = await findPost(store.db, post.parent);
  return parent?.activityId === undefined
    ? post
    : { ...post, place: { ...post.place, threadId: parent.activityId } };
};

const settle = (
  post: Post,
  outcome: SendOutcome,
  revision: number,
  clock: Clock,
): ReturnType<typeof consequence> =>
  consequence({ post, outcome, revision, now: clock.now(), jitter: Math.random() });

/** Whoever a card calls on was told by the first post: painting it anew is no second call. */
const quiet = (message: Message): Message => {
  if (message.card === undefined) return message;
  const { mention: _called, ...rest } = message;
  return rest;
};

/** A sender answers with an outcome; should it throw all the same, nobody knows whether the request left. */
const send = async (sender: Sender, post: Post, { message }: Drawn): Promise<SendOutcome> => {
  try {
    return post.activityId === undefined
      ? await sender.post(post.place, message)
      : await sender.update(post.place, post.activityId, quiet(message));
  } catch (error) {
    const { code } = (error ?? {}) as { code?: string };
    return { kind: 'uncertain', why: code ?? 'error' };
  }
};
