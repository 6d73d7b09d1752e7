// What keeps a deploy, a plan or a way back from being carried out.
import { type CatalogueEntry, entry } from './entry.ts';

export const SHIPPING = {
  'gates-closed': entry(
    'refused',
    'Not yet',
    '{ref} may not go to {environment} now: {why}',
    'Type “can I deploy {ref} to {environment}” to see every gate and what to do.',
  ),
  'plan-not-found': entry(
    'input',
    'No such plan',
    'There is no plan {plan}; plans are kept for a day.',
    'Type the command with --dry-run to make one.',
  ),
  'plan-expired': entry(
    'refused',
    'Plan too old',
    'Plan {plan} was made more than {hours} hours ago.',
    'Type “{words}” to make a new one.',
  ),
  'plan-moved': entry(
    'refused',
    'Something moved',
    'Plan {plan} does not fit any more. {moved}',
    'Type “{words}” to see how it stands now.',
  ),
  'nothing-to-undo': entry(
    'refused',
    'No way back',
    'Operation {op} cannot be undone: {why}.',
    'Type “show deployments” to see what stood where.',
  ),
  'no-earlier-deployment': entry(
    'refused',
    'Nothing to go back to',
    '{environment} has no earlier deployment that is not marked as bad.',
    'Name one: “rollback {environment} to <commit or operation>”.',
  ),
  overtaken: entry(
    'refused',
    'Overtaken',
    'After operation {op}, {person} brought {standing} to {environment} (op {later}).',
    'Undo that one first, or type “rollback {environment} to {commit}”.',
  ),
  'second-person': entry(
    'refused',
    'Somebody else must start it',
    '{environment} needs a second person: whoever asked for the way back does not start it.',
    'Ask {whom}.',
  ),
  'emergency-words': entry(
    'refused',
    'Two words are missing',
    'An emergency needs the words “{expected}”, typed exactly.',
    'Type “emergency {plan} {expected} because <reason>”.',
  ),
  'way-back-once': entry(
    'refused',
    'Draw it anew',
    'Operation {op} was a way back; it is not repeated, because something else may stand there now.',
    'Type “rollback {environment} to <commit>” to see the way as it is now.',
  ),
  'mark-missing': entry(
    'refused',
    'Not marked',
    'Commit {commit} is not marked.',
    'Type “mark {commit} bad because <reason>” to mark it.',
  ),
  'tag-refused': entry(
    'failed',
    'No tag for the old commit',
    'Databricks takes a branch or a tag, never a commit, and git did not take the tag {tag} at {commit}.',
    'Give brickbot’s git token the right to create tags, or create the tag yourself and deploy it.',
  ),
  'commit-unknown': entry(
    'input',
    'No such commit here',
    '“{commit}” is neither a branch, a tag, nor a commit that brickbot has deployed.',
    'Type “show deployments” to see commits, or name a branch.',
  ),
  'no-freeze': entry(
    'refused',
    'Not frozen',
    '{environment} is not frozen now.',
    'Type “can I deploy <branch> to {environment}” to see every gate.',
  ),
  'person-unknown': entry(
    'input',
    'Who is that?',
    'brickbot has not met “{person}”.',
    'Have them say something to brickbot first, or type the name as it stands in Teams.',
  ),
  'not-in-line': entry(
    'refused',
    'Not waiting',
    'Operation {op} does not wait in a line.',
    'Type “queue” to see who waits.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
