// The card of a deploy, from the first moment to the receipt.
import { own, phrase } from '../base/language.ts';
import { shortCommit } from '../domain/commit.ts';
import type { GateVerdict } from '../domain/deploy-gates.ts';
import type { DeployResult } from '../domain/deployment.ts';
import { hasEnded } from '../domain/operation.ts';
import { operationWord, queued, running, type StateWord, stateInWords } from './badge.ts';
import { box, type Element, facts, headline, note, paragraph, strong } from './blocks.ts';
import type { Face } from './card.ts';
import { commitLine, commitLines } from './commits.ts';
import { deployButtons } from './deploy-buttons.ts';
import type { DeployView } from './deploy-view.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { gateRows } from './gates.ts';
import { fitted } from './guard.ts';
import { pullLines } from './pull-request.ts';
import { pace, progress, resumed, stepInHand, stepRows } from './steps.ts';
import { faultOf, troubleBox } from './trouble.ts';
import { about, count, instant, took } from './words.ts';

export type { DeployView } from './deploy-view.ts';

/** What the environment has now and had before. */
const outcome = (result: DeployResult): readonly Element[] => {
  const now = strong(shortCommit(result.commit));
  if (result.previousCommit === null)
    return [
      headline([now, phrase(' stands there now')]),
      note('First deployment here: the git folder was created.'),
    ];
  if (result.previousCommit === result.commit)
    return [headline([now, phrase(' already stood there')]), note('Nothing new was brought.')];
  return [headline([shortCommit(result.previousCommit), ' → ', now])];
};

const wordOf = ({ operation, behind = [] }: DeployView): StateWord => {
  if (operation.state === 'queued' && behind.length > 0)
    return queued(phrase('Queued, {count} before', { count: behind.length }));
  if (operation.state === 'running')
    return running(
      phrase('Running {step}/{steps}', {
        step: stepInHand(operation.steps),
        steps: operation.steps.length,
      }),
    );
  return operationWord(operation.state, operation.reason);
};

const behindInWords = (behind: readonly string[], waitMs: number | undefined): string => {
  const shown = behind.slice(0, 5).map((op) => phrase('op {op}', { op: markedName(op, 12) }));
  const ops = `${shown.join(', ')}${behind.length > 5 ? ' …' : ''}`;
  return waitMs === undefined
    ? phrase('Behind {count}: {ops}', { count: behind.length, ops })
    : phrase('Behind {count} ({time}): {ops}', { count: behind.length, time: about(waitMs), ops });
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
            operation.heldUntil === undefined
              ? phrase('Waits for a press on **Start**. Nothing has been changed yet.')
              : phrase('Waits for a press on **Start**, until {time}. Nothing has been changed yet.', {
                  time: instant(operation.heldUntil, now),
                }),
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
        : [paragraph(behindInWords(behind, view.waitMs))];
    case 'running':
      return [
        note(pace(operation, now, view.expectedMs)),
        ...progress(operation, now, view.expectedMs),
        ...resumed(operation, titles),
      ];
    case 'cancelling':
      return [
        paragraph(
          operation.cancelledBy
            ? phrase('Asked to stop by {person}. A step in hand is finished first.', {
                person: marked(operation.cancelledBy.name, 60),
              })
            : phrase('Asked to stop. A step in hand is finished first.'),
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
        ...((result.leftBehind ?? 0) > 0
          ? [note(phrase('Leaves {count} behind', { count: count(result.leftBehind ?? 0, 'commit') }))]
          : []),
        ...pullLines(view.pulls ?? []),
      ];
    }
    case 'failed':
    case 'refused':
      return [troubleBox(faultOf(operation.reason ?? { code: 'internal' }))];
    case 'cancelled':
      return [
        paragraph(
          `${operation.cancelledBy ? phrase('Stopped by {person}.', { person: marked(operation.cancelledBy.name, 60) }) : phrase('Stopped.')} ${operation.steps.some((step) => step.name === 'update' && step.state !== 'pending') ? phrase('The checkout may have been updated: look at what stands there.') : phrase('Nothing was changed.')}`,
        ),
      ];
  }
};

const twin = ({ operation }: DeployView): string => {
  const op = phrase('op {op}', { op: operation.op });
  if (operation.state === 'done') return op;
  const words = `${hasEnded(operation.state) ? 'rerun' : 'cancel'} ${operation.op}`;
  return phrase('op {op} · or type “{words}”', { op: operation.op, words });
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

/** It went through at the first try: then nobody needs its steps any more. */
const smooth = ({ state, steps }: DeployView['operation']): boolean =>
  state === 'done' && steps.every((step) => step.state === 'done' && step.attempts <= 1);

/** Of its steps, what stays worth knowing: where it stands, and what was read back there. */
const found = ({ steps }: DeployView['operation']): readonly Element[] => {
  const text = dots([steps[1], steps.at(-1)].map((step) => step?.detail && marked(step.detail, 160)));
  return text === '' ? [] : [note(`✓ ${text}`, 'Medium')];
};

const summaryOf = ({ operation, environment }: DeployView, state: StateWord): string => {
  const { input, requester, op } = operation;
  const commit = shortCommit(input.commit.id);
  const name = plainName(environment.name, 16);
  return phrase('{head}: {state} – {commit} by {person}, op {op}', {
    head: input.back
      ? phrase('Roll {environment} back to {commit}', { environment: name, commit })
      : phrase('Deploy {ref} to {environment}', { ref: plainName(input.ref, 28), environment: name }),
    state: stateInWords(state),
    commit,
    person: plain(requester.name, 40),
    op,
  });
};

const deployFace = (view: DeployView, rows: number): Face => {
  const { operation, environment, now, lastTest } = view;
  const { input, requester, startedAt, endedAt } = operation;
  const state = wordOf(view);
  const { back } = input;
  const to = shortCommit(input.commit.id);
  return frame({
    title: back
      ? phrase('Roll {environment} back to {commit}', {
          environment: markedName(environment.name, 32),
          commit: to,
        })
      : phrase('Deploy {ref} to {environment}', {
          ref: markedName(input.ref),
          environment: markedName(environment.name, 32),
        }),
    state,
    line: dots([
      marked(requester.name, 60),
      phrase('{kind} at {commit}', { kind: own(input.refKind), commit: shortCommit(input.commit.id) }),
      instant(startedAt, now),
      endedAt !== undefined && phrase('took {time}', { time: took(endedAt - startedAt) }),
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
                  (lastTest.verdict === 'passed'
                    ? phrase('✓ passed, {time}', { time: instant(lastTest.at, now) })
                    : phrase('✕ failed, {time}', { time: instant(lastTest.at, now) })),
              ],
              ['Local changes', input.clean ? phrase('are thrown away') : undefined],
            ]),
          ]
        : smooth(operation)
          ? found(operation)
          : stepRows(operation.steps, view.titles, now)),
    ],
    foot: twin(view),
    buttons: deployButtons(view),
    summary: summaryOf(view, state),
  });
};
