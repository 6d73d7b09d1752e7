// What the rules say.
import { type CatalogueEntry, entry } from './entry.ts';

export const RULES = {
  'not-permitted': entry(
    'refused',
    'Not permitted',
    '{action} needs the role {role}; {person} is {actual}.',
    'Ask {whom}.',
  ),
  'not-yours': entry(
    'refused',
    'Not yours to press',
    'Only {whom} may do this.',
    'Ask them, or type the command yourself.',
  ),
  'press-stale': entry(
    'refused',
    'Already decided',
    'Operation {op} waits for nobody any more: it is {state}.',
    'Its card shows how things stand.',
  ),
  'press-forged': entry(
    'refused',
    'Button refused',
    'The button’s data does not belong to anything that brickbot has posted.',
    'Type the command instead.',
  ),
  'conversation-refused': entry(
    'refused',
    'Not for this tenant',
    'brickbot does not serve this organisation.',
    'Ask the owner of this bot to add the tenant.',
  ),
  'already-ended': entry(
    'refused',
    'Already over',
    'Operation {op} had already ended: {state}.',
    'Nothing is left to cancel.',
  ),
  cancelled: entry('failed', 'Cancelled', 'It was cancelled by {person}.', 'Ask again when you are ready.'),
  'start-expired': entry(
    'refused',
    'Not started in time',
    'Nobody pressed Start within {minutes} minutes.',
    'Ask again when you are ready.',
  ),
  'target-busy': entry(
    'refused',
    'Busy',
    '{target} is taken by operation {op} of {person}.',
    'Wait for it to end, or cancel it.',
  ),
  locked: entry(
    'refused',
    'Locked',
    '{environment} is locked by {person} for {minutes} more minutes: {reason}',
    'Ask them to release it, or wait for its end. Type “locks” to see all locks.',
  ),
  'not-locked': entry(
    'refused',
    'Not locked',
    'Nobody has a lock on {environment}.',
    'Type “locks” to see which environments are locked.',
  ),
  'unlock-reason': entry(
    'refused',
    'A reason is needed',
    'The lock on {environment} belongs to {person}.',
    'Type “unlock {environment} because <reason>”.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
