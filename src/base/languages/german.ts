// German, joined from its chapters. Its keys are the list of phrases that can be said in several languages.
import { CARDS_DECISIONS } from './german/cards-decisions.ts';
import { CARDS_LOOKING } from './german/cards-looking.ts';
import { COMMANDS } from './german/commands.ts';
import { ERRORS_ASKING } from './german/errors-asking.ts';
import { ERRORS_SYSTEMS } from './german/errors-systems.ts';
import { FINDING } from './german/finding.ts';
import { HELP } from './german/help.ts';
import { LOCKS } from './german/locks.ts';
import { PIPELINES } from './german/pipelines.ts';
import { SENTENCES } from './german/sentences.ts';
import { STATES } from './german/states.ts';
import { SUBSCRIPTIONS } from './german/subscriptions.ts';

export const GERMAN = {
  ...CARDS_DECISIONS,
  ...CARDS_LOOKING,
  ...COMMANDS,
  ...ERRORS_ASKING,
  ...ERRORS_SYSTEMS,
  ...FINDING,
  ...HELP,
  ...LOCKS,
  ...PIPELINES,
  ...SENTENCES,
  ...STATES,
  ...SUBSCRIPTIONS,
} as const;
