import { describe, expect, test } from '@jest/globals';
import {
  decideRights,
  PERMISSIONS,
  RIGHTS,
  ROLES,
  type RoleBook,
  rolesOf,
} from '../../../src/domain/roles.ts';

const book: RoleBook = {
  developer: ['alice-id'],
  releaser: ['bob@acme.example'],
  approver: [],
  admin: ['root'],
};

describe('rights', () => {
  test('nobody is less than a viewer, and no mapping means no more than that', () => {
    expect(rolesOf({ id: 'stranger', name: 'Alice' }, book)).toEqual(['viewer']);
    // A display name proves nothing: it is what a person chose to be called.
    expect(rolesOf({ id: 'x', name: 'alice-id' }, book)).toEqual(['viewer']);
  });

  test('people are known by object id or by principal name, whatever the case', () => {
    expect(rolesOf({ id: 'ALICE-ID', name: 'A' }, book)).toEqual(['viewer', 'developer']);
    expect(rolesOf({ id: '7', name: 'B', upn: 'Bob@acme.example' }, book)).toEqual(['viewer', 'releaser']);
  });

  test.each(PERMISSIONS)(
    'an admin holds “%s” everywhere, and a viewer looks, and waives what is theirs',
    (permission) => {
      for (const production of [true, false]) {
        expect(decideRights(['viewer', 'admin'], permission, production).kind).toBe('allow');
        expect(decideRights(['viewer'], permission, production).kind).toBe(
          // A gate's owner may have any role: who owns it is asked where it is waived.
          permission === 'look' || permission === 'waive' ? 'allow' : 'refuse',
        );
      }
    },
  );

  test('a developer deploys outside production only', () => {
    expect(decideRights(['viewer', 'developer'], 'deploy', false)).toEqual({
      kind: 'allow',
      as: 'developer',
    });
    expect(decideRights(['viewer', 'developer'], 'deploy', true)).toMatchObject({
      kind: 'refuse',
      needs: ['releaser', 'admin'],
    });
  });

  test('production never asks for less than elsewhere', () => {
    for (const { elsewhere, production } of Object.values(RIGHTS)) {
      expect(production.every((role) => elsewhere.includes(role))).toBe(true);
      expect(elsewhere.every((role) => ROLES.includes(role))).toBe(true);
    }
  });
});
