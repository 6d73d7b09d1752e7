// Ourselves.
import { type CatalogueEntry, entry } from './entry.ts';

export const OURSELVES = {
  'store-unavailable': entry(
    'failed',
    'Store not available',
    'brickbot’s database does not answer, so nothing was started.',
    'Ask the operator to look at the database; npm run doctor tells more.',
  ),
  'store-locked': entry(
    'refused',
    'Already running',
    'Another brickbot process holds the data folder {folder}.',
    'Use the running one, or stop it first.',
  ),
  'store-version': entry(
    'refused',
    'Database of another version',
    'The data folder {folder} was written by PostgreSQL {version}; this brickbot opens {expected}.',
    'Start the brickbot that wrote it, or move the folder away to begin anew.',
  ),
  'store-newer': entry(
    'refused',
    'Database of a newer brickbot',
    'The database was brought to a newer form ({names}) than this brickbot {version} knows.',
    'Start the newer brickbot, or restore the back-up that was made before the upgrade.',
  ),
  'backup-unusable': entry(
    'refused',
    'Back-up not usable',
    'The back-up {file} cannot be put in place: {problem}.',
    'Nothing was changed. Try an older back-up.',
  ),
  'card-too-large': entry(
    'failed',
    'Answer too large',
    'The answer does not fit on a card.',
    'Narrow the question.',
  ),
  'export-in-terminal': entry(
    'input',
    'Export in the terminal',
    'An export of the audit trail is a file, which a chat cannot hold.',
    'Run it where brickbot’s command line is, and keep what it prints: npm run brickbot -- {words}',
  ),
  'audit-damaged': entry(
    'failed',
    'Audit trail damaged',
    'The audit trail is not as it was written.',
    'Keep the database as it is, compare it with a back-up, and find out who has rights on it.',
  ),
  stopping: entry(
    'failed',
    'Restarting',
    'brickbot is restarting.',
    'Ask again in a few seconds; operations go on by themselves.',
  ),
  internal: entry(
    'failed',
    'Something broke',
    'brickbot ran into a fault of its own.',
    'Quote the code below when you report it.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
