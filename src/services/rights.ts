// Rights as a service: the role book of the configuration, asked with a person and a permission. Entra groups join here later.
import { Fault } from '../base/errors.ts';
import type { Person } from '../domain/person.ts';
import { decideRights, type Permission, type Role, type RoleBook, rolesOf } from '../domain/roles.ts';

export interface Rights {
  rolesOf(person: Person): Promise<readonly Role[]>;
  may(person: Person, permission: Permission, production: boolean): Promise<boolean>;
  /**
   * @param action what is about to happen, for the refusal: "Deploying to production".
   * @throws Fault `not-permitted`, naming the role that is missing and who holds it.
   */
  require(person: Person, permission: Permission, production: boolean, action: string): Promise<void>;
}

export const rightsService = (book: RoleBook): Rights => {
  const held = async (person: Person): Promise<readonly Role[]> => rolesOf(person, book);
  const whom = (roles: readonly Role[]): string => {
    const people = roles
      .flatMap((role) => (role === 'viewer' ? [] : book[role]))
      .filter((id) => id !== 'terminal');
    return people.length > 0
      ? [...new Set(people)].slice(0, 5).join(', ')
      : 'the owner of brickbot.yaml (nobody holds that role yet)';
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
