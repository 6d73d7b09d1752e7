// The part of brickbot.yaml that says what must hold before a deploy to an environment. Without it nothing is asked for.
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true }).or(z.iso.date());

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
