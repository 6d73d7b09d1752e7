// `subscribe`: be told of what ends, without asking. Says in plain words what will be posted, and how often that would have been.

import { Fault } from '../src/base/errors.ts';
import { subscribedCard, subscriptionSamples } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import { FILTERS, type Filter } from '../src/domain/subscription.ts';

const isFilter = (word: string): word is Filter => FILTERS.some((filter) => filter === word);

const isWish = (word: string): boolean => isFilter(word) || word === 'here' || word === 'me';

/** The words behind the name, in any order: which endings, and where to. */
const readWishes = (words: readonly (string | undefined)[]): { filter: Filter; personal: boolean } => {
  const wishes: { filter: Filter; personal: boolean } = { filter: 'changes', personal: false };
  for (const word of words) {
    const lower = word?.toLowerCase();
    if (lower === undefined || lower === 'here') continue;
    if (lower === 'me') wishes.personal = true;
    else if (isFilter(lower)) wishes.filter = lower;
    else
      throw new Fault('bad-argument', {
        changed: 'no',
        facts: {
          problem: `“${lower.slice(0, 40)}” is neither a filter nor a place.`,
          usage: `subscribe job <name> ${FILTERS.join('|')} here|me`,
        },
      });
  }
  return wishes;
};

export const subscribe = command({
  name: 'subscribe',
  also: ['watch', 'notify'],
  group: 'Look',
  summary: 'Posts when a job, pipeline, branch, experiment, environment, model or pull request moves',
  permission: 'subscribe',
  arguments: {
    kind: {
      kind: 'subject',
      label: 'job|branch|experiment|environment|model|pipeline|pull-request',
      positional: true,
      required: true,
    },
    target: { kind: 'job', label: 'name', positional: true, keywords: ['of'] },
    filter: { kind: 'filter', label: 'changes|failures|all', positional: true },
    where: { kind: 'filter', label: 'here|me', positional: true },
    environment: { kind: 'environment', keywords: ['in'] },
  },
  examples: [
    'subscribe job nightly-train',
    'subscribe job nightly-train failures me',
    'subscribe branch feature-x all',
    'subscribe model churn',
    'subscribe pipeline churn failures',
    'subscribe pull requests of main',
  ],
  run: async ({ values, utterance, services, now }) => {
    const { subscriptions } = await services();
    const { kind, environment, filter, where } = values;
    // Pull requests need no branch: the word behind them may be a wish already.
    const wished = kind.startsWith('pull') && isWish(values.target?.toLowerCase() ?? '');
    const target = wished ? undefined : values.target;
    const { person, place } = utterance;
    const subscribed = await subscriptions.subscribe({
      kind,
      target,
      environment,
      ...readWishes([wished ? values.target : undefined, filter, where]),
      person,
      place,
    });
    return faceAnswer(subscribedCard({ ...subscribed, now }), subscribed);
  },
  samples: subscriptionSamples,
});
