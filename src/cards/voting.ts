// The second look before a decision counts: version and holder are repeated, and the reason is asked for. These cards take the place of
// the prompt for the presser alone; what they carry is the fingerprint of what was shown.
import type { Approval } from '../domain/approval.ts';
import { neededVotes } from '../domain/approval-policy.ts';
import { spokenSeats } from '../domain/approval-seats.ts';
import { targetName } from '../domain/model.ts';
import { NEEDS_YOU, QUESTION } from './badge.ts';
import { type Element, facts, line, note, strong } from './blocks.ts';
import type { Face } from './card.ts';
import { verdictLine } from './comparison.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { say } from './press.ts';
import type { PromotionView } from './promotion.ts';
import { pressApproval } from './promotion-buttons.ts';
import { frozen } from './promotion-notes.ts';

type Asked = Required<Pick<PromotionView, 'approval'>> & Pick<PromotionView, 'operation'>;

/** What the decision is about, in two lines. */
const subject = ({ evidence, because }: Approval): readonly Element[] => [
  line([
    strong(`v${evidence.candidate.version}`),
    ' of ',
    strong(plainName(evidence.candidate.model, 60)),
    ' becomes ',
    strong(plainName(targetName(evidence.target), 60)),
  ]),
  line([
    evidence.champion
      ? `It takes the place of v${evidence.champion.version}.`
      : 'Nothing holds that place yet.',
  ]),
  ...facts([['Because', marked(because, 200)]]),
];

/** @param id where the press finds it: `because` for a decision, `value` for words with `{value}` in them */
const reasonInput = (
  label: string,
  required: boolean,
  {
    id = 'because',
    errorMessage = 'Say why, so that others can read it later.',
  }: { readonly id?: 'because' | 'value'; readonly errorMessage?: string } = {},
): Element => ({
  type: 'Input.Text',
  id,
  label,
  isMultiline: true,
  maxLength: 400,
  ...(required && { isRequired: true, errorMessage }),
});

const titleOf = (verb: string, { evidence }: Approval): string =>
  `${verb} ${markedName(evidence.candidate.model, 48)} v${marked(evidence.candidate.version, 12)}?`;

const summaryOf = (verb: string, { evidence, op }: Approval): string =>
  `${verb} ${plainName(evidence.candidate.model, 24)} v${plain(evidence.candidate.version, 12)} to ${plainName(targetName(evidence.target), 20)}? Your word is needed, op ${op}`;

/** Repeats version and holder; the vote counts with the next press. */
export const confirmCard = (view: Asked & { readonly now: number }): Face => {
  const { approval } = view;
  const given = spokenSeats(approval.votes).size;
  const needed = neededVotes(approval.policy);
  return frame({
    title: titleOf('Approve', approval),
    state: NEEDS_YOU,
    body: [
      ...subject(approval),
      ...verdictLine(approval.evidence),
      ...frozen(view),
      note(
        given + 1 >= needed
          ? 'Yours is the last approval that is needed: the gates are read again, then it is done.'
          : `Yours is approval ${given + 1} of ${needed}.`,
      ),
      reasonInput('Your reason, if there is one to add', false),
    ],
    foot: `op ${approval.op} · or type “approve ${approval.op}”`,
    buttons: [
      pressApproval(view, 'approve.vote', { title: 'Yes, approve', style: 'positive', withInputs: true }),
      pressApproval(view, 'promote.details', { title: 'Back' }),
    ],
    summary: summaryOf('Approve', approval),
  });
};

/** A rejection ends it, so it needs a reason. */
export const rejectCard = (view: Asked): Face =>
  frame({
    title: titleOf('Reject', view.approval),
    state: NEEDS_YOU,
    body: [
      ...subject(view.approval),
      note('One rejection ends the request; whoever asked sees your reason.'),
      reasonInput('Why not', true),
    ],
    foot: `op ${view.approval.op} · or type “reject ${view.approval.op} because …”`,
    buttons: [
      pressApproval(view, 'reject.vote', { title: 'Reject', style: 'destructive', withInputs: true }),
      pressApproval(view, 'promote.details', { title: 'Back' }),
    ],
    summary: summaryOf('Reject', view.approval),
  });

/** Waiving a failed gate: its owner's name and reason stay on the receipt. */
export const waiveCard = (view: Asked & { readonly gate: string }): Face => {
  const gate = view.approval.evidence.gates.find(({ name }) => name === view.gate);
  return frame({
    title: `Waive the gate ${markedName(gate?.title ?? view.gate, 60)}?`,
    state: NEEDS_YOU,
    body: [
      ...subject(view.approval),
      ...facts([
        ['Asked for', gate?.limit === undefined ? undefined : marked(gate.limit, 60)],
        ['Found', gate?.value === undefined ? undefined : marked(gate.value, 60)],
      ]),
      note('Your name and reason stand on the receipt and in the audit trail.'),
      reasonInput('Why it may pass', true),
    ],
    foot: `op ${view.approval.op} · or type “waive ${view.approval.op} ${marked(view.gate, 40)} because …”`,
    buttons: [
      pressApproval(view, 'waive.gate', {
        title: 'Waive',
        style: 'destructive',
        withInputs: true,
        gate: view.gate,
      }),
      pressApproval(view, 'promote.details', { title: 'Back' }),
    ],
    summary: summaryOf('Waive a gate and promote', view.approval),
  });
};

/** A question to whoever asked: it is posted for all to read and blocks nothing. */
export const questionCard = (view: Asked): Face => {
  const { approval } = view;
  return frame({
    title: titleOf('Ask about', approval).replace(/\?$/, ''),
    state: QUESTION,
    body: [
      ...subject(approval),
      note('It is posted here for all to read and mentions whoever asked. The request waits on meanwhile.'),
      reasonInput('Your question', true, { errorMessage: 'Write what you want to know.' }),
    ],
    foot: `op ${approval.op}`,
    buttons: [
      pressApproval(view, 'promote.asked', { title: 'Ask', style: 'positive', withInputs: true }),
      pressApproval(view, 'promote.details', { title: 'Back' }),
    ],
    summary: `Ask about ${plainName(approval.evidence.candidate.model, 24)} v${plain(approval.evidence.candidate.version, 12)}: a question, op ${approval.op}`,
  });
};

/** A promotion was asked for without a reason: it is asked for, nothing was started. */
export const reasonCard = (view: { readonly title: string; readonly words: string }): Face =>
  frame({
    title: marked(view.title, 80),
    state: QUESTION,
    body: [
      line(['Others decide by your reason and read it later. Nothing was started.']),
      reasonInput('Because', true, { id: 'value' }),
    ],
    foot: `Or type “${marked(view.words, 200)} because …”`,
    buttons: [
      {
        ...say('Request', `${view.words} because {value}`, 'positive'),
        associatedInputs: 'auto',
      },
    ],
    summary: `${plain(view.title, 60)}: needs a reason`,
  });
