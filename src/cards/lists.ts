// The read-only lists: jobs of a workspace, what stands where, the history of deployments. Read once, so times are relative.
import { phrase } from '../base/language.ts';
import { shortCommit } from '../domain/commit.ts';
import type { GateRules } from '../domain/deploy-gates.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { Environment } from '../domain/environment.ts';
import type { Lock } from '../domain/lock.ts';
import type { Job, JobRun } from '../domain/run.ts';
import { info, runSign } from './badge.ts';
import { box, cell, type Element, line, mono, note, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { press, say } from './press.ts';
import { scheduleWords } from './schedule.ts';
import { ago, count, instant, took } from './words.ts';

const empty = (text: string): Element => box('emphasis', [line([text], 'None')]);

export interface JobsView {
  readonly environment: Environment;
  readonly rows: readonly { readonly job: Job; readonly lastRun?: JobRun }[];
  /** There are more jobs than these. */
  readonly more: boolean;
  readonly now: number;
}

const lastRunCell = (run: JobRun | undefined, now: number): ReturnType<typeof cell> => {
  if (run === undefined) return cell([subtle('never ran')]);
  const { sign, color, word } = runSign(run.state);
  return cell(
    [{ text: `${sign} `, color, weight: 'Bolder' }, word],
    [subtle(dots([ago(run.startedAt, now), run.endedAt !== undefined && took(run.endedAt - run.startedAt)]))],
  );
};

export const jobsCard = (view: JobsView): Face => fitted([20, 10, 5], (most) => jobsFace(view, most));

const jobsFace = ({ environment, rows, more, now }: JobsView, most: number): Face => {
  const shown = rows.slice(0, most);
  const rest = more || rows.length > most;
  const last = shown.find(({ lastRun }) => lastRun !== undefined)?.lastRun;
  return frame({
    title: `Jobs in ${markedName(environment.name, 32)}`,
    state: info(rest ? `First ${shown.length}` : count(shown.length, 'job')),
    line: instant(now, now),
    body:
      shown.length === 0
        ? [
            empty(
              'brickbot sees no job here. Either there is none, or its identity lacks the right “can view” on them.',
            ),
          ]
        : [
            table(
              [
                ['Job', 5],
                ['Last run', 4],
              ],
              shown.map(({ job, lastRun }) => [
                cell(
                  [strong(plainName(job.name, 48))],
                  [subtle(dots([`id ${job.jobId}`, job.schedule && scheduleWords(job.schedule)]))],
                ),
                lastRunCell(lastRun, now),
              ]),
            ),
            ...(rest ? [note('There are more: ask for one by its name or number.')] : []),
          ],
    foot: shown.length === 0 ? '' : marked('Type “run job <name>” to start one'),
    buttons: last
      ? [
          press({
            title: 'Show newest run',
            verb: 'show-run.open',
            data: { run: last.runId, environment: environment.name },
          }),
        ]
      : [],
    summary: `Jobs in ${plainName(environment.name, 20)}: ${rest ? `first ${shown.length}` : shown.length}`,
  });
};

export interface EnvironmentsView {
  readonly standing: readonly {
    readonly environment: Environment;
    readonly deployment: Deployment | undefined;
    readonly lock?: Lock;
    /** Operations at work or in line. */
    readonly line?: number;
    readonly gates?: GateRules;
  }[];
  readonly now: number;
}

/** What stands where, as far as brickbot put it there. */
export const environmentsCard = (view: EnvironmentsView): Face =>
  fitted([20, 10, 5], (most) => environmentsFace(view, most));

/** What a deploy to an environment meets: a lock, gates, a freeze. */
const rulesLines = (
  { environment, lock, gates }: EnvironmentsView['standing'][number],
  now: number,
): readonly Element[] => {
  const wants = [
    gates?.after !== undefined && `the commit on ${markedName(gates.after, 32)}`,
    gates?.suite !== undefined && `${markedName(gates.suite, 32)} green`,
  ].filter((each) => each !== false);
  const freeze = gates?.freezes.find(({ until }) => until > now);
  const told = [
    lock &&
      `locked by ${marked(lock.holderName, 40)} until ${instant(lock.until, now)}: ${marked(lock.reason, 80)}`,
    wants.length > 0 && `wants ${wants.join(' and ')} first`,
    freeze &&
      `${freeze.from <= now ? 'frozen' : `to be frozen from ${instant(freeze.from, now)}`} until ${instant(freeze.until, now)}: ${marked(freeze.reason, 80)}`,
  ].filter((each) => each !== false && each !== undefined);
  return told.length === 0 ? [] : [note(`**${markedName(environment.name, 32)}** ${told.join(' · ')}`)];
};

const environmentsFace = ({ standing, now }: EnvironmentsView, most: number): Face => {
  const shown = standing.slice(0, most);
  return frame({
    title: 'What stands where',
    state: info(phrase('{count} in all', { count: standing.length })),
    line: instant(now, now),
    body:
      shown.length === 0
        ? [empty('No environment is configured. Add one under environments in brickbot.yaml.')]
        : [
            table(
              [
                ['Environment', 4],
                ['Stands there', 6],
              ],
              shown.map(({ environment, deployment, lock, line: before }) => [
                cell(
                  [strong(plainName(environment.name, 32))],
                  [
                    subtle(
                      dots([
                        environment.production && environment.name !== 'production' && 'production',
                        lock && 'locked',
                        before !== undefined && before > 0 && `${before} in line`,
                      ]),
                    ),
                  ],
                ),
                deployment === undefined
                  ? cell([subtle('nothing yet')])
                  : cell(
                      [plainName(deployment.ref, 40), ' ', mono(shortCommit(deployment.commit))],
                      [
                        subtle(
                          `${plain(deployment.by, 40)} · ${ago(deployment.at, now)} · op ${deployment.op}`,
                        ),
                      ],
                    ),
              ]),
            ),
            ...shown.flatMap((row) => rulesLines(row, now)),
            ...(standing.length > most ? [note(`and ${standing.length - most} more`)] : []),
          ],
    foot: 'As far as brickbot deployed it; changes by hand in Databricks are not seen here.',
    buttons: [say('History', 'show deployments')],
    summary: `What stands where: ${plain(
      shown
        .map(({ environment, deployment }) =>
          deployment === undefined
            ? `${plainName(environment.name, 16)} empty`
            : `${plainName(environment.name, 16)} ${plainName(deployment.ref, 20)} ${shortCommit(deployment.commit)}`,
        )
        .join(', ') || 'no environment',
      160,
    )}`,
  });
};

export interface DeploymentsView {
  /** Newest first. */
  readonly deployments: readonly Deployment[];
  /** Set when only this environment was asked for. */
  readonly environment?: string;
  readonly now: number;
}

export const deploymentsCard = (view: DeploymentsView): Face =>
  fitted([30, 20, 10, 5], (most) => deploymentsFace(view, most));

const deploymentsFace = ({ deployments, environment, now }: DeploymentsView, most: number): Face => {
  const shown = deployments.slice(0, most);
  const where = environment === undefined ? '' : ` to ${markedName(environment, 32)}`;
  return frame({
    title: `Deployments${where}`,
    state: info(shown.length === 0 ? 'None' : `Last ${shown.length}`),
    line: instant(now, now),
    body:
      shown.length === 0
        ? [empty(`brickbot has not deployed anything${environment === undefined ? '' : ' here'} yet.`)]
        : [
            table(
              [
                ['Deployed', 6],
                ['When', 4],
              ],
              shown.map((deployment) => [
                cell(
                  [
                    strong(plainName(deployment.ref, 40)),
                    ...(environment === undefined ? [` to ${plainName(deployment.environment, 24)}`] : []),
                  ],
                  [
                    subtle(
                      deployment.previousCommit === null
                        ? `${shortCommit(deployment.commit)}, the first`
                        : `${shortCommit(deployment.previousCommit)} → ${shortCommit(deployment.commit)}`,
                    ),
                  ],
                ),
                cell(
                  [ago(deployment.at, now)],
                  [subtle(`${plain(deployment.by, 32)} · op ${deployment.op}`)],
                ),
              ]),
            ),
            ...(deployments.length > most ? [note(`and ${deployments.length - most} older`)] : []),
          ],
    foot: shown.length === 0 ? marked('Type “deploy <branch>” to make the first') : '',
    buttons: shown.length === 0 ? [] : [say('What stands where', 'show environments')],
    summary: `Deployments${environment === undefined ? '' : ` to ${plainName(environment, 20)}`}: ${shown.length === 0 ? 'none yet' : `last ${shown.length}`}`,
  });
};
