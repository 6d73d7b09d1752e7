// Rights as a service: the role book of the configuration, asked with a person and a permission. Entra groups join here later.
import { Fault } from '../base/errors.ts';
import type { Person } from '../domain/person.ts';
import {
  decideRights,
  type Permission,
  type Role,
  type RoleBook,
  rolesOf,
  TERMINAL_PERSON,
} from '../domain/roles.ts';

export interface Rights {
  rolesOf(person: Person): Promise<readonly Role[]>;
  may(person: Person, permission: Permission, production: boolean): Promise<boolean>;
  /**
   * @param action what is about to happen, for the refusal: "Deploying to production".
   * @throws Fault `not-permitted`, naming the role that is missing and who holds it.
   */
  require(person: Person, permission: Permission, production: boolean, action: string): Promise<void>;
}

/** Names that are remembered; a few bytes each. */
const MOST_NAMES = 10_000;
const MOST_TOLD = 5;

export const rightsService = (book: RoleBook): Rights => {
  // The role book holds ids; who has spoken to brickbot has a name, too.
  const names = new Map<string, string>();
  const held = async (person: Person): Promise<readonly Role[]> => {
    if (names.size < MOST_NAMES) {
      names.set(person.id.toLowerCase(), person.name);
      if (person.upn !== undefined) names.set(person.upn.toLowerCase(), person.name);
    }
    return rolesOf(person, book);
  };
  const whom = (roles: readonly Role[]): string => {
    const holders = new Set(
      roles.flatMap((role) => (role === 'viewer' ? [] : book[role])).filter((id) => id !== TERMINAL_PERSON),
    );
    if (holders.size === 0) return 'the owner of brickbot.yaml: nobody holds that role yet';
    // A principal name can be read and written to; an object id says nothing to people.
    const readable = [...holders].flatMap(
      (holder) => names.get(holder.toLowerCase()) ?? (holder.includes('@') ? holder : []),
    );
    const told = [...new Set(readable)].slice(0, MOST_TOLD);
    if (told.length > 0) return told.length === 1 ? `${told[0]}` : `one of ${told.join(', ')}`;
    return `somebody with the role ${roles[0] ?? 'admin'}; brickbot.yaml lists them`;
  };
  return {
    rolesOf: held,
    may: async (person, permission, production) =>
      decideRights(await held(person), permission, production).kind === 'allow',
    require: async (person, permission, production, action) => {
      const decision = decideRights(await held(person), permission, production);
      if (decision.kind === 'allow') return;
      throw new Fault('not-permitted', {
        attempted: action,
        changed: 'no',
        facts: {
          action,
          role: decision.needs[0] ?? 'admin',
          person: person.name,
          actual: decision.has.at(-1) ?? 'viewer',
          whom: whom(decision.needs),
        },
      });
    },
  };
};
