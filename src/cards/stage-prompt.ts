// A stage of a pipeline that waits for people, posted unasked; the same card says afterwards who decided.
import type { Message } from '../domain/delivery.ts';
import { targetName } from '../domain/model.ts';
import type { PipelineApproval, StagePrompt } from '../domain/pipeline.ts';
import { FAILED, info, NEEDS_YOU, PASSED, type StateWord } from './badge.ts';
import { box, type Element, line, note, strong } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { messageOf } from './notice.ts';
import { aboutBuild, decisionTwins } from './pipeline.ts';
import { open, say } from './press.ts';
import { glance } from './promotion-glance.ts';

export interface StagePromptView extends StagePrompt {
  readonly now: number;
}

const STATES: Readonly<Record<PipelineApproval['state'], StateWord>> = {
  pending: NEEDS_YOU,
  approved: { ...PASSED, word: 'Approved' },
  rejected: { ...FAILED, word: 'Rejected' },
  over: info('Over'),
};

const decisions = ({ steps }: PipelineApproval): readonly Element[] =>
  steps
    .filter(({ state }) => state === 'approved' || state === 'rejected')
    .map(({ approver, by, state, comment }) =>
      line(
        [
          strong(STATES[state === 'approved' ? 'approved' : 'rejected'].word),
          `: ${plainName(by ?? approver, 60)}`,
          comment === '' ? '' : ` – ${plain(comment, 300)}`,
        ],
        'Small',
      ),
    );

/** The request of the model that the build trained, as short as an approver needs it. */
const promotion = ({ promotion: asked }: StagePrompt): readonly Element[] => {
  if (!asked) return [];
  const { candidate } = asked.evidence;
  return [
    line(
      [
        strong(`Model ${plainName(candidate.model, 60)} v${plainName(candidate.version, 20)}`),
        ` → ${plainName(targetName(asked.target), 40)}`,
      ],
      'Medium',
    ),
    ...glance(asked),
  ];
};

/** The card of one wait, in any state. */
export const stagePromptFace = (view: StagePromptView): Face => {
  const { build, approval, stage, promotion: asked, now } = view;
  const waits = approval.state === 'pending';
  const state = STATES[approval.state];
  return frame({
    state,
    ...aboutBuild(build, state, approval.askedAt, now),
    body: [
      ...(waits
        ? [
            box('warning', [
              line(
                [
                  strong(
                    stage === undefined || stage === ''
                      ? 'Waits for approval'
                      : `Stage ${plainName(stage, 40)} waits for a decision made here`,
                  ),
                ],
                'None',
              ),
              ...(approval.instructions === '' ? [] : [note(marked(approval.instructions, 300), 'None')]),
              ...(approval.steps.length === 0
                ? []
                : [
                    note(
                      marked(approval.steps.map((step) => `${step.approver}: ${step.state}`).join(', '), 200),
                      'None',
                    ),
                  ]),
            ]),
          ]
        : decisions(approval)),
      ...promotion(view),
    ],
    foot: waits ? decisionTwins(build) : '',
    buttons: [
      ...(waits ? [say('Approve', `approve stage ${build.id}`, 'positive')] : []),
      say('Show build', `show build ${build.id}`),
      ...(asked ? [say('Show the request', `approvals ${asked.op}`)] : []),
      ...open('Open in Azure DevOps', build.url),
    ],
  });
};

export const stagePromptCard = (view: StagePromptView): Message => messageOf(stagePromptFace(view));
