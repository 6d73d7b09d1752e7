// What promotions and their approvals say.
import { type CatalogueEntry, entry } from './entry.ts';

export const DECISIONS = {
  'model-not-found': entry(
    'input',
    'No such model',
    'There is no model {model} in the registry.',
    'Did you mean one of these: {near}.',
  ),
  'version-not-found': entry(
    'input',
    'No such version',
    'The model {model} has no version {version}.',
    'Did you mean one of these: {near}.',
  ),
  'target-not-found': entry(
    'input',
    'No such target',
    '{model} cannot be promoted to {target}.',
    'Say one of these: {near}.',
  ),
  'registry-cannot': entry(
    'refused',
    'Not in this registry',
    '{registry} does not know {what}.',
    'Use {instead} as the target in brickbot.yaml.',
  ),
  'version-not-ready': entry(
    'refused',
    'Version not ready',
    'Version {version} of {model} is {status}: the registry has not finished with it.',
    'Ask again when the registry shows it as ready.',
  ),
  'already-holds': entry(
    'refused',
    'Already there',
    'Version {version} of {model} holds {target} already.',
    'There is nothing to decide.',
  ),
  'reason-missing': entry(
    'input',
    'A reason is needed',
    '{what} needs a reason that others can read later.',
    'Say it again with: because …, for example “{usage}”.',
  ),
  'approval-not-found': entry(
    'input',
    'Nothing to decide',
    'Operation {op} is no request for a promotion.',
    'Type “approvals” to see what waits for a decision.',
  ),
  'approval-not-ready': entry(
    'refused',
    'Not yet',
    'The evidence for operation {op} is still being gathered.',
    'Look at its card again in a moment.',
  ),
  'already-decided': entry(
    'refused',
    'Already decided',
    'Operation {op} is already {state}{by}.',
    'Its card shows how things stand.',
  ),
  'own-request': entry(
    'refused',
    'Not on your own request',
    '{person} asked for this promotion and cannot decide on it.',
    'Ask {whom}; to take the request back, type “withdraw {op}”.',
  ),
  'own-work': entry(
    'refused',
    'Not on your own work',
    '{person} trained this version or wrote its last commit and cannot decide on it.',
    'Ask {whom}.',
  ),
  'not-an-approver': entry(
    'refused',
    'Not an approver here',
    '{person} may not decide on this promotion.',
    'Ask {whom}.',
  ),
  'not-your-turn': entry(
    'refused',
    'Not your turn',
    'Decisions are taken in order here, or your part has spoken already.',
    'Next is {whom}.',
  ),
  'gates-red': entry(
    'refused',
    'Blocked by a gate',
    'These gates stand in the way: {gates}.',
    'Make them green and ask again, or have an owner ({owners}) waive them: waive {op} <gate> because ….',
  ),
  'not-an-admin': entry(
    'refused',
    'Not the emergency path',
    'Only an admin may decide alone; {person} is none.',
    'Ask an admin, or collect the approvals that are asked for.',
  ),
  'not-a-gate-owner': entry(
    'refused',
    'Not yours to waive',
    'Only its owners may waive the gate {gate}.',
    'Ask {owners}.',
  ),
  'gate-not-red': entry(
    'input',
    'Nothing to waive',
    'No failed gate of operation {op} is called {gate}.',
    'Failed gates: {gates}.',
  ),
  'promotion-rejected': entry(
    'refused',
    'Rejected',
    '{person} rejected it: {because}',
    'Mend what was named and ask again.',
  ),
  'approval-expired': entry(
    'refused',
    'Expired',
    'Nobody decided within {hours} hours.',
    'Press Request again, or type the command once more.',
  ),
  'evidence-moved': entry(
    'refused',
    'Something moved',
    'What was shown is not what is there now. {moved}',
    'Votes on the old card do not count. Press Request again to decide on what is there now.',
  ),
  'holder-differs': entry(
    'failed',
    'Somebody else moved it',
    '{target} of {model} holds {actual} although it was set to version {version}.',
    'Look at who moved it in “history model {model}”, then decide anew.',
  ),
  'nothing-to-restore': entry(
    'input',
    'Nothing to go back to',
    'brickbot knows no earlier holder of {target} of {model}.',
    'Promote the version that you want by name.',
  ),
  'smoke-failed': entry(
    'failed',
    'Smoke job failed',
    'The target was moved, but the smoke job {job} ended as {state}.',
    'Press Undo to bring the earlier version back, or look into the run first.',
  ),
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
