// A card that is put into somebody's own message: the same face without what acts, because whoever reads it there has not asked
// brickbot for anything. And the card of a commit that a link names.
import { phrase } from '../base/language.ts';
import { type Commit, shortCommit } from '../domain/commit.ts';
import type { Deployment } from '../domain/deployment.ts';
import { info } from './badge.ts';
import { facts } from './blocks.ts';
import type { Card, Face } from './card.ts';
import { code, marked, markedName, plain } from './escape.ts';
import { dots, frame } from './frame.ts';
import { instant } from './words.ts';

/** The card without buttons that do something; those that open a page stay. */
export const forReading = (card: Card): Card => {
  const { refresh: _refresh, authentication: _authentication, ...rest } = card;
  return withoutActs(rest) as Card;
};

const KEPT = new Set(['Action.OpenUrl', 'Action.ToggleVisibility', 'Action.ShowCard']);

/** Inputs go with the buttons that would send them. */
const isAct = (node: unknown): boolean => {
  const type = (node as { type?: unknown } | null)?.type;
  return (
    typeof type === 'string' && (type.startsWith('Input.') || (type.startsWith('Action.') && !KEPT.has(type)))
  );
};

const withoutActs = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.filter((each) => !isAct(each)).map(withoutActs);
  if (typeof node !== 'object' || node === null) return node;
  const left = Object.entries(node)
    .filter(([key, value]) => !(key === 'selectAction' && isAct(value)))
    .map(([key, value]) => [key, withoutActs(value)] as const)
    .filter(([key, value]) => !(key === 'actions' && Array.isArray(value) && value.length === 0));
  return Object.fromEntries(left);
};

export interface CommitView {
  readonly commit: Commit;
  /** Where it is a branch that was linked. */
  readonly branch?: string;
  /** What stands where, as far as brickbot put it there. */
  readonly standing: readonly Deployment[];
  readonly now: number;
}

/** A commit, or a branch with its newest one, and where it stands. */
export const commitCard = ({ commit, branch, standing, now }: CommitView): Face => {
  const here = standing.filter((deployment) => deployment.commit === commit.id);
  return frame({
    title:
      branch === undefined
        ? phrase('Commit {commit}', { commit: shortCommit(commit.id) })
        : phrase('Branch {branch}', { branch: markedName(branch, 60) }),
    state: info(here.length > 0 ? 'Deployed' : 'Not deployed'),
    line: dots([marked(commit.author, 60), instant(commit.at, now)]),
    body: facts([
      ['Commit', `${code(shortCommit(commit.id))} ${marked(commit.subject, 120)}`],
      [
        'Stands in',
        here.length === 0
          ? phrase('no environment that brickbot deploys to')
          : here
              .map(({ environment, at }) => `${markedName(environment, 32)} (${instant(at, now)})`)
              .join(', '),
      ],
    ]),
    summary: `${branch === undefined ? phrase('Commit {commit}', { commit: shortCommit(commit.id) }) : phrase('Branch {branch} at {commit}', { branch: plain(branch, 40), commit: shortCommit(commit.id) })}: ${plain(commit.subject, 60)}`,
  });
};
