// Where a commit stands: one row an environment, with how far apart it is from what stands there.
import { type Commit, shortCommit } from '../domain/commit.ts';
import type { Mark } from '../domain/deploy-gates.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { Environment } from '../domain/environment.ts';
import type { PullRequest } from '../domain/pipeline.ts';
import { info } from './badge.ts';
import { box, cell, note, paragraph, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { commitLine } from './commits.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { open, say } from './press.ts';
import { MOST_PULLS, pullLines } from './pull-request.ts';
import { ago, count, instant } from './words.ts';

export interface WhereView {
  readonly typed: string;
  readonly commit: Commit;
  readonly mark: Mark | undefined;
  readonly places: readonly {
    readonly environment: Environment;
    readonly presence: 'here' | 'inside' | 'before' | 'absent' | 'unknown';
    readonly standing: Deployment | undefined;
    readonly ahead?: number;
    readonly behind?: number;
    readonly came?: Deployment;
  }[];
  /** Open ones that ask for this branch to be merged. */
  readonly pulls?: readonly PullRequest[];
  readonly now: number;
}

type Place = WhereView['places'][number];

const PRESENCE = {
  here: ['✓ stands there', 'Good'],
  inside: ['✓ is part of it', 'Good'],
  before: ['– not any more', 'Warning'],
  absent: ['– not there', 'Default'],
  unknown: ['? git cannot tell', 'Warning'],
} as const;

const distance = ({ presence, ahead, behind, standing }: Place): string => {
  if (presence === 'here' || standing === undefined) return '';
  return dots([
    ahead !== undefined && ahead > 0 && `would bring ${count(ahead, 'commit')}`,
    behind !== undefined &&
      behind > 0 &&
      (presence === 'inside' ? `${count(behind, 'newer commit')} on top` : `lacks ${behind}`),
  ]);
};

export const whereCard = (view: WhereView): Face => fitted([20, 10, 5], (most) => whereFace(view, most));

const whereFace = ({ typed, commit, mark, places, pulls = [], now }: WhereView, most: number): Face => {
  const here = places.filter(({ presence }) => presence === 'here' || presence === 'inside');
  const shown = places.slice(0, most);
  return frame({
    title: `Where is ${markedName(typed)}?`,
    state: info(here.length === 0 ? 'Nowhere' : `In ${here.length} of ${places.length}`),
    line: `${shortCommit(commit.id)} · ${instant(now, now)}`,
    body: [
      commitLine(commit),
      ...pullLines(pulls),
      ...(mark === undefined
        ? []
        : [
            box('warning', [
              paragraph(`Marked bad by ${marked(mark.byName, 60)}: ${marked(mark.reason, 200)}`, 'None'),
            ]),
          ]),
      table(
        [
          ['Environment', 4],
          ['This commit', 6],
        ],
        shown.map((place) => {
          const [words, color] = PRESENCE[place.presence];
          const { standing, came } = place;
          const when = came ? `since ${ago(came.at, now)}, by ${plain(came.by, 40)} (op ${came.op})` : '';
          const other =
            place.presence !== 'here' && standing
              ? `${plainName(standing.ref, 30)} ${shortCommit(standing.commit)} stands there`
              : '';
          return [
            cell(
              [strong(plainName(place.environment.name, 32))],
              place.environment.production && place.environment.name !== 'production'
                ? [subtle('production')]
                : [],
            ),
            cell(
              [strong(words, color)],
              [
                subtle(
                  dots([
                    place.presence === 'here' && when,
                    other,
                    distance(place),
                    !standing && 'nothing stands there',
                  ]),
                ),
              ],
            ),
          ];
        }),
      ),
      ...(places.length > most ? [note(`and ${places.length - most} more`)] : []),
    ],
    foot: 'As far as brickbot deployed it; changes by hand in Databricks are not seen here.',
    buttons: [
      say('What stands where', 'show environments'),
      ...pulls.slice(0, MOST_PULLS).flatMap(({ id, url }) => open(`Pull request ${id}`, url)),
    ],
    summary: `Where is ${plainName(typed, 28)}: ${
      here.length === 0 ? 'nowhere' : plain(here.map(({ environment }) => environment.name).join(', '), 80)
    } – ${shortCommit(commit.id)}`,
  });
};
