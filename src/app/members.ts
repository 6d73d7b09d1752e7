// What the channel says of the names that people go by, where roles are given by principal name or address and no directory is asked.
// A member record can be read in any conversation that brickbot shares with the person, and needs no permission of its own.
import type { Clock } from '../base/clock.ts';
import { Fault } from '../base/errors.ts';
import type { Account } from '../domain/account.ts';
import type { Member, MemberOutcome } from '../domain/delivery.ts';
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';

/** Reads the member record of a person in a conversation. */
export type AskMember = (place: Place, personId: string) => Promise<MemberOutcome>;

export interface Members {
  /** Remembers where somebody speaks: there they are a member. */
  met(person: Person, place: Place): void;
  /** From now on the records are read this way; before, nobody can be asked. */
  askBy(ask: AskMember): void;
  /**
   * Asked of the channel now.
   * @param personId Entra object id
   * @throws Fault `directory-unavailable` whenever the answer is not certain
   */
  account(personId: string): Promise<Account>;
}

/** People whose place is remembered; beyond it the oldest goes. */
const MOST_MET = 10_000;
/** Ms for which somebody waits. */
const PATIENCE = 5_000;
const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const openMembers = ({
  clock,
  placesOf,
}: {
  readonly clock: Clock;
  /** Conversations that the person is or may be in, the likeliest first: for whoever has not spoken since the start. */
  readonly placesOf: (personId: string) => Promise<readonly Place[]>;
}): Members => {
  const spokeIn = new Map<string, Place>();
  let ask: AskMember | undefined;

  const recordOf = async (personId: string, by: AskMember, left: () => boolean): Promise<Account> => {
    const near = spokeIn.get(personId);
    for await (const place of placesNear(near, () => placesOf(personId))) {
      if (left()) break;
      const answer = await by(place, personId);
      if (answer.kind === 'member')
        return { kind: 'member', groups: new Set(), known: namesIn(answer.member, personId, place) };
      // Somebody who is no member there may be one elsewhere; whatever else went wrong is no answer.
      if (answer.kind !== 'gone') throw uncertain(answer.why);
    }
    throw uncertain('no conversation shared with the person');
  };
  return {
    met: ({ id }, place) => {
      if (place.scope === 'terminal') return;
      spokeIn.delete(id);
      const [oldest] = spokeIn.keys();
      if (spokeIn.size >= MOST_MET && oldest !== undefined) spokeIn.delete(oldest);
      spokeIn.set(id, place);
    },
    askBy: (by) => {
      ask = by;
    },
    account: async (personId) => {
      // Whoever has no object id is nobody's account: an anonymous guest of a meeting, another bot.
      if (!OBJECT_ID.test(personId)) return { kind: 'member', groups: new Set(), known: {} };
      if (!ask) throw uncertain('no channel');
      const over = new AbortController();
      const late = clock.sleep(PATIENCE, over.signal).then(
        () => Promise.reject(uncertain('no answer in time')),
        () => Promise.reject(uncertain('settled')),
      );
      try {
        return await Promise.race([recordOf(personId, ask, () => over.signal.aborted), late]);
      } finally {
        over.abort('settled');
      }
    },
  };
};

/** Where somebody spoke last, then the others, read only when they are needed. */
async function* placesNear(near: Place | undefined, others: () => Promise<readonly Place[]>) {
  if (near) yield near;
  for (const place of await others()) if (place.conversationId !== near?.conversationId) yield place;
}

/** Only what is said about this very person, and by their own organisation: another one names its people as it likes. */
const namesIn = (member: Member, personId: string, place: Place): NonNullable<Account['known']> => {
  const { objectId, tenantId, upn, mail, guest } = member;
  if (objectId.toLowerCase() !== personId.toLowerCase()) throw uncertain('a record of somebody else');
  if (tenantId !== undefined && place.tenantId !== undefined && tenantId !== place.tenantId) return {};
  return { ...(upn !== undefined && { upn }), ...(mail !== undefined && !guest && { mail }) };
};

const uncertain = (why: string): Fault =>
  new Fault('directory-unavailable', {
    system: 'Microsoft Teams',
    changed: 'no',
    facts: { person: 'you' },
    cause: new Error(why),
  });
