// The part of brickbot.yaml that says what must hold before a deploy to an environment. Without it nothing is asked for.
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true }).or(z.iso.date());

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

export const gates = z
  .strictObject({
    after: z
      .string()
      .optional()
      .describe('The environment on which the same commit must stand first. No order when absent.'),
    suite: z.string().optional().describe('The suite that must be green on the commit. None when absent.'),
    freshForMinutes: z
      .number()
      .positive()
      .optional()
      .describe('How long a green result of that suite counts here; for ever when absent.'),
  })
  .describe('What must hold before a deploy.');

export const freeze = z
  .array(
    z
      .strictObject({
        from: instant.describe('Beginning, as 2026-12-20T18:00:00Z or 2026-12-20 (midnight UTC).'),
        until: instant.describe('End; at this instant it is over.'),
        reason: z.string().min(1).max(200).describe('Shown to whoever is kept out.'),
      })
      .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
        message: 'until must come after from',
      }),
  )
  .describe('Times at which nothing is deployed, unless an approver lets it through with a reason.');

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'use HH:MM');
const timeZone = z.string().refine(isTimeZone, 'no such time zone; use a name such as Europe/Berlin');

export const weeklyFreeze = z
  .array(
    z
      .strictObject({
        every: z
          .array(z.enum(['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']))
          .min(1)
          .describe('Days of the week.'),
        from: timeOfDay.describe('Beginning on each of the days, HH:MM.'),
        until: timeOfDay.default('24:00').describe('End on the same day, HH:MM.'),
        timeZone: timeZone.default('UTC').describe('IANA name of the time zone, such as Europe/Berlin.'),
        reason: z.string().min(1).max(200).describe('Shown to whoever is kept out.'),
      })
      .refine(({ from, until }) => from < until, { message: 'until must come after from on the same day' }),
  )
  .describe('Times of the week at which nothing is deployed.');

export const locking = z
  .strictObject({
    longestMinutes: z
      .number()
      .positive()
      .max(30 * 24 * 60)
      .default(24 * 60)
      .describe('The longest time for which somebody may lock the environment.'),
  })
  .describe('Policy of locks.');
