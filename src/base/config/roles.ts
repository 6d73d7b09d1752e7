// Role lists: of the house, and in short form of one environment or one model.
import { z } from 'zod';

const entry = z
  .string()
  .min(1)
  .refine(
    (value) =>
      !/^group:/i.test(value) || /^group:\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$/i.test(value),
    'name a group by its object id: group:00000000-0000-0000-0000-000000000000',
  );
const people = z.array(entry);
const listed = people.default([]);

export const roles = z
  .strictObject({
    developer: listed.describe('May run tests and jobs and deploy outside production.'),
    releaser: listed.describe('May deploy everywhere and cancel anything.'),
    approver: listed.describe('May decide on promotions.'),
    admin: listed.describe('May do everything.'),
  })
  .describe(
    'People by Entra object id, user principal name or e-mail address, groups as `group:<object id>`; `terminal` stands for the command line.',
  );

/** A list that is given replaces that of the house there; admins of the house stay. */
export const rolesHere = z
  .strictObject({
    developer: people.optional(),
    releaser: people.optional(),
    approver: people.optional(),
    admin: people.optional(),
  })
  .describe('Role lists that count here in place of those of the house; its admins stay admins.');
