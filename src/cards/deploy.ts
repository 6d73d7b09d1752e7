// The card of a deploy, from the first moment to the receipt.
import { shortCommit } from '../domain/commit.ts';
import type { GateVerdict } from '../domain/deploy-gates.ts';
import type { DeployInput, DeployResult } from '../domain/deployment.ts';
import type { Environment } from '../domain/environment.ts';
import { hasEnded, type Operation } from '../domain/operation.ts';
import { operationWord, queued, running, type StateWord } from './badge.ts';
import { box, type Element, facts, headline, note, paragraph, strong } from './blocks.ts';
import type { Face } from './card.ts';
import { commitLine, commitLines } from './commits.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { gateRows } from './gates.ts';
import { fitted } from './guard.ts';
import { type Button, open, press, pressOperation, say } from './press.ts';
import { pace, progress, resumed, stepInHand, stepRows } from './steps.ts';
import { faultOf, troubleBox } from './trouble.ts';
import { about, instant, took } from './words.ts';

export interface DeployView {
  readonly operation: Operation<DeployInput, DeployResult>;
  readonly environment: Environment;
  /** What the steps are called, in order. */
  readonly titles: readonly string[];
  /** Ids of the operations in front of it, next first. */
  readonly behind?: readonly string[];
  /** About how long it still waits in line. */
  readonly waitMs?: number | undefined;
  /** Web address of the git repository: gives a Compare link where its host is known. */
  readonly repositoryUrl?: string;
  /** Web address of the git folder. */
  readonly folderUrl?: string;
  readonly expectedMs?: number;
  /** Verdict of the last test run on this commit, and when it ended. */
  readonly lastTest?: { readonly verdict: 'passed' | 'failed'; readonly at: number };
  /** One more line for the card, for example that somebody else joined. */
  readonly notice?: string;
  readonly now: number;
}

/** What the environment has now and had before. */
const outcome = (result: DeployResult): readonly Element[] => {
  const now = strong(shortCommit(result.commit));
  if (result.previousCommit === null)
    return [headline([now, ' stands there now']), note('First deployment here: the git folder was created.')];
  if (result.previousCommit === result.commit)
    return [headline([now, ' already stood there']), note('Nothing new was brought.')];
  return [headline([shortCommit(result.previousCommit), ' → ', now])];
};

/** Link to the host's page that compares two commits; none for hosts whose pages are not known. */
const compareUrl = (repositoryUrl: string | undefined, from: string, to: string): string | undefined => {
  if (repositoryUrl === undefined || !URL.canParse(repositoryUrl)) return undefined;
  const { hostname, origin, pathname } = new URL(repositoryUrl);
  const base = origin + pathname.replace(/\.git$/, '').replace(/\/$/, '');
  if (hostname === 'github.com') return `${base}/compare/${from}...${to}`;
  if (hostname === 'gitlab.com') return `${base}/-/compare/${from}...${to}`;
  if (hostname === 'dev.azure.com' || hostname.endsWith('.visualstudio.com'))
    return `${base}/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}`;
  return undefined;
};

const wordOf = ({ operation, behind = [] }: DeployView): StateWord => {
  if (operation.state === 'queued' && behind.length > 0) return queued(`Queued, ${behind.length} before`);
  if (operation.state === 'running')
    return running(`Running ${stepInHand(operation.steps)}/${operation.steps.length}`);
  return operationWord(operation.state);
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What the state asks people to know, above the steps. */
const standing = (view: DeployView, rows: number): readonly Element[] => {
  const { operation, behind = [], now, titles } = view;
  switch (operation.state) {
    case 'held':
      return [
        box('warning', [
          paragraph(
            `Waits for a press on **Start**${operation.heldUntil === undefined ? '' : `, until ${instant(operation.heldUntil, now)}`}. Nothing has been changed yet.`,
            'None',
          ),
        ]),
      ];
    case 'queued':
      return behind.length === 0
        ? [
            operation.steps[0]?.detail === undefined
              ? note('Waiting for its turn; it starts in a moment.')
              : paragraph(capitalised(marked(operation.steps[0].detail, 200))),
          ]
        : [
            paragraph(
              `Behind ${behind.length}${view.waitMs === undefined ? '' : ` (${about(view.waitMs)})`}: ${behind
                .slice(0, 5)
                .map((op) => `op ${markedName(op, 12)}`)
                .join(', ')}${behind.length > 5 ? ' …' : ''}`,
            ),
          ];
    case 'running':
      return [
        note(pace(operation, now, view.expectedMs)),
        ...progress(operation, now, view.expectedMs),
        ...resumed(operation, titles),
      ];
    case 'cancelling':
      return [
        paragraph(
          `Asked to stop${operation.cancelledBy ? ` by ${marked(operation.cancelledBy.name, 60)}` : ''}. A step in hand is finished first.`,
        ),
      ];
    case 'unknown':
      return [
        box('warning', [
          paragraph(
            'An answer was lost. brickbot is reading the commit back and will say how it stands.',
            'None',
          ),
        ]),
      ];
    case 'done': {
      const { result } = operation;
      if (!result) return [];
      return [
        ...outcome(result),
        ...commitLines(result.brought ?? [], rows),
        ...(result.brought?.length === 0 &&
        result.previousCommit !== null &&
        result.previousCommit !== result.commit
          ? [note('No new commits: this goes back to an older one.')]
          : []),
      ];
    }
    case 'failed':
    case 'refused':
      return [troubleBox(faultOf(operation.reason ?? { code: 'internal' }))];
    case 'cancelled':
      return [
        paragraph(
          `Stopped${operation.cancelledBy ? ` by ${marked(operation.cancelledBy.name, 60)}` : ''}. ${operation.steps.some((step) => step.name === 'update' && step.state !== 'pending') ? 'The checkout may have been updated: look at what stands there.' : 'Nothing was changed.'}`,
        ),
      ];
  }
};

/** The same deploy with local changes thrown away. A name that would have to be quoted is left to be typed. */
const cleanAgain = ({ operation: { input } }: DeployView): readonly Button[] =>
  input.clean || !/^\w[\w./+-]*$/.test(input.ref)
    ? []
    : [say('Discard and deploy', `deploy ${input.ref} to ${input.environment} --clean`, 'destructive')];

const buttonsOf = (view: DeployView): readonly Button[] => {
  const { operation, environment } = view;
  const { input, result } = operation;
  switch (operation.state) {
    case 'held':
      return [
        pressOperation(operation, 'deploy.start', 'Start', 'positive'),
        pressOperation(operation, 'cancel.op', 'Cancel'),
      ];
    case 'queued':
      return [
        pressOperation(operation, 'cancel.op', 'Leave the queue'),
        ...((view.behind?.length ?? 0) > 0 ? [say('Show the queue', `queue ${environment.name}`)] : []),
      ];
    case 'running':
      return [pressOperation(operation, 'cancel.op', 'Cancel')];
    case 'cancelling':
    case 'unknown':
      return open('Open folder', view.folderUrl);
    case 'done':
      return [
        press({
          title: 'Run tests',
          verb: 'run-tests.on',
          data: { ref: input.ref, ...(environment.production ? {} : { environment: environment.name }) },
          style: 'positive',
        }),
        ...(result?.previousCommit && result.previousCommit !== result.commit && !input.back
          ? [say('Undo', `undo ${operation.op}`)]
          : []),
        ...(result?.previousCommit
          ? open('Compare', compareUrl(view.repositoryUrl, result.previousCommit, result.commit))
          : []),
        ...open('Open folder', view.folderUrl),
      ];
    case 'failed':
    case 'refused':
    case 'cancelled':
      return [
        pressOperation(operation, 'rerun.op', 'Deploy again', 'positive'),
        // A press says the words; whether they may be carried out depends on who pressed.
        ...(operation.reason?.code === 'git-conflict' ? cleanAgain(view) : []),
        ...open('Open folder', view.folderUrl),
      ];
  }
};

const twin = ({ operation }: DeployView): string => {
  const op = `op ${operation.op}`;
  if (operation.state === 'done') return op;
  return hasEnded(operation.state)
    ? `${op} · or type “rerun ${operation.op}”`
    : `${op} · or type “cancel ${operation.op}”`;
};

/** The card of a deploy in any state, drawn from the stored operation alone. */
export const deployCard = (view: DeployView): Face => fitted([6, 3, 1, 0], (rows) => deployFace(view, rows));

/** The gates as they were last read. */
const gatesOf = ({ input, steps }: DeployView['operation']): readonly GateVerdict[] => {
  const read = steps.find(({ name }) => name === 'check')?.data as
    | { readonly gates?: readonly GateVerdict[] }
    | undefined;
  return read?.gates ?? input.gates ?? [];
};

const deployFace = (view: DeployView, rows: number): Face => {
  const { operation, environment, now, lastTest } = view;
  const { input, requester, startedAt, endedAt } = operation;
  const state = wordOf(view);
  const { back } = input;
  const to = shortCommit(input.commit.id);
  return frame({
    title: back
      ? `Roll ${markedName(environment.name, 32)} back to ${to}`
      : `Deploy ${markedName(input.ref)} to ${markedName(environment.name, 32)}`,
    state,
    line: dots([
      marked(requester.name, 60),
      `${input.refKind} at ${shortCommit(input.commit.id)}`,
      instant(startedAt, now),
      endedAt !== undefined && `took ${took(endedAt - startedAt)}`,
    ]),
    body: [
      ...(view.notice === undefined ? [] : [note(marked(view.notice, 200))]),
      ...facts([
        ['Undoes', back?.of === undefined ? undefined : `op ${marked(back.of, 12)}`],
        ['Started by', back?.startedBy === undefined ? undefined : marked(back.startedBy, 60)],
        [
          'Emergency',
          back?.emergency === undefined
            ? undefined
            : `${marked(back.emergency.by, 60)}: ${marked(back.emergency.reason, 200)}`,
        ],
      ]),
      ...(operation.state === 'done' ? [] : [commitLine(input.commit)]),
      ...standing(view, rows),
      ...(operation.state === 'held' || operation.state === 'queued'
        ? [
            ...gateRows(gatesOf(operation), now),
            ...facts([
              [
                'Last tests',
                lastTest &&
                  `${lastTest.verdict === 'passed' ? '✓ passed' : '✕ failed'}, ${instant(lastTest.at, now)}`,
              ],
              ['Local changes', input.clean ? 'are thrown away' : undefined],
            ]),
          ]
        : stepRows(operation.steps, view.titles, now)),
    ],
    foot: twin(view),
    buttons: buttonsOf(view),
    summary: `${back ? `Roll ${plainName(environment.name, 16)} back to ${to}` : `Deploy ${plainName(input.ref, 28)} to ${plainName(environment.name, 16)}`}: ${state.word.toLowerCase()} – ${shortCommit(input.commit.id)} by ${plain(requester.name, 40)}, op ${operation.op}`,
  });
};
