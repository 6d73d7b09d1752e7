// What is said about who somebody is, and about acting as them.
import { type CatalogueEntry, entry } from './entry.ts';

export const IDENTITY = {
  'directory-unavailable': entry(
    'refused',
    'Not sure who you are',
    'It could not be found out now who {person} is and to which groups they belong, so what changes something is refused.',
    'Ask again in a few minutes; looking at things works meanwhile. If it lasts, an admin runs `npm run doctor`.',
  ),
  'account-disabled': entry(
    'refused',
    'Account switched off',
    'The account of {person} is switched off or unknown in this organisation.',
    'Ask who looks after accounts in Microsoft Entra.',
  ),
  'sign-in-needed': entry(
    'refused',
    'Sign in to go on',
    '{system} is to see {person} and not brickbot here, and {person} has not signed in.',
    'Write `sign in` to brickbot in a chat of your own; it goes on by itself then.',
  ),
  'sign-in-elsewhere': entry(
    'refused',
    'Not from the command line',
    'Here the other system is to see the person and not brickbot, and on the command line nobody can sign in.',
    'Ask brickbot for it in Teams, or name an environment without `identity: user`.',
  ),
  'consent-needed': entry(
    'refused',
    'Consent is missing',
    'Microsoft Entra does not let brickbot act as {person} at {system}: the consent is missing or was withdrawn.',
    'Write `sign in` to brickbot in a chat of your own, or ask an administrator of Entra to consent.',
  ),
  'sign-in-refused': entry(
    'refused',
    'Sign-in refused',
    'Microsoft Entra did not take the sign-in of {person} for {system}.',
    'Write `sign out` and then `sign in` to brickbot in a chat of your own.',
  ),
  'sign-in-not-set-up': entry(
    'failed',
    'Sign-in not set up',
    'Nobody can sign in here: {what} is missing.',
    'Whoever runs brickbot sets it; `npm run doctor` names what is missing.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
