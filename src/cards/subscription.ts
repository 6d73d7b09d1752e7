// Cards about subscriptions: what was subscribed to, and all of them on one card.
import { own, phrase } from '../base/language.ts';
import type { Subscription } from '../domain/subscription.ts';
import { FILTERS, willPost } from '../domain/subscription.ts';
import { info, PASSED, type StateWord } from './badge.ts';
import { box, cell, type Element, line, note, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { press, say } from './press.ts';
import { ago, count, instant } from './words.ts';

export interface SubscribedView {
  readonly subscription: Subscription;
  /** False when it stood already and was changed. */
  readonly added: boolean;
  /** How many posts the last seven days would have brought; absent where that is not known. */
  readonly lastWeek?: number;
  /** What stands now, in words: `the newest run failed`. */
  readonly standing?: string;
  readonly now: number;
}

const SUBSCRIBED: StateWord = { ...PASSED, word: 'Subscribed' };
const where = ({ personal, place }: Subscription): string =>
  personal || place.scope === 'personal'
    ? phrase('to you alone')
    : place.scope === 'group'
      ? phrase('in this chat')
      : phrase('in this channel');
const subject = ({ kind, name, workspace }: Subscription): string =>
  kind === 'pull-request'
    ? phrase('pull requests of {branch}', { branch: plainName(own(name), 40) })
    : workspace === ''
      ? `${kind} ${plainName(name, 40)}`
      : phrase('{kind} {name} in {environment}', {
          kind,
          name: plainName(name, 40),
          environment: plainName(workspace, 24),
        });

/** Of pull requests there is one card each, whatever becomes of it. */
const pullWords = (filter: Subscription['filter']): string =>
  phrase(filter === 'failures' ? 'the closed ones' : 'one card each');

const exampleOf = ({ kind, name }: Subscription): string => {
  const of = { name: plainName(name, 32) };
  if (kind === 'pull-request')
    return phrase('Pull request 12: open – its title, from which branch into which');
  if (kind === 'pipeline')
    return phrase(
      'Pipeline {name}: failed after 6:10 – the failing stage, its first error, what differs from the last good build',
      of,
    );
  return kind === 'job'
    ? phrase(
        'Job {name}: failed after 6:10 – the failing task, its trace, what differs from the last good run',
        of,
      )
    : phrase(
        'Something about {name}: failed after 6:10 – the failing task, its trace, what differs from the last good run',
        of,
      );
};

/** The answer to `subscribe`. */
export const subscribedCard = ({ subscription, added, lastWeek, standing }: SubscribedView): Face => {
  const { id, kind, name, filter } = subscription;
  const pulls = kind === 'pull-request';
  const what = pulls ? pullWords(filter) : own(willPost(filter));
  return frame({
    title: pulls
      ? `Subscribe to pull requests of ${markedName(own(name))}`
      : phrase('Subscribe to {kind} {name}', { kind, name: markedName(name) }),
    state: added ? SUBSCRIBED : info('Changed'),
    body: [
      line([
        phrase('brickbot posts {what} of {subject}, {where}.', {
          what,
          subject: subject(subscription),
          where: where(subscription),
        }),
      ]),
      ...(standing === undefined ? [] : [note(standing)]),
      ...(lastWeek === undefined
        ? []
        : [note(`In the last 7 days that would have been ${count(lastWeek, 'post')}.`)]),
      box('emphasis', [line([strong(`${phrase('EXAMPLE')} `), subtle(exampleOf(subscription))], 'None')]),
    ],
    foot: dots([phrase('subscription {id}', { id }), `or type “unsubscribe ${id}”`]),
    buttons: [
      ...FILTERS.filter((each) => each !== filter).map((each) =>
        press({
          title: `Only ${each}`.replace('Only all', 'All'),
          verb: 'subscriptions.set',
          data: { subscription: id, filter: each },
        }),
      ),
      press({ title: 'Undo', verb: 'subscriptions.remove', data: { subscription: id } }),
    ],
    summary: phrase('Subscribe to {subject}: {what}', { subject: subject(subscription), what }),
  });
};

export interface SubscriptionsView {
  readonly subscriptions: readonly Subscription[];
  readonly notice?: string;
  readonly now: number;
}

const stateWords = ({ broken, mutedUntil, lastPostAt }: Subscription, now: number): string =>
  broken
    ? phrase('broken since {time}: {why}', { time: instant(broken.since, now), why: plain(broken.why, 60) })
    : (mutedUntil ?? 0) > now
      ? phrase('muted until {time}', { time: instant(mutedUntil ?? 0, now) })
      : lastPostAt === undefined
        ? phrase('nothing posted yet')
        : phrase('last post {ago}', { ago: ago(lastPostAt, now) });

const chooser = (subscriptions: readonly Subscription[]): readonly Element[] => {
  const [first] = subscriptions;
  if (!first) return [];
  return [
    {
      type: 'Input.ChoiceSet',
      id: 'subscription',
      label: 'Which one',
      style: 'compact',
      choices: subscriptions.map((each) => ({ title: `${each.id} · ${subject(each)}`, value: each.id })),
      value: first.id,
    },
    {
      type: 'Input.ChoiceSet',
      id: 'filter',
      label: 'What to post',
      style: 'compact',
      choices: FILTERS.map((filter) => ({ title: `${filter}: ${own(willPost(filter))}`, value: filter })),
      value: first.filter,
    },
  ];
};

/** What is subscribed to here and by the asker alone, with everything that can be done about it. */
export const subscriptionsCard = (view: SubscriptionsView): Face =>
  fitted([20, 10, 4], (rows) => listFace(view, rows));

const listFace = ({ subscriptions, notice, now }: SubscriptionsView, rows: number): Face => {
  const broken = subscriptions.filter((each) => each.broken).length;
  return frame({
    title: 'Subscriptions',
    state: info(
      subscriptions.length === 0 ? 'None' : phrase('{count} in all', { count: subscriptions.length }),
    ),
    line: dots([broken > 0 && `${broken} broken`]),
    body: [
      ...(notice === undefined ? [] : [line([plain(notice, 200)])]),
      ...(subscriptions.length === 0
        ? [line([phrase('Nothing is subscribed to here. Type “subscribe job nightly-train”, for example.')])]
        : [
            table(
              [
                ['What', 3],
                ['State', 3],
              ],
              subscriptions
                .slice(0, rows)
                .map((each) => [
                  cell(
                    [strong(`${each.id} `), subject(each)],
                    [
                      subtle(
                        `${each.filter} · ${plainName(each.owner.name, 30)}${each.personal ? ' alone' : ''}`,
                      ),
                    ],
                  ),
                  cell([stateWords(each, now)]),
                ]),
            ),
          ]),
      ...(subscriptions.length > rows ? [note(`and ${subscriptions.length - rows} more`)] : []),
      ...chooser(subscriptions.slice(0, rows)),
    ],
    foot: subscriptions.length === 0 ? '' : marked('Or type “unsubscribe <id>”, “mute <id>”'),
    buttons:
      subscriptions.length === 0
        ? [say('Show jobs', 'show jobs')]
        : [
            press({ title: 'Change', verb: 'subscriptions.set', data: {}, withInputs: true }),
            press({ title: 'Mute 1 h', verb: 'subscriptions.mute', data: {}, withInputs: true }),
            press({
              title: 'Remove',
              verb: 'subscriptions.remove',
              data: {},
              withInputs: true,
              style: 'destructive',
            }),
          ],
    summary:
      subscriptions.length === 0
        ? phrase('Subscriptions: none here')
        : phrase('Subscriptions: {count}', { count: count(subscriptions.length, 'subscription') }),
  });
};
