// The card of a promotion: the approval prompt with its evidence, every state on the way, the receipt. One function draws all of them
// from the stored operation and the stored approval.
import type { Approval } from '../domain/approval.ts';
import { targetName } from '../domain/model.ts';
import { hasEnded } from '../domain/operation.ts';
import { type Element, facts, line, subtle } from './blocks.ts';
import type { Face } from './card.ts';
import { metricTable, paramTable, verdictLine, versionName } from './comparison.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import {
  changeLine,
  commitRange,
  curves,
  gateLines,
  gatesInShort,
  holderInWords,
  inverseInWords,
  makersInWords,
  missingNotes,
  unfairBox,
} from './evidence.ts';
import { dots, frame, type Refresh } from './frame.ts';
import { fitted } from './guard.ts';
import { pressApproval, promotionButtons } from './promotion-buttons.ts';
import { glance } from './promotion-glance.ts';
import { frozen, saidElsewhere } from './promotion-notes.ts';
import { blocked, ending, failure, receipt, stateOf, votes } from './promotion-parts.ts';
import type { PromotionView } from './promotion-view.ts';
import { progress, resumed, stepRows } from './steps.ts';
import { instant } from './words.ts';

export type { Beholder, PromotionView } from './promotion-view.ts';

/** How many rows of each part a card has: the fullest that fits is taken. */
interface Rows {
  readonly metrics: number;
  readonly params: number;
  readonly commits: number;
  readonly chart: boolean;
}
const ALL: readonly Rows[] = [
  { metrics: 20, params: 20, commits: 12, chart: true },
  { metrics: 12, params: 10, commits: 6, chart: true },
  { metrics: 5, params: 4, commits: 3, chart: false },
  { metrics: 1, params: 0, commits: 0, chart: false },
];
/** The prompt leaves what is long to Details. */
const PROMPT: readonly Rows[] = [
  { metrics: 4, params: 4, commits: 3, chart: true },
  { metrics: 4, params: 3, commits: 2, chart: false },
  { metrics: 1, params: 0, commits: 0, chart: false },
];

const LEAST: Rows = { metrics: 1, params: 0, commits: 0, chart: false };

export const promotionCard = (view: PromotionView): Face => {
  const sizes = view.detail === 'all' ? ALL : PROMPT;
  return fitted([...sizes.keys()], (size) => promotionFace(view, sizes[size] ?? LEAST));
};

/** Everything that was gathered, in the order in which it is weighed. */
const evidenceParts = ({ approval }: PromotionView, rows: Rows): readonly Element[] => {
  if (!approval) return [];
  const { evidence } = approval;
  return [
    ...unfairBox(evidence),
    ...metricTable(evidence, rows.metrics),
    ...(rows.chart ? curves(evidence) : []),
    ...paramTable(evidence, rows.params),
    ...gatesWith(approval),
    ...commitRange(evidence, rows.commits),
    ...missingNotes(evidence),
  ];
};

/** How far it is: while something is done, and where it went wrong. */
const course = ({ operation, approval, titles, now }: PromotionView): readonly Element[] => {
  const decided = approval?.outcome !== undefined && approval.outcome.state !== 'approved';
  return operation.state === 'done' || decided
    ? []
    : [...progress(operation, now), ...stepRows(operation.steps, titles, now)];
};

/** Of the evidence, what is left once it has been decided on. */
const weighed = ({ approval }: PromotionView): readonly Element[] =>
  approval
    ? [
        ...unfairBox(approval.evidence),
        ...verdictLine(approval.evidence),
        ...(gatesInShort(approval.evidence.gates) ?? gatesWith(approval)),
      ]
    : [];

const gatesWith = ({ evidence, waivers }: Approval): readonly Element[] =>
  gateLines(
    evidence.gates,
    waivers.map(({ gate, person, because }) => ({ gate, by: person.name, because })),
  );

const promotionFace = (view: PromotionView, rows: Rows): Face => {
  const { operation, approval, titles, now } = view;
  const { input, requester } = operation;
  const target = markedName(targetName(input.target), 60);
  const state = stateOf(view);
  const waiting = approval !== undefined && approval.outcome === undefined && !hasEnded(operation.state);
  const verb = input.release ? 'Release' : input.restores === undefined ? 'Promote' : 'Bring back';
  return frame({
    title: `${verb} ${markedName(input.model, 48)} ${versionName(input.version)} to ${target}`,
    state,
    line: dots([
      marked(requester.name, 60),
      approval && makersInWords(approval.evidence),
      instant(operation.startedAt, now),
      waiting && `expires ${instant(approval.expiresAt, now)}`,
    ]),
    body: [
      line([subtle('because  '), plain(input.because, 300)]),
      ...ending(view),
      ...failure(view),
      ...blocked(view),
      ...(operation.state === 'done' ? receipt(view) : []),
      ...(waiting
        ? [
            ...frozen(view),
            ...changeLine(approval.evidence),
            ...glance(approval),
            ...facts([
              ['Holder', holderInWords(approval.evidence, now)],
              ['Undo', inverseInWords(approval.evidence)],
            ]),
          ]
        : []),
      ...(waiting ? [] : course(view)),
      ...(waiting ? evidenceParts(view, rows) : weighed(view)),
      ...(waiting ? saidElsewhere(view) : []),
      ...votes(view),
      ...resumed(operation, titles),
    ],
    foot: foot(view),
    buttons: promotionButtons(view),
    summary: `${verb} ${plainName(input.model, 24)} ${versionName(input.version)} to ${plainName(targetName(input.target), 20)}: ${state.word.toLowerCase()}, op ${operation.op}`,
    wide: true,
    ...(waiting && ownViews(view)),
  });
};

/** Most people for whom Teams asks for a card of their own. */
const MOST_OWN = 60;

/** Whoever asked and whoever has spoken sees the buttons that are theirs; everybody else the common card, which is safe to show. */
const ownViews = (view: PromotionView): { readonly refresh?: Refresh } => {
  const { approval, operation } = view;
  const { votes: spoken = [], waivers = [], handOvers = [] } = approval ?? {};
  const people = [
    operation.requester,
    ...spoken.map(({ person }) => person),
    ...waivers.map(({ person }) => person),
    ...handOvers.map(({ from }) => from),
  ];
  const userIds = [...new Set(people.flatMap(({ accountId }) => accountId ?? []))].slice(0, MOST_OWN);
  return userIds.length === 0
    ? {}
    : { refresh: { action: pressApproval(view, 'promote.view', { title: 'Your view' }), userIds } };
};

/** The id and the typed twins of the buttons. */
const foot = ({ operation: { op, state }, approval }: PromotionView): string => {
  if (approval && !approval.outcome && !hasEnded(state))
    return marked(`op ${op} · or type “approve ${op}”, “reject ${op} because …”, “withdraw ${op}”`);
  return state === 'done' ? marked(`op ${op} · or type “undo ${op}”`) : `op ${op}`;
};
