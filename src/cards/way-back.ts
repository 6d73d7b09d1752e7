// The card of a way back: from what to what, who made each, what going back does not undo, and who may start it.
import { phrase } from '../base/language.ts';
import { emergencyWords, type Plan } from '../domain/plan.ts';
import { PLAN } from './badge.ts';
import { box, type Element, facts, heading, line, note, paragraph } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { press, say } from './press.ts';
import { instant } from './words.ts';

export interface WayBackView {
  readonly plan: Plan;
  /** Whether it goes back in production: an emergency is offered there. */
  readonly production: boolean;
  readonly now: number;
}

/** Folded away: it is for one bad night, and on every other day it would be two fields too many. */
const emergency = (plan: Plan): Element => ({
  type: 'ActionSet',
  spacing: 'Medium',
  actions: [
    {
      type: 'Action.ShowCard',
      title: phrase('In an emergency …'),
      card: {
        type: 'AdaptiveCard',
        version: '1.5',
        body: [
          note(
            `An admin starts it alone: the words “${marked(emergencyWords(plan), 80)}”, and a reason. The release channel is told.`,
          ),
          {
            type: 'Input.Text',
            id: 'words',
            label: 'Two words',
            placeholder: plain(emergencyWords(plan), 80),
            maxLength: 100,
          },
          {
            type: 'Input.Text',
            id: 'reason',
            label: 'Reason',
            placeholder: 'Why nobody can be waited for',
            maxLength: 300,
          },
        ],
        actions: [
          press({
            title: 'Emergency',
            verb: 'emergency.start',
            data: { plan: plan.id },
            style: 'destructive',
            withInputs: true,
          }),
        ],
      },
    },
  ],
});

/** Gates that keep it out as it stands: said before anybody starts it. */
const closedLines = ({ parts }: Plan): readonly Element[] => {
  const closed = Object.entries(parts).filter(([, value]) => value.startsWith('fail'));
  return closed.length === 0
    ? []
    : [
        box('attention', [
          ...closed.map(([name, value]) =>
            line([plain(`${name}: ${value.replace(/^fail/, 'closed')}`, 160)], 'None'),
          ),
          note(
            'As long as this stands, Start is refused. A commit that is marked bad needs --even-if-marked.',
            'None',
          ),
        ]),
      ];
};

/** A way back that waits for somebody to start it. */
export const wayBackCard = ({ plan, production, now }: WayBackView): Face => {
  const { id, way, requester, environment = 'it', expiresAt } = plan;
  const what =
    way?.of === undefined ? `Roll ${markedName(environment, 32)} back` : `Undo op ${marked(way.of, 12)}`;
  const second = way?.secondPerson === true;
  const alone = production && plan.kind === 'deploy';
  return frame({
    title: what,
    state: PLAN,
    line: `${marked(requester.name, 60)} · ${instant(plan.madeAt, now)} · nothing was changed`,
    body: [
      ...facts([
        ['Now', marked(way?.from ?? '', 160)],
        ['Back to', marked(way?.to ?? '', 160)],
      ]),
      ...closedLines(plan),
      ...(way === undefined || way.stays.length === 0
        ? []
        : [
            heading('What this does not undo'),
            ...way.stays
              .slice(0, 8)
              .map((each, index) => line(['– ', plain(each, 200)], index === 0 ? 'Small' : 'None')),
          ]),
      box(second ? 'warning' : 'emphasis', [
        paragraph(
          second
            ? `Needs a second person: an approver other than ${marked(requester.name, 60)} presses **Start**.`
            : plan.kind === 'deploy'
              ? 'A releaser presses **Start**.'
              : '**Start** asks for it; it waits for its approval then.',
          'None',
        ),
      ]),
      ...(alone ? [emergency(plan)] : []),
    ],
    buttons: [say('Start', `apply ${id}`, 'positive')],
    foot: `Plan ${id}, until ${instant(expiresAt, now)} · or type “apply ${id}”`,
    summary: `${way?.of === undefined ? `Roll ${plainName(environment, 24)} back` : `Undo op ${way.of}`}: plan ${id} – to ${plain(way?.to ?? '', 80)}`,
  });
};
