// Pull requests that somebody listens to: one card for each in each place, posted when it is opened, edited when it is merged or closed.
import type { Clock } from '../../base/clock.ts';
import { pullRequestCard } from '../../cards/pull-request.ts';
import type { AzureGit } from '../../devops/azure/git.ts';
import type { PullRequest } from '../../domain/pipeline.ts';
import type { Store } from '../../store/index.ts';
import { type Notice, standingNotice } from '../../store/notices.ts';
import {
  listenedTargets,
  listenersTo,
  patchSubscription,
  type StoredSubscription,
} from '../../store/subscriptions.ts';
import { postStanding, redrawStanding, type Standing, type StandingCard } from './standing.ts';

export interface PullWatch {
  look(signal?: AbortSignal): Promise<void>;
}

/** The target of a subscription to pull requests of any branch. */
export const ANY_BRANCH = '*';

const concerns = (target: string, { source, target: into }: PullRequest): boolean =>
  target === ANY_BRANCH || target === source || target === into;

/** What was over before somebody began to listen is not theirs. */
const isNews = (pull: PullRequest, { createdAt, filter }: StoredSubscription): boolean =>
  (pull.closedAt ?? pull.openedAt) >= createdAt && (filter !== 'failures' || pull.state === 'closed');

export const pullWatch = (tools: {
  readonly git: Pick<AzureGit, 'newestPullRequests'>;
  readonly store: Store;
  readonly clock: Clock;
}): PullWatch => {
  const { git, store, clock } = tools;
  const cardOf = (pull: PullRequest): StandingCard<Standing> => {
    const now = clock.now();
    return {
      ...{ cause: `pull request: ${pull.id}`, now },
      kept: {
        open: pull.state === 'open',
        drawn: JSON.stringify([pull.title, pull.state, pull.source, pull.target]),
      },
      message: () => pullRequestCard({ pull, now }),
    };
  };
  const standing = (conversation: string, cause: string): Promise<Notice | undefined> =>
    store.transaction((trx) => standingNotice(trx, conversation, cause));

  const tell = async (pull: PullRequest, listener: StoredSubscription): Promise<void> => {
    const { place, personal, id, mutedUntil = 0 } = listener;
    if (personal && place.scope !== 'personal') return;
    const card = cardOf(pull);
    const there = await standing(place.conversationId, card.cause);
    if (there) return redrawStanding(store, there, card);
    if (mutedUntil > card.now || !isNews(pull, listener)) return;
    if (await postStanding(store, place, card, id))
      await patchSubscription(store.db, id, { lastPostAt: card.now });
  };

  return {
    look: async (signal) => {
      const targets = [...(await listenedTargets(store.db, 'pull-request', '')).keys()];
      if (targets.length === 0) return;
      for (const pull of await git.newestPullRequests(signal))
        for (const target of targets.filter((each) => concerns(each, pull)))
          for (const listener of await listenersTo(store.db, { kind: 'pull-request', workspace: '', target }))
            await tell(pull, listener);
    },
  };
};
