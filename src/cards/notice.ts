// Cards of what has ended: a failure that explains itself, several of one cause, what works again.
import { shortCommit } from '../domain/commit.ts';
import type { Message } from '../domain/delivery.ts';
import { isOpen, type NoticeEntry, ownerToCall } from '../domain/notice.ts';
import { PASSED, runSign, runWord, type StateWord, UNKNOWN } from './badge.ts';
import {
  box,
  calling,
  cell,
  codeBlock,
  type Element,
  facts,
  headline,
  line,
  note,
  strong,
  subtle,
  table,
} from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { type Button, open, press, say } from './press.ts';
import { count, instant, stretch, took } from './words.ts';

export interface NoticeView {
  readonly entries: readonly NoticeEntry[];
  readonly now: number;
}

/** What each kind of subject is called. */
export const SUBJECT = {
  job: 'Job',
  branch: 'Branch',
  experiment: 'Experiment',
  environment: 'Environment',
  model: 'Model',
  pipeline: 'Pipeline',
  'pull-request': 'Pull requests',
} as const;

const FIXED: StateWord = { ...PASSED, word: 'Fixed' };
const stateOf = (entry: NoticeEntry): StateWord =>
  entry.change === 'fixed'
    ? FIXED
    : entry.change === 'still-failing'
      ? { ...runWord(entry.state), word: 'Still failing' }
      : runWord(entry.state);

const title = ({ kind, name }: NoticeEntry): string => `${SUBJECT[kind]} ${markedName(name)}`;

const runWordOf = ({ kind }: NoticeEntry): string => (kind === 'pipeline' ? 'build' : 'run');

/** The entry as one line of plain text: for replies and for clients without cards. */
export const noticeLine = (entry: NoticeEntry): string => {
  const { kind, name, workspace, health, run, operation } = entry;
  const spent = run?.endedAt === undefined ? '' : ` after ${took(run.endedAt - run.startedAt)}`;
  const branch = kind === 'pipeline' && run?.ref !== undefined ? ` on ${plainName(run.ref, 24)}` : '';
  const where = workspace === '' ? branch : ` in ${plainName(workspace, 24)}`;
  const streak = entry.change === 'still-failing' ? ` (${health.streak} in a row)` : '';
  const which = run ? ` – ${runWordOf(entry)} ${run.runId}` : operation ? ` – op ${operation.op}` : '';
  return `${SUBJECT[kind]} ${plainName(name, 32)}${where}: ${stateOf(entry).word.toLowerCase()}${streak}${spent}${which}`;
};

const late = (entry: NoticeEntry, now: number): readonly Element[] =>
  entry.late
    ? [
        note(
          `It ended at ${instant(entry.at, now)}, while brickbot could not look. This is the state it found, not each step to it.`,
        ),
      ]
    : [];

const differences = (
  { differences: found = [], run, usualMs }: NoticeEntry,
  most: number,
): readonly Element[] => {
  const span = run?.endedAt === undefined ? undefined : run.endedAt - run.startedAt;
  return [
    ...(found.length > 0 ? [line([strong('Differs from the last good run')], 'Medium')] : []),
    ...facts(
      found
        .slice(0, most)
        .map(({ name, before, after }) => [
          plainName(name, 32),
          `${marked(before, 60)} → ${marked(after, 60)}`,
        ]),
    ),
    ...(found.length > most ? [note(`and ${found.length - most} more`)] : []),
    ...facts([
      [
        'Took',
        span === undefined
          ? undefined
          : `${took(span)}${usualMs === undefined ? '' : `, usually ${took(usualMs)}`}`,
      ],
    ]),
  ];
};

const tries = (attempts: number | undefined): string =>
  attempts === undefined ? '' : ` after ${count(attempts, 'try', 'tries')}`;

const trouble = ({ failure, run }: NoticeEntry, lines: number): readonly Element[] => {
  // The task is named already.
  const said = run?.message?.replace(/^Task \S+ failed with message: /, '');
  return [
    ...(failure?.task === undefined && said === undefined
      ? []
      : [
          box('attention', [
            line(
              [
                ...(failure?.task === undefined
                  ? []
                  : [strong(`Task ${plainName(failure.task)} failed${tries(failure.attempts)}. `)]),
                plain(said ?? '', 300),
              ],
              'None',
            ),
          ]),
        ]),
    ...(failure?.trace === undefined || lines === 0 ? [] : [codeBlock(failure.trace, 'Python', lines)]),
  ];
};

/** Who keeps what fails; of several, the one who is called on. */
const keeper = (entries: readonly NoticeEntry[]): readonly Element[] => {
  const called = ownerToCall(entries);
  const kept = entries.find(({ owner }) => owner !== undefined && (called === undefined || owner === called));
  if (kept?.owner === undefined || !isOpen(kept)) return [];
  return [calling(entries.length === 1 ? 'Owner' : `Owner of ${markedName(kept.name)}`, kept.owner)];
};

const mute = ({ subscription }: NoticeEntry): Button =>
  press({ title: 'Mute 1 h', verb: 'mute.hour', data: { subscription } });

const buttons = (entry: NoticeEntry): readonly Button[] => {
  const { run, workspace, name } = entry;
  if (!run)
    return entry.operation ? [say('Run again', `rerun ${entry.operation.op}`), mute(entry)] : [mute(entry)];
  const open_ = isOpen(entry);
  return [
    ...(open_ && entry.kind === 'job'
      ? [
          press({
            title: 'Repair failed',
            verb: 'repair.run',
            data: { run: run.runId, environment: workspace },
            style: 'positive',
          }),
          say('Rerun', rerunWords(name, workspace)),
        ]
      : []),
    ...(open_ && entry.kind === 'pipeline'
      ? [
          say('Retry failed', `retry build ${run.runId}`, 'positive'),
          say('Show build', `show build ${run.runId}`),
        ]
      : []),
    ...open(entry.kind === 'pipeline' ? 'Open in Azure DevOps' : 'Open run', run.url),
    mute(entry),
  ];
};

const rerunWords = (name: string, workspace: string): string =>
  `run job ${/[\s"]/.test(name) ? `"${name.replaceAll('"', '')}"` : name} in ${workspace}`;

const single = (entry: NoticeEntry, now: number, rows: number): Face => {
  const { run, operation, workspace, health } = entry;
  return frame({
    title: `${title(entry)}${workspace === '' ? '' : ` in ${markedName(workspace, 32)}`}`,
    state: stateOf(entry),
    line: dots([
      run?.creator !== undefined && marked(run.creator, 60),
      operation && marked(operation.by, 60),
      run?.ref !== undefined && markedName(run.ref, 40),
      run?.commit !== undefined && `commit ${shortCommit(run.commit)}`,
      run ? stretch(run.startedAt, entry.at, now) : instant(entry.at, now),
    ]),
    body: [
      ...(entry.change === 'fixed' ? [headline(['It works again.'])] : []),
      ...(entry.kind === 'experiment' && !isOpen(entry) && run?.message !== undefined
        ? [headline([plain(run.message, 120)])]
        : []),
      ...(health.streak > 1
        ? [
            note(
              `${count(health.streak, 'failure')} in a row since ${instant(health.failingSince ?? entry.at, now)}`,
            ),
          ]
        : []),
      ...(entry.endings > 1
        ? [note(`${count(entry.endings, 'ending')} on this card; the newest is shown.`)]
        : []),
      ...late(entry, now),
      ...(operation ? [line([subtle('As asked: '), plain(operation.words, 160)])] : []),
      ...(isOpen(entry) ? trouble(entry, rows) : []),
      ...keeper([entry]),
      ...(isOpen(entry) || entry.change === 'passed' ? differences(entry, rows) : []),
    ],
    foot: run
      ? `${runWordOf(entry)} ${run.runId}${isOpen(entry) ? footOf(entry, run.runId) : ''}`
      : operation
        ? `op ${operation.op}`
        : '',
    buttons: buttons(entry),
    summary: noticeLine(entry),
  });
};

const footOf = ({ kind }: NoticeEntry, run: string): string =>
  kind === 'job'
    ? ` · or type “repair ${run}”`
    : kind === 'pipeline'
      ? ` · or type “retry build ${run}”`
      : '';

const MOST_ROWS = 8;

/** Several things of one cause: counts first, then one row each. */
const group = (entries: readonly NoticeEntry[], now: number, rows: number): Face => {
  const bad = entries.filter(isOpen);
  const fixed = entries.filter(({ change }) => change === 'fixed').length;
  const [first] = bad.length > 0 ? bad : entries;
  // What works has no cause; it only came together.
  const what =
    bad.length + fixed > 0 ? `${entries.length} failures of one cause` : `${entries.length} endings at once`;
  const words = [
    ...(bad.length > 0 ? [`${bad.length} failed`] : []),
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
    ...(entries.length > bad.length + fixed ? [`${entries.length - bad.length - fixed} ended`] : []),
  ].join(', ');
  // What is still broken is read first; the whole list would push it out of sight.
  const shown = [...bad, ...entries.filter((entry) => !isOpen(entry))].slice(0, Math.min(rows, MOST_ROWS));
  const state = bad.length > 0 ? runWord('failed') : fixed > 0 ? FIXED : first ? stateOf(first) : UNKNOWN;
  return frame({
    title: what,
    state,
    line: words,
    body: [
      ...(first && bad.length > 0 ? trouble(first, Math.min(rows, 4)) : []),
      ...keeper(bad),
      table(
        [
          ['What', 3],
          ['State', 2],
        ],
        shown.map((entry) => {
          const { sign, color } = runSign(entry.state);
          return [
            cell(
              [strong(`${sign} `, color), plainName(entry.name, 40)],
              entry.run
                ? [
                    subtle(
                      dots([
                        `${runWordOf(entry)} ${entry.run.runId}`,
                        entry.run.ref !== undefined && plainName(entry.run.ref, 32),
                      ]),
                    ),
                  ]
                : [],
            ),
            cell([stateOf(entry).word], [subtle(instant(entry.at, now))]),
          ];
        }),
      ),
      ...(entries.length > shown.length ? [note(`and ${entries.length - shown.length} more`)] : []),
    ],
    buttons: first ? [...open('Open the first', first.run?.url), say('Subscriptions', 'subscriptions')] : [],
    summary: `${what}: ${words}${first ? ` – ${plainName(first.name, 32)} and others` : ''}`,
  });
};

/** A face as what is put into the outbox. */
export const messageOf = ({ card, summary }: Face): Message => ({ card, summary });

/** The card of what has ended, drawn from the entries alone. */
export const noticeCard = ({ entries, now }: NoticeView): Message => messageOf(noticeFace({ entries, now }));

export const noticeFace = ({ entries, now }: NoticeView): Face =>
  fitted([20, 12, 6, 2, 0], (rows) => {
    const [only] = entries;
    return only && entries.length === 1
      ? single(only, now, rows > 12 ? 12 : rows)
      : group(entries, now, rows);
  });
