// Reminders: at half time and an hour before the end, to those alone who may decide and have not, in their one-to-one conversation; whoever
// cannot be written to is named where the approvers see the card.
import type { Clock } from '../../base/clock.ts';
import { inLanguage, languageOf, phrase } from '../../base/language.ts';
import type { Approval } from '../../domain/approval.ts';
import { isMaker } from '../../domain/approval-policy.ts';
import { openSeats, spokenSeats } from '../../domain/approval-seats.ts';
import type { Message } from '../../domain/delivery.ts';
import { targetName } from '../../domain/model.ts';
import { namesOf, type Person } from '../../domain/person.ts';
import type { Place } from '../../domain/place.ts';
import { isGroup } from '../../domain/roles.ts';
import { countReminder, remindersSent } from '../../store/approvals.ts';
import { knownPlace, wayTo } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { findOperation } from '../../store/operations.ts';
import { addPost } from '../../store/posts.ts';
import type { Trx } from '../../store/schema.ts';
import type { Rights } from '../rights.ts';

const HOUR_MS = 60 * 60_000;
const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whose word is missing, as they stand in the lists: not those who spoke, not who asked or made it, not whose turn has not come; a
 * deputy in place of whoever named them. A group stands for all of its people.
 * @param approvers ids that hold the role approver at this model
 */
export const missing = (approval: Approval, approvers: readonly string[]): readonly string[] => {
  const { policy, handOvers, requester, evidence } = approval;
  const anybody = policy.order === 'any';
  const entries = anybody
    ? policy.approvers.length > 0
      ? policy.approvers
      : approvers
    : openSeats(approval);
  const taken = spokenSeats(approval.votes);
  const spoken = new Set(approval.votes.flatMap(({ person }) => namesOf(person)));
  /** Who has the say of an entry after all hand-overs. */
  const holder = (entry: string): string =>
    handOvers.reduce((held, { from, to, seat = from.id }) => (seat === entry ? to : held), entry);
  return [...new Set(entries)]
    .filter((entry) => !taken.has(entry))
    .map(holder)
    .filter((name) => {
      const own = namesOf(requester).includes(name.toLowerCase());
      const made = isMaker({ id: name, name }, evidence.makers);
      return !own && !made && !spoken.has(name.toLowerCase());
    });
};

export interface RemindTools {
  readonly store: Store;
  readonly clock: Clock;
  /** Those who hold the role approver, as the configuration names them. */
  readonly approvers: readonly string[];
  readonly rights: Pick<Rights, 'behind'>;
  /** The approvers' conversation, where one is configured. */
  readonly channel: string | undefined;
}

/** Sends what is due. @returns when the next one is, ms since the epoch; the end of the approval when none is left */
export const remind = async (tools: RemindTools, approval: Approval): Promise<number> => {
  const { store, clock } = tools;
  const due = [
    approval.askedAt + (approval.expiresAt - approval.askedAt) / 2,
    approval.expiresAt - HOUR_MS,
  ].filter((at) => at > approval.askedAt && at < approval.expiresAt);
  const sent = await remindersSent(store.db, approval.op);
  const now = clock.now();
  const ripe = due.filter((at) => at <= now).length;
  if (ripe > sent) {
    const { people, unknown } = await whose(tools, approval);
    await store.transaction(async (trx) => {
      // What was missed while the bot was down is one reminder, not several.
      for (let count = sent; count < ripe; count += 1)
        if (!(await countReminder(trx, approval.op, count))) return;
      const post = async (place: Place, message: Message): Promise<void> => {
        await addPost(trx, { kind: 'message', place, message, now });
        await store.queue.wake(trx, 'posts', { key: place.conversationId });
      };
      const unreached = [...unknown];
      for (const { id, name } of people) {
        const place = await wayTo(trx, id);
        if (place) await post(place, reminderOf(approval, now));
        else unreached.push(name);
      }
      const place = unreached.length > 0 ? await sharedPlace(trx, tools, approval) : undefined;
      if (place) await post(place, calledFor(approval, now, unreached));
    });
  }
  return due.find((at) => at > now) ?? approval.expiresAt;
};

/** Whose word is missing, one by one; and the entries of which nobody can say whom they mean. */
const whose = async (
  { rights, approvers }: RemindTools,
  approval: Approval,
): Promise<{ readonly people: readonly Person[]; readonly unknown: readonly string[] }> => {
  const done = new Set([approval.requester, ...approval.votes.map(({ person }) => person)].flatMap(namesOf));
  const people = new Map<string, Person>();
  const unknown: string[] = [];
  for (const entry of missing(approval, approvers)) {
    const found = await rights.behind(entry);
    if (!found) unknown.push(entry);
    for (const person of found ?? [])
      if (!isMaker(person, approval.evidence.makers) && !namesOf(person).some((name) => done.has(name)))
        people.set(person.id, person);
  }
  return { people: [...people.values()], unknown };
};

/** Where several people see the card: the approvers' conversation, else where it was asked for. */
const sharedPlace = async (
  trx: Trx,
  { channel }: RemindTools,
  { op }: Approval,
): Promise<Place | undefined> => {
  const known = channel === undefined ? undefined : await knownPlace(trx, channel);
  const place = known ?? (await findOperation(trx, op))?.place;
  return place?.scope === 'terminal' ? undefined : place;
};

const factsOf = ({ evidence: { candidate }, requester, target, op, expiresAt }: Approval, now: number) => ({
  op,
  person: requester.name,
  model: candidate.model,
  version: candidate.version,
  target: targetName(target),
  hours: Math.max(1, Math.round((expiresAt - now) / HOUR_MS)),
});

const needsYou = (facts: ReturnType<typeof factsOf>): string =>
  phrase('Promote {model} v{version} to {target}: needs you, expires in {hours} h, op {op}', facts);

const reminderOf = (approval: Approval, now: number): Message =>
  inLanguage(languageOf(approval.requester.locale), () => {
    const facts = factsOf(approval, now);
    return {
      summary: needsYou(facts),
      text: phrase(
        '{person} waits for a decision: promote {model} v{version} to {target}. It expires in {hours} h. Type “approvals {op}” to look at it, “approve {op}” or “reject {op} because …”.',
        facts,
      ),
    };
  });

/** Said aloud to those whom brickbot cannot write to one to one. Ids say nothing to people and are told as what they are. */
const calledFor = (approval: Approval, now: number, unreached: readonly string[]): Message =>
  inLanguage(languageOf(approval.requester.locale), () => {
    const facts = factsOf(approval, now);
    const readable = unreached.map((name) =>
      isGroup(name)
        ? phrase('a group of approvers')
        : OBJECT_ID.test(name)
          ? phrase('an approver who has not spoken to me yet')
          : name,
    );
    return {
      summary: needsYou(facts),
      text: phrase(
        '{people}: {person} waits for a decision that I could not ask you for one to one: promote {model} v{version} to {target}. It expires in {hours} h. Type “approvals {op}” to look at it, “approve {op}” or “reject {op} because …”.',
        { ...facts, people: [...new Set(readable)].join(', ') },
      ),
    };
  });
