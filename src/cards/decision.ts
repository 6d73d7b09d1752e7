// Receipts of what somebody decided about the gates: a commit marked as bad, deploys let through a freeze.
import { type Commit, shortCommit } from '../domain/commit.ts';
import type { Environment } from '../domain/environment.ts';
import { info } from './badge.ts';
import { facts, note } from './blocks.ts';
import type { Face } from './card.ts';
import { commitLine } from './commits.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { say } from './press.ts';
import { instant } from './words.ts';

export interface MarkView {
  readonly commit: Commit;
  readonly by: string;
  /** Why it is bad; absent when the mark was taken away. */
  readonly reason?: string;
  readonly now: number;
}

/** A commit was marked as bad, or no longer is. */
export const markCard = ({ commit, by, reason, now }: MarkView): Face => {
  const id = shortCommit(commit.id);
  const bad = reason !== undefined;
  return frame({
    title: `Commit ${id}`,
    state: info(bad ? 'Marked bad' : 'Mark removed'),
    line: `${marked(by, 60)} · ${instant(now, now)}`,
    body: [
      commitLine(commit),
      ...facts([['Because', reason === undefined ? undefined : marked(reason, 300)]]),
      note(
        bad
          ? 'It is deployed only with --even-if-marked, and “rollback” does not choose it.'
          : 'It is deployed like any other commit again.',
      ),
    ],
    ...(bad && { buttons: [say('Where does it stand?', `where is ${id}`)] }),
    foot: bad ? `Or type “mark ${id} good” to take it back` : '',
    summary: `Commit ${id}: ${bad ? 'marked bad' : 'mark removed'} by ${plain(by, 40)}`,
  });
};

export interface FreezeView {
  readonly environment: Environment;
  readonly by: string;
  readonly reason: string;
  readonly until: number;
  readonly now: number;
}

/** Deploys are let through a freeze. */
export const freezeCard = ({ environment, by, reason, until, now }: FreezeView): Face =>
  frame({
    title: `Freeze of ${markedName(environment.name, 32)}`,
    state: info('Let through'),
    line: `${marked(by, 60)} · ${instant(now, now)}`,
    body: [
      ...facts([
        ['Until', instant(until, now)],
        ['Because', marked(reason, 300)],
      ]),
      note(
        'Deploys are let through until then; each shows who answers for it. It stands in the audit trail.',
      ),
    ],
    summary: `Freeze of ${plainName(environment.name, 24)}: let through by ${plain(by, 40)} until ${instant(until, now)}`,
  });
