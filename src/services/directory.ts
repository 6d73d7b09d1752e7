// The directory of the organisation, or the channel's member records, as the house asks them: answers serve for looking for at most five minutes; the moment of effect
// asks anew. When it does not answer, nobody is let through on an old answer.
import type { Clock } from '../base/clock.ts';
import { asFault, Fault } from '../base/errors.ts';
import type { Account } from '../domain/account.ts';
import type { Person } from '../domain/person.ts';

export interface Directory {
  /**
   * @param fresh ask now, whatever is known: before something changes
   * @throws Fault `directory-unavailable`
   */
  account(person: Person, fresh: boolean): Promise<Account>;
  /**
   * Asked now: who is meant by an entry of a list; undefined: too many to write to, or nobody can say.
   * @throws Fault `directory-unavailable`
   */
  behind?(entry: string): Promise<readonly Person[] | undefined>;
}

/** People of a group who are named one by one; a larger one is spoken of as a whole. */
export const MOST_LISTED = 50;
/** How long an answer serves for looking, in ms. */
export const KEPT_MS = 5 * 60_000;
const MOST_KEPT = 5_000;

export interface DirectoryOptions {
  /** Object ids of every group that the configuration names. */
  readonly groups: readonly string[];
  readonly ask: (personId: string, groups: readonly string[]) => Promise<Account>;
  /** Absent: whom a name or a group means is not known here. */
  readonly behind?: Directory['behind'];
  readonly clock: Clock;
}

export const keptDirectory = ({ groups, ask, behind, clock }: DirectoryOptions): Directory => {
  const kept = new Map<string, { readonly account: Account; readonly at: number }>();
  const underWay = new Map<string, Promise<Account>>();
  const askNow = async (person: Person): Promise<Account> => {
    try {
      const account = await ask(person.id, groups);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(person.id, { account, at: clock.now() });
      return account;
    } catch (error) {
      const { details, code } = asFault(error);
      if (code !== 'directory-unavailable') throw error;
      throw new Fault(code, { ...details, facts: { person: person.name }, cause: error });
    }
  };
  return {
    ...(behind && { behind }),
    account: async (person, fresh) => {
      if (fresh) return askNow(person);
      const known = kept.get(person.id);
      if (known && clock.now() - known.at < KEPT_MS) return known.account;
      const asking = underWay.get(person.id) ?? askNow(person).finally(() => underWay.delete(person.id));
      underWay.set(person.id, asking);
      return asking;
    },
  };
};
