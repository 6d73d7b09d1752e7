// What follows from how an attempt to send ended: the post's next state. Pure.
import type { SendOutcome } from '../domain/delivery.ts';
import type { Post, PostPatch } from '../store/posts.ts';

export interface Attempt {
  readonly post: Post;
  readonly outcome: SendOutcome;
  /** Revision that was drawn. */
  readonly revision: number;
  readonly now: number;
  /** 0 … 1. */
  readonly jitter: number;
}

export interface Consequence {
  readonly patch: PostPatch;
  /** The whole conversation is silent until this instant. */
  readonly holdUntil?: number;
}

/** A first post whose answer was lost is posted again at most this often: it may stand there twice, and never more. */
const MOST_REPEATS = 1;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A post that could not be sent for a day will not be. */
const PATIENCE_MS = 24 * 60 * 60_000;

const pause = (attempts: number, jitter: number): number =>
  Math.round(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 10)) * (1 + 0.3 * jitter));

export const consequence = ({ post, outcome, revision, now, jitter }: Attempt): Consequence => {
  const attempts = post.attempts + 1;
  const park = (why: string): Consequence => ({
    patch: { state: 'parked', why, parkedAt: now, attempts, sendingAt: null },
  });
  const later = (ms: number, why: string, more: PostPatch = {}): Consequence =>
    now - post.wantedAt > PATIENCE_MS
      ? park(why)
      : { patch: { attempts, nextAt: now + ms, why, sendingAt: null, ...more } };
  switch (outcome.kind) {
    case 'sent':
      return {
        patch: {
          sent: revision,
          // What is wanted beyond that came while it was on its way.
          wantedAt: now,
          attempts: 0,
          sendingAt: null,
          why: null,
          editedAt: now,
          nextAt: now + EDIT_PACE_MS,
          // An update's answer need not repeat the id.
          activityId: outcome.activityId || post.activityId || null,
        },
      };
    case 'throttled': {
      const ms = outcome.retryAfterMs ?? pause(post.attempts + 1, jitter);
      return { patch: { attempts, sendingAt: null, why: 'throttled' }, holdUntil: now + ms };
    }
    case 'retry':
      return later(pause(post.attempts, jitter), outcome.why);
    case 'uncertain':
      // An edit may be repeated without harm; a first post would stand there twice.
      if (post.activityId !== undefined) return later(pause(post.attempts, jitter), outcome.why);
      return post.repeats >= MOST_REPEATS
        ? park(`uncertain: ${outcome.why}`)
        : later(pause(2, jitter), outcome.why, { repeats: post.repeats + 1 });
    case 'gone':
      // The card was deleted: a fresh one takes its place. Without a card it is the conversation that is gone.
      return post.activityId === undefined
        ? park(outcome.why)
        : {
            patch: { activityId: null, sent: 0, attempts, sendingAt: null, why: outcome.why, nextAt: now },
          };
    case 'refused':
      return park(outcome.why);
  }
};

/** One card is edited about once a second; its last state is shown at once. */
export const EDIT_PACE_MS = 1_000;
