// The section `teams` of brickbot.yaml: what the app package says of who runs this bot and where it can be reached.
import { z } from 'zod';

const page = z.url({ protocol: /^https$/, error: 'write a whole address that begins with https://' });

export const teamsSchema = z
  .strictObject({
    appId: z
      .guid()
      .optional()
      .describe('Id of the Teams app, a GUID of its own; MicrosoftAppId when absent.'),
    address: page
      .optional()
      .describe(
        'Public address of this bot, the one before /api/messages; its host is named in the package.',
      ),
    publisher: z
      .string()
      .min(1)
      .max(32)
      .default('brickbot')
      .describe('Who runs this bot, as people see it when they add the app.'),
    website: page.default('https://example.com/brickbot').describe('Page about the app for your people.'),
    privacy: page.default('https://example.com/brickbot/privacy').describe('Your privacy statement.'),
    terms: page.default('https://example.com/brickbot/terms').describe('Your terms of use.'),
  })
  .prefault({});

/** The section after parsing. */
export type TeamsApp = z.infer<typeof teamsSchema>;
