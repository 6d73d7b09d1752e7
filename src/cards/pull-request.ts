// The card of a pull request: posted when it is opened, edited as it moves.
import type { Message } from '../domain/delivery.ts';
import type { PullRequest } from '../domain/pipeline.ts';
import { info, PASSED, running, type StateWord } from './badge.ts';
import { type Element, line, strong } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { messageOf } from './notice.ts';
import { open, say } from './press.ts';
import { instant } from './words.ts';

export interface PullRequestView {
  readonly pull: PullRequest;
  readonly now: number;
}

const STATES: Readonly<Record<PullRequest['state'], StateWord>> = {
  open: running('Open'),
  merged: { ...PASSED, word: 'Merged' },
  closed: info('Closed'),
};

export const pullRequestFace = ({ pull, now }: PullRequestView): Face => {
  const { id, title, source, target, author, state, url, openedAt, closedAt } = pull;
  const branches = `${plainName(source, 48)} → ${plainName(target, 48)}`;
  return frame({
    title: `Pull request ${id} into ${markedName(target, 40)}`,
    state: STATES[state],
    line: dots([marked(author, 60), instant(closedAt ?? openedAt, now)]),
    body: [line([plain(title, 200)]), line([branches], 'None')],
    buttons: [
      ...(state === 'open' ? [say('Where is it', `where is ${quoted(source)}`)] : []),
      ...open('Open in Azure DevOps', url),
    ],
    summary: `Pull request ${id}: ${STATES[state].word.toLowerCase()} – ${plain(title, 60)}, ${branches}`,
  });
};

/** More of one branch are rare. */
export const MOST_PULLS = 2;

/** Open pull requests of a branch, beside what the card is about: a line each. */
export const pullLines = (pulls: readonly PullRequest[]): readonly Element[] =>
  pulls
    .slice(0, MOST_PULLS)
    .map(({ id, title, target, author }) =>
      line(
        [
          strong(`Pull request ${id} into ${plainName(target, 40)}`),
          `: ${plain(title, 120)} – ${plain(author, 40)}`,
        ],
        'Small',
      ),
    );

const quoted = (name: string): string => (/[\s"]/.test(name) ? `"${name.replaceAll('"', '')}"` : name);

export const pullRequestCard = (view: PullRequestView): Message => messageOf(pullRequestFace(view));
