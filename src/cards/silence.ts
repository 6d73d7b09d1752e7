// When silence would look like good news: a source that cannot be read, a subscription that cannot be delivered.
import type { Message } from '../domain/delivery.ts';
import { type Subscription, willPost } from '../domain/subscription.ts';
import { info, PASSED, UNKNOWN } from './badge.ts';
import { line, strong } from './blocks.ts';
import type { Face } from './card.ts';
import { markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { messageOf, SUBJECT } from './notice.ts';
import { press, say } from './press.ts';
import { instant } from './words.ts';

export interface BlindView {
  /** The environment whose workspace cannot be read; absent for Azure DevOps, which belongs to none. */
  readonly workspace?: string;
  readonly since: number;
  readonly until?: number;
  readonly now: number;
}

export const blindFace = ({ workspace, since, until, now }: BlindView): Face => {
  const [title, name] =
    workspace === undefined
      ? ['Azure DevOps', 'Azure DevOps']
      : [`Databricks of ${markedName(workspace, 32)}`, `Databricks of ${plainName(workspace, 32)}`];
  return frame({
    title,
    state: until === undefined ? { ...UNKNOWN, word: 'Blind' } : { ...PASSED, word: 'Seeing again' },
    body: [
      line([
        until === undefined
          ? `Nothing can be read there since ${instant(since, now)}. Runs that end now are told of when it can be read again.`
          : `Nothing could be read from ${instant(since, now)} to ${instant(until, now)}. What ended meanwhile is told of by its final state.`,
      ]),
    ],
    summary:
      until === undefined
        ? `${name}: blind since ${instant(since, now)}`
        : `${name}: seeing again – blind from ${instant(since, now)} to ${instant(until, now)}`,
  });
};
export const blindCard = (view: BlindView): Message => messageOf(blindFace(view));

export interface BrokenView {
  readonly subscription: Subscription;
  readonly now: number;
}

/** Tells an owner that a place cannot be posted to any more. */
export const brokenFace = ({ subscription, now }: BrokenView): Face => {
  const { kind, name, filter, id, broken } = subscription;
  return frame({
    title: `Subscription to ${SUBJECT[kind].toLowerCase()} ${markedName(name)}`,
    state: { ...info('Broken'), icon: 'Warning', style: 'Warning', color: 'Warning' },
    body: [
      line([
        `You asked for ${willPost(filter)} in a ${subscription.place.scope} conversation. It cannot be posted there any more`,
        broken ? ` since ${instant(broken.since, now)}: ${plain(broken.why, 120)}.` : '.',
      ]),
      line([strong('Next: '), 'add brickbot there again and subscribe once more, or ask for it here.']),
    ],
    foot: `subscription ${id} · kept for 30 days`,
    buttons: [
      say(
        'Send it here',
        `subscribe ${kind} ${/\s/.test(name) ? `"${name}"` : name} ${filter} me`,
        'positive',
      ),
      press({ title: 'Remove', verb: 'subscriptions.remove', data: { subscription: id } }),
    ],
    summary: `Subscription to ${plainName(name, 32)}: broken – it cannot be posted there any more`,
  });
};
export const brokenCard = (view: BrokenView): Message => messageOf(brokenFace(view));
