// What people are told beside the card: an emergency to everybody who reads along, a hand-over to the deputy, a question to whoever asked.
import type { Clock } from '../../base/clock.ts';
import { inLanguage, languageOf, phrase } from '../../base/language.ts';
import type { Approval, HandOver, Vote } from '../../domain/approval.ts';
import type { Message } from '../../domain/delivery.ts';
import { targetName } from '../../domain/model.ts';
import type { Person } from '../../domain/person.ts';
import { type Place, placeKey } from '../../domain/place.ts';
import { knownPlace, personalPlace } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { findOperation } from '../../store/operations.ts';
import { addPost } from '../../store/posts.ts';
import type { Trx } from '../../store/schema.ts';
import type { Models } from '../models/port.ts';

export interface TellTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly models: Pick<Models, 'settings'>;
}

/** Posts into places, in the caller's transaction, in the language of whoever asked for the promotion. */
const post = async (
  { store, clock }: TellTools,
  trx: Trx,
  { requester }: Approval,
  places: readonly (Place | undefined)[],
  message: () => Message,
): Promise<void> => {
  const wanted = places.flatMap((place) => (place && place.scope !== 'terminal' ? [place] : []));
  for (const place of new Map(wanted.map((each) => [placeKey(each), each])).values()) {
    const said = inLanguage(languageOf(requester.locale), message);
    await addPost(trx, { kind: 'message', place, message: said, now: clock.now() });
    await store.queue.wake(trx, 'posts', { key: place.conversationId });
  }
};

const plain = (text: string, more: Pick<Message, 'mention'> = {}): Message => ({
  text,
  summary: text.slice(0, 200),
  ...more,
});

const placeOf = async (trx: Trx, op: string): Promise<Place | undefined> =>
  (await findOperation(trx, op))?.place;

/** What the approval is about, for sentences. */
const about = ({ op, evidence: { candidate }, target }: Approval) => ({
  op,
  model: candidate.model,
  version: candidate.version,
  target: targetName(target),
});

/** Somebody decided alone: told where it was asked for and in the approvers' channel. */
export const tellEmergency = async (
  tools: TellTools,
  trx: Trx,
  approval: Approval,
  { person, because = '' }: Vote,
): Promise<void> => {
  const { channel } = tools.models.settings(approval.target.model).approvals;
  const places = [
    channel === undefined ? undefined : await knownPlace(trx, channel),
    await placeOf(trx, approval.op),
  ];
  await post(tools, trx, approval, places, () =>
    plain(
      phrase(
        'Emergency: {person} decided alone to promote {model} v{version} to {target}, op {op}: {because}',
        {
          ...about(approval),
          person: person.name,
          because,
        },
      ),
    ),
  );
};

/** The deputy hears of it one to one where they are known by id, else where the card stands. */
export const tellDeputy = async (
  tools: TellTools,
  trx: Trx,
  approval: Approval,
  { from, to }: HandOver,
): Promise<void> => {
  const place = (await personalPlace(trx, to)) ?? (await placeOf(trx, approval.op));
  await post(tools, trx, approval, [place], () =>
    plain(
      phrase(
        '{to} may decide in place of {from}: promote {model} v{version} to {target}. Type “approvals {op}” to look at it.',
        { ...about(approval), from: from.name, to },
      ),
    ),
  );
};

/** A question blocks nothing: it stands below the card and mentions whoever asked for the promotion. */
export const tellQuestion = async (
  tools: TellTools,
  trx: Trx,
  approval: Approval,
  { person, question, place }: { readonly person: Person; readonly question: string; readonly place: Place },
): Promise<void> =>
  post(tools, trx, approval, [place], () =>
    plain(
      phrase('{person} asks about {model} v{version} to {target}, op {op}: {question}', {
        ...about(approval),
        person: person.name,
        question,
      }),
      { mention: approval.requester },
    ),
  );
