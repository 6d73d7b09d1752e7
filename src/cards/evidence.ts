// The evidence for a promotion as parts of a card: what makes the comparison unfair, gates with limit and value, commits with their
// authors, the curve of the metric, what could not be read, what will change and the way back.
import { own } from '../base/language.ts';
import { shortCommit } from '../domain/commit.ts';
import type { Evidence, GateResult } from '../domain/evidence.ts';
import { targetName } from '../domain/model.ts';
import { box, type Element, heading, headline, line, note, strong, subtle } from './blocks.ts';
import { lineChart } from './chart.ts';
import { commitLine } from './commits.ts';
import { side, versionName } from './comparison.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { userName } from './experiment-rows.ts';
import { dots } from './frame.ts';
import { count, instant } from './words.ts';

/** What holds the target now, in a few words: `v9`, or that nothing does. */
export const holderName = ({ champion }: Pick<Evidence, 'champion'>): string =>
  champion ? versionName(champion.version) : 'nothing';

/** What makes the comparison unfair stands before the figures. */
export const unfairBox = ({ unfair, candidate, champion }: Evidence): readonly Element[] =>
  unfair.length === 0 || !champion
    ? []
    : [
        box('warning', [
          line([strong('! Not measured alike', 'Warning')], 'None'),
          ...unfair
            .slice(0, 4)
            .map(({ name, candidate: ours, champion: theirs }) =>
              line(
                [
                  plainName(name, 40),
                  subtle(`  ${versionName(candidate.version)} `),
                  side(ours),
                  subtle(`  ${versionName(champion.version)} `),
                  side(theirs),
                ],
                'None',
              ),
            ),
        ]),
      ];

const GATE_SIGNS = {
  passed: { sign: '✓', color: 'Good', word: 'passed' },
  failed: { sign: '✕', color: 'Attention', word: 'failed' },
  unknown: { sign: '?', color: 'Warning', word: 'unknown' },
  off: { sign: '–', color: 'Default', word: 'off' },
} as const;

export interface WaivedGate {
  readonly gate: string;
  readonly by: string;
  readonly because: string;
}

/** Every gate with limit, value and verdict; those that are off are shown as off, waived ones with who let them pass. */
export const gateLines = (
  gates: readonly GateResult[],
  waivers: readonly WaivedGate[] = [],
): readonly Element[] => {
  const shut = gates.filter(({ state }) => state !== 'off');
  const off = gates.filter(({ state }) => state === 'off');
  return [
    heading('Gates'),
    ...shut.flatMap((gate, index) => {
      const { sign, color, word } = GATE_SIGNS[gate.state];
      const waiver = waivers.find((each) => each.gate === gate.name);
      const red = gate.state === 'failed' || gate.state === 'unknown';
      return [
        line(
          [
            strong(`${sign} ${own(word)}`, color),
            ` · ${own(plain(gate.title, 80))}`,
            // “passed · … · passed” would say one thing twice.
            ...(gate.value === undefined || (gate.value === gate.limit && !red)
              ? []
              : [subtle(` · ${plain(gate.value, 40)}`)]),
          ],
          index === 0 ? 'Small' : 'None',
        ),
        ...(red ? [note(marked(gate.sentence, 200), 'None')] : []),
        ...(waiver
          ? [note(`waived by ${marked(waiver.by, 60)}: ${marked(waiver.because, 160)}`, 'None')]
          : []),
      ];
    }),
    ...(off.length === 0
      ? []
      : [
          line(
            [subtle(`– off · ${off.map(({ title }) => own(plain(title, 60))).join(', ')}`)],
            shut.length === 0 ? 'Small' : 'None',
          ),
        ]),
  ];
};

/** Once it has been decided, gates that were all green are one line; undefined where one was not. */
export const gatesInShort = (gates: readonly GateResult[]): readonly Element[] | undefined => {
  const shut = gates.filter(({ state }) => state !== 'off');
  const { sign, color, word } = GATE_SIGNS.passed;
  return shut.length > 0 && shut.every(({ state }) => state === 'passed')
    ? [line([strong(`${sign} ${own(word)}`, color), ` · ${count(shut.length, 'gate')}`])]
    : undefined;
};

/** The commits since the holder's commit with their authors, newest first. */
export const commitRange = (evidence: Evidence, most: number): readonly Element[] => {
  const { commits, candidateCommit, championCommit } = evidence;
  if (candidateCommit === undefined) return [];
  if (championCommit === candidateCommit)
    return [heading('Commits'), line(['Both were trained on ', shortCommit(candidateCommit), '.'])];
  if (!commits) return [heading('Commit'), line([shortCommit(candidateCommit)])];
  const total = commits.ahead.length + commits.more;
  const authors = [...new Set(commits.ahead.map(({ author }) => author))];
  const shown = commits.ahead.slice(0, most);
  const hidden = total - shown.length;
  return [
    heading(
      dots([
        `${count(total, 'commit')} since ${holderName(evidence)}`,
        authors.length > 0 &&
          `by ${authors
            .slice(0, 3)
            .map((author) => plainName(author, 28))
            .join(', ')}${authors.length > 3 ? ` and ${authors.length - 3} more` : ''}`,
      ]),
    ),
    ...shown.map(commitLine),
    ...(hidden > 0 && shown.length > 0 ? [note(`and ${hidden} more`)] : []),
    ...(commits.behind > 0
      ? [
          note(
            `${count(commits.behind, 'commit')} of ${holderName(evidence)} ${commits.behind === 1 ? 'is' : 'are'} not in it.`,
          ),
        ]
      : []),
  ];
};

/** The history of the metric that counts, both sides in one chart. */
export const curves = ({ curves: all, candidate, champion }: Evidence): readonly Element[] => {
  const drawn = all
    .map(({ side: which, metric, points }) => ({
      metric,
      legend:
        which === 'candidate'
          ? `${versionName(candidate.version)} candidate`
          : `${versionName(champion?.version ?? '')} holder`,
      points: points
        .filter((point) => Number.isFinite(point.value))
        .map(({ step, value: y }) => ({ x: step, y })),
    }))
    .filter(({ points }) => points.length > 1);
  const [first] = drawn;
  return first
    ? [
        lineChart({
          title: `${plainName(first.metric, 40)} while it was trained`,
          xTitle: 'step',
          curves: drawn,
        }),
      ]
    : [];
};

/** Gaps are named: an approver knows what nobody looked at. */
export const missingNotes = ({ missing }: Evidence): readonly Element[] =>
  missing.length === 0
    ? []
    : [
        box('emphasis', [
          line([strong('Could not be read')], 'None'),
          ...missing.slice(0, 5).map((text) => line([plain(text, 200)], 'None')),
        ]),
      ];

/** Who made it: they do not decide. */
export const makersInWords = ({ makers }: Evidence): string | undefined => {
  const { trainer, starter, committer } = makers;
  const text = dots([
    trainer !== undefined &&
      `trained by ${markedName(userName(trainer), 40)}${starter === undefined ? '' : ` for ${markedName(starter, 40)}`}`,
    committer && `last commit by ${markedName(committer.name, 40)}`,
  ]);
  return text === '' ? undefined : text;
};

/** Since when and by whose hand the present holder is there. */
export const holderInWords = ({ champion }: Evidence, now: number): string =>
  champion
    ? dots([
        versionName(champion.version),
        champion.since !== undefined && `since ${instant(champion.since, now)}`,
        champion.by !== undefined && `by ${marked(champion.by, 60)}`,
      ])
    : 'nothing: this is the first';

/** What the promotion does, in the line that is read first. */
export const changeLine = ({ target, candidate, champion }: Evidence): readonly Element[] => [
  headline([
    `${plainName(targetName(target), 60)}  `,
    champion ? versionName(champion.version) : own('nothing'),
    ' → ',
    strong(versionName(candidate.version)),
  ]),
  ...(champion && target.kind === 'stage' && target.archiveExisting
    ? [note(`${versionName(champion.version)} is archived`)]
    : []),
];

/** What takes it back. */
export const inverseInWords = ({ target, candidate, champion }: Evidence): string => {
  const where = marked(targetName(target), 120);
  return champion
    ? `${where} back to ${versionName(champion.version)}`
    : `${where} is taken from ${versionName(candidate.version)} again`;
};
