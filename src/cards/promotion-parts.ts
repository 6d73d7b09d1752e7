// Parts of the promotion's card that tell how it stands: the state word, votes, what ended the waiting, what blocks, the receipt.
import { own } from '../base/language.ts';
import { frozenBy, neededVotes, redGates, standingOf } from '../domain/approval-policy.ts';
import { spokenSeats, standingVotes } from '../domain/approval-seats.ts';
import { hasEnded } from '../domain/operation.ts';
import { FAILED, NEEDS_YOU, operationWord, queued, REFUSED, running, type StateWord } from './badge.ts';
import { box, type Element, facts, heading, headline, line, note, strong, subtle } from './blocks.ts';
import { versionName } from './comparison.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import type { PromotionView } from './promotion-view.ts';
import { faultOf, troubleBox } from './trouble.ts';
import { count, instant } from './words.ts';

/** The state of a promotion in one word; the approval tells more than the operation while it waits. */
export const stateOf = ({ operation, approval, now }: PromotionView): StateWord => {
  if (operation.state === 'done')
    return DONE(
      operation.input.release
        ? 'Released'
        : operation.input.restores !== undefined
          ? 'Brought back'
          : 'Promoted',
    );
  if (!approval)
    return operation.state === 'running'
      ? running('Gathering')
      : operationWord(operation.state, operation.reason);
  switch (approval.outcome?.state) {
    case 'rejected':
      return { ...REFUSED, word: 'Rejected' };
    case 'expired':
      return { ...REFUSED, word: 'Expired', icon: 'Clock', style: 'Subtle', color: 'Default' };
    case 'withdrawn':
      return { ...operationWord('cancelled'), word: 'Withdrawn' };
    case 'moved':
      return { ...REFUSED, word: 'Void', icon: 'Warning', style: 'Warning', color: 'Warning' };
    case 'approved':
      return operation.state === 'running'
        ? running('Promoting')
        : operationWord(operation.state, operation.reason);
    case undefined:
      break;
  }
  if (hasEnded(operation.state) || operation.state === 'unknown' || operation.state === 'cancelling')
    return operationWord(operation.state, operation.reason);
  if (redGates(approval).length > 0) return { ...FAILED, word: 'Blocked', icon: 'LockClosed' };
  const votes = spokenSeats(approval.votes).size;
  if (standingOf(approval, now) === 'approved')
    return queued(frozenBy(approval, now) ? 'Frozen' : 'Reading again');
  return votes === 0 ? NEEDS_YOU : queued(`${votes} of ${neededVotes(approval.policy)}`);
};
const DONE = (word: string): StateWord => ({ ...operationWord('done'), word });

/** Votes with name and time, deputies, and how many are missing. */
export const votes = ({ approval, whoMay, now, beholder }: PromotionView): readonly Element[] => {
  if (!approval) return [];
  const { policy, handOvers, outcome } = approval;
  const standing = standingVotes(approval.votes);
  const given = spokenSeats(approval.votes).size;
  const open = outcome === undefined;
  if (!open && standing.length === 0 && handOvers.length === 0) return [];
  return [
    heading(`Votes ${given} of ${neededVotes(policy)}`),
    ...standing.map(({ person, verdict, at, because, emergency }, index) =>
      line(
        [
          verdict === 'approve' ? strong('✓ approved', 'Good') : strong('✕ rejected', 'Attention'),
          `  ${plainName(person.name, 40)}`,
          ...(emergency ? [strong('  alone, in an emergency', 'Attention')] : []),
          subtle(`  ${instant(at, now)}`),
          ...(because === undefined ? [] : [subtle(`  “${plain(because, 160)}”`)]),
        ],
        index === 0 ? 'Small' : 'None',
      ),
    ),
    ...handOvers.map(({ from, to, at }) =>
      note(`${markedName(from.name, 40)} named ${markedName(to, 60)} as deputy, ${instant(at, now)}`, 'None'),
    ),
    ...(beholder === 'voted'
      ? [note('Your approval is in. Until it is carried out you may still reject.')]
      : []),
    ...(open
      ? [
          line([subtle('May decide  '), plain(whoMay, 240)], 'None'),
          note('Not who asked, not who trained it, not who wrote its last commit.', 'None'),
        ]
      : []),
  ];
};

/** What ended the waiting, said before everything else. */
export const ending = ({ approval, now }: PromotionView): readonly Element[] => {
  const { outcome } = approval ?? {};
  if (!outcome) return [];
  const by = outcome.by === undefined ? '' : plainName(outcome.by, 40);
  const place = outcome.place === undefined ? '' : ` in ${plain(outcome.place, 40)}`;
  const when = instant(outcome.at, now);
  switch (outcome.state) {
    case 'rejected':
      return [
        box('attention', [
          line(
            [strong('✕ Rejected', 'Attention'), `${by === '' ? '' : ` by ${by}`}${place}, ${when}`],
            'None',
          ),
          ...(outcome.because === undefined ? [] : [line([plain(outcome.because, 400)], 'Small')]),
          note('Nothing was changed.'),
        ]),
      ];
    case 'moved':
      return [
        box('warning', [
          line([strong('! Votes are void: something moved', 'Warning')], 'None'),
          ...(outcome.moved ?? []).slice(0, 6).map((text) => line([plain(text, 240)], 'Small')),
          note('Nothing was changed. Request again to decide on what is there now.'),
        ]),
      ];
    case 'expired':
      return [box('emphasis', [line([`Nobody decided until ${when}. Nothing was changed.`], 'None')])];
    case 'withdrawn':
      return [
        box('emphasis', [
          line([`Taken back by ${by === '' ? 'the requester' : by}, ${when}. Nothing was changed.`], 'None'),
        ]),
      ];
    case 'approved':
      return outcome.place === undefined
        ? []
        : [
            note(
              `Decided by ${marked(outcome.by ?? 'somebody', 60)} in ${marked(outcome.place, 40)}, ${when}`,
            ),
          ];
  }
};

/** Failed gates stand on top while they block. */
export const blocked = ({ approval }: PromotionView): readonly Element[] => {
  if (!approval || approval.outcome) return [];
  const red = redGates(approval);
  if (red.length === 0) return [];
  const titles = approval.evidence.gates
    .filter(({ name }) => red.includes(name))
    .map(({ title }) => plain(title, 80));
  const owners = approval.policy.owners;
  return [
    box('attention', [
      line(
        [strong(`✕ Blocked by ${count(red.length, 'gate')}`, 'Attention'), `  ${titles.join(', ')}`],
        'None',
      ),
      note(
        owners.length === 0
          ? 'Nobody may waive it: make it green and ask again.'
          : `Make it green and ask again, or an owner (${owners
              .slice(0, 3)
              .map((each) => markedName(each, 48))
              .join(', ')}) waives it with a reason.`,
      ),
    ]),
  ];
};

/** Why it ended otherwise; what the approval's own ending says is not said twice. */
export const failure = ({ operation: { state, reason }, approval }: PromotionView): readonly Element[] => {
  if (state === 'unknown')
    return [
      box('warning', [
        line(
          [
            strong('? An answer was lost. ', 'Warning'),
            'brickbot reads the registry back every 30 seconds and sets nothing twice.',
          ],
          'None',
        ),
      ]),
    ];
  const told = approval?.outcome !== undefined && approval.outcome.state !== 'approved';
  return (state === 'failed' || state === 'refused') && !told && reason ? [troubleBox(faultOf(reason))] : [];
};

export const receipt = ({
  operation: { result, input, op },
  now,
  operation,
}: PromotionView): readonly Element[] =>
  result === undefined
    ? []
    : [
        headline([
          result.previousVersion === null ? own('nothing') : versionName(result.previousVersion),
          ' → ',
          strong(input.release ? own('nothing') : versionName(result.version)),
        ]),
        ...facts([
          ['Set in', result.elsewhere === undefined ? undefined : marked(result.elsewhere, 40)],
          ['At', operation.endedAt === undefined ? undefined : instant(operation.endedAt, now)],
          ['Fingerprint', `${result.fingerprint.slice(0, 16)} · op ${op}`],
        ]),
      ];
