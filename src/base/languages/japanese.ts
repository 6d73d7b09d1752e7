// Japanese, joined from its chapters: the same phrases as German has, checked by the compiler.
import type { GERMAN } from './german.ts';
import { CARDS_DECISIONS } from './japanese/cards-decisions.ts';
import { CARDS_LOOKING } from './japanese/cards-looking.ts';
import { COMMANDS } from './japanese/commands.ts';
import { ERRORS_ASKING } from './japanese/errors-asking.ts';
import { ERRORS_SYSTEMS } from './japanese/errors-systems.ts';
import { FINDING } from './japanese/finding.ts';
import { HELP } from './japanese/help.ts';
import { LOCKS } from './japanese/locks.ts';
import { PIPELINES } from './japanese/pipelines.ts';
import { SENTENCES } from './japanese/sentences.ts';
import { STATES } from './japanese/states.ts';
import { SUBSCRIPTIONS } from './japanese/subscriptions.ts';

export const JAPANESE: Readonly<Record<keyof typeof GERMAN, string>> = {
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
};
