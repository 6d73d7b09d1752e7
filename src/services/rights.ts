// Rights as a service: the role books of the configuration and the groups of the organisation's directory, asked with a person,
// a permission and a place. Looking may rest on what was known five minutes ago; whatever changes something asks anew.
import { asFault, Fault } from '../base/errors.ts';
import type { Account } from '../domain/account.ts';
import type { Environment } from '../domain/environment.ts';
import type { Person } from '../domain/person.ts';
import {
  bookAt,
  decideRights,
  groupId,
  isAddress,
  isGroup,
  type Permission,
  RIGHTS,
  type RightsPlace,
  type Role,
  type RoleBook,
  type RoleBooks,
  rolesOf,
  TERMINAL_PERSON,
} from '../domain/roles.ts';
import type { Directory } from './directory.ts';

/** An environment counts by its own lists; a bare boolean says production or not, by the lists of the house. */
export type AskedPlace = boolean | RightsPlace | Pick<Environment, 'name' | 'production'>;

export interface Rights {
  /**
   * @param options.fresh before something changes: the directory is asked anew
   * @throws Fault `directory-unavailable`, `account-disabled` when fresh; for looking, what the lists say by name
   */
  rolesOf(
    person: Person,
    options?: Omit<RightsPlace, 'production'> & { readonly fresh?: boolean },
  ): Promise<readonly Role[]>;
  /** For showing and for the first check; never throws. */
  may(person: Person, permission: Permission, place: AskedPlace): Promise<boolean>;
  /** Whether there is any place where the person may: asked while the place is not known yet. */
  somewhere(person: Person, permission: Permission): Promise<boolean>;
  /**
   * Asked anew, except for what only looks.
   * @param action what is about to happen, for the refusal: "Deploying to production".
   * @throws Fault `not-permitted`, naming the role that is missing and who holds it; `directory-unavailable`, `account-disabled`
   */
  require(person: Person, permission: Permission, place: AskedPlace, action: string): Promise<void>;
  /**
   * The entries `group:<id>` of this list that the person belongs to, asked anew.
   * @throws Fault `directory-unavailable`
   */
  groupsOf(person: Person, entries: readonly string[]): Promise<readonly string[]>;
  /**
   * The person with the principal name and address under which the configuration may name them, where somebody can be asked.
   * @throws Fault `directory-unavailable` when fresh; for looking, the person as given
   */
  whois(person: Person, options?: { readonly fresh?: boolean }): Promise<Person>;
  /**
   * Whom an entry of a list means, as far as that can be found out: an id is that person; a name is looked up in the directory, or is
   * somebody who has spoken to brickbot under it; a group is everybody in it. Undefined: nobody can say, or too many to name.
   */
  behind(entry: string): Promise<readonly Person[] | undefined>;
}

/** Names that are remembered; a few bytes each. */
const MOST_NAMES = 10_000;
const MOST_TOLD = 5;
const NOBODY: Account = { kind: 'member', groups: new Set() };
/** Permissions that change nothing. */
const LOOKING: ReadonlySet<Permission> = new Set(['look', 'audit']);

export interface RightsOptions {
  readonly environments?: RoleBooks['environments'];
  readonly models?: RoleBooks['models'];
  readonly deciders?: RoleBooks['deciders'];
  /** Absent: no group is named, and nobody belongs to one. */
  readonly directory?: Directory;
  /** Says by which names people go where there is no directory; asked only when a person's id gives them too little. */
  readonly members?: Directory;
}

/** Every role that somebody holds in a place. */
type Held = (place: Omit<RightsPlace, 'production'>) => readonly Role[];

export const rightsService = (
  house: RoleBook,
  { environments = {}, models = {}, deciders = {}, directory, members }: RightsOptions = {},
): Rights => {
  const books: RoleBooks = { house, environments, models, deciders };
  // The role book holds ids; who has spoken to brickbot has a name, too.
  const names = new Map<string, Person>();
  const meet = (person: Person): void => {
    if (names.size >= MOST_NAMES) return;
    names.set(person.id.toLowerCase(), person);
    if (person.upn !== undefined) names.set(person.upn.toLowerCase(), person);
  };
  const accountOf = async (person: Person, fresh: boolean): Promise<Account> =>
    directory && person.id !== TERMINAL_PERSON ? directory.account(person, fresh) : NOBODY;
  const heldBy =
    (person: Person, { kind, groups, known }: Account): Held =>
    (place) =>
      kind === 'disabled' || kind === 'unknown'
        ? ['viewer']
        : // A guest is somebody by name alone: groups are often filled without a thought of this bot.
          rolesOf(
            directory || members ? calledNow(person, known) : person,
            bookAt(books, place),
            kind === 'guest' ? new Set() : groups,
          );
  const namesAsked = async (person: Person, fresh: boolean): Promise<Account> =>
    members && person.id !== TERMINAL_PERSON ? members.account(person, fresh) : NOBODY;
  /** For looking: a directory that is silent leaves what the lists say of the person by id. */
  const orNobody = (asked: Promise<Account>): Promise<Account> =>
    asked.catch((error: unknown) => {
      if (asFault(error).code === 'directory-unavailable') return NOBODY;
      throw error;
    });
  /**
   * What the person holds, found out as far as it takes: whoever has enough by their id is not asked about by name. `shown` takes
   * what is known where nobody answers, `kept` an answer of the last minutes, `fresh` only one of now.
   */
  const heldNow = async (
    person: Person,
    how: 'shown' | 'kept' | 'fresh',
    isEnough: (held: Held) => boolean,
  ): Promise<Held> => {
    const certain = (asked: Promise<Account>): Promise<Account> =>
      how === 'shown' ? orNobody(asked) : asked;
    const account = await certain(accountOf(person, how === 'fresh'));
    if (how !== 'shown') refuseTheGone(person, account);
    const held = heldBy(person, account);
    if (!members || isEnough(held)) return held;
    const { known } = await certain(namesAsked(person, how === 'fresh'));
    return known ? heldBy(person, { ...account, known }) : held;
  };
  const whom = (roles: readonly Role[], book: RoleBook): string => {
    const holders = new Set(
      roles.flatMap((role) => (role === 'viewer' ? [] : book[role])).filter((id) => id !== TERMINAL_PERSON),
    );
    if (holders.size === 0) return 'the owner of brickbot.yaml: nobody holds that role yet';
    // A principal name can be read and written to; an object id says nothing to people.
    const readable = [...holders].flatMap(
      (holder) => names.get(holder.toLowerCase())?.name ?? (holder.includes('@') ? holder : []),
    );
    const told = [...new Set(readable)].slice(0, MOST_TOLD);
    if (told.length > 0) return told.length === 1 ? `${told[0]}` : `one of ${told.join(', ')}`;
    return `somebody with the role ${roles[0] ?? 'admin'}; brickbot.yaml lists them`;
  };
  return {
    rolesOf: async (person, { fresh = false, ...place } = {}) => {
      meet(person);
      return (await heldNow(person, fresh ? 'fresh' : 'shown', () => false))(place);
    },
    may: async (person, permission, asked) => {
      meet(person);
      const place = placeOf(asked);
      if (everybody(permission, place.production)) return true;
      const allows = (held: Held): boolean =>
        decideRights(held(place), permission, place.production).kind === 'allow';
      return allows(await heldNow(person, 'shown', allows));
    },
    somewhere: async (person, permission) => {
      meet(person);
      if (everybody(permission, false) || everybody(permission, true)) return true;
      const places: Omit<RightsPlace, 'production'>[] = [
        {},
        ...Object.keys(environments).map((environment) => ({ environment })),
        ...Object.keys({ ...models, ...deciders }).map((model) => ({ model })),
      ];
      const allows = (held: Held): boolean =>
        places.some((place) =>
          [false, true].some(
            (production) => decideRights(held(place), permission, production).kind === 'allow',
          ),
        );
      return allows(await heldNow(person, 'shown', allows));
    },
    require: async (person, permission, asked, action) => {
      meet(person);
      const place = placeOf(asked);
      if (everybody(permission, place.production)) return;
      const decide = (held: Held) => decideRights(held(place), permission, place.production);
      const decision = decide(
        await heldNow(
          person,
          LOOKING.has(permission) ? 'kept' : 'fresh',
          (held) => decide(held).kind === 'allow',
        ),
      );
      if (decision.kind === 'allow') return;
      throw new Fault('not-permitted', {
        attempted: action,
        changed: 'no',
        facts: {
          action,
          role: decision.needs[0] ?? 'admin',
          person: person.name,
          actual: decision.has.at(-1) ?? 'viewer',
          whom: whom(decision.needs, bookAt(books, place)),
        },
      });
    },
    groupsOf: async (person, entries) => {
      if (entries.length === 0) return [];
      const account = await accountOf(person, true);
      refuseTheGone(person, account);
      if (account.kind !== 'member') return [];
      return entries.filter((entry) => isGroup(entry) && account.groups.has(groupId(entry)));
    },
    whois: async (person, { fresh = false } = {}) => {
      if (!(directory || members) || person.id === TERMINAL_PERSON) return person;
      const asking = directory ? accountOf(person, fresh) : namesAsked(person, fresh);
      const { known } = await (fresh ? asking : orNobody(asking));
      const called = known || fresh ? calledNow(person, known) : person;
      meet(called);
      return called;
    },
    behind: async (entry) => {
      const met = names.get(entry.toLowerCase());
      if (!isGroup(entry) && !isAddress(entry)) return [met ?? { id: entry, name: entry }];
      try {
        if (directory?.behind) return await directory.behind(entry);
      } catch (error) {
        if (asFault(error).code !== 'directory-unavailable') throw error;
      }
      return met && [met];
    },
  };
};

/** Names of an earlier day count no more: people are renamed, and their names given to others. */
const calledNow = ({ upn: _upn, mail: _mail, ...person }: Person, known: Account['known']): Person => ({
  ...person,
  ...known,
});

const placeOf = (place: AskedPlace): RightsPlace => {
  if (typeof place === 'boolean') return { production: place };
  return 'name' in place ? { production: place.production, environment: place.name } : place;
};

/** What every viewer may needs no directory. */
const everybody = (permission: Permission, production: boolean): boolean =>
  RIGHTS[permission][production ? 'production' : 'elsewhere'].includes('viewer');

const refuseTheGone = (person: Person, { kind }: Account): void => {
  if (kind === 'disabled' || kind === 'unknown')
    throw new Fault('account-disabled', { changed: 'no', facts: { person: person.name } });
};
