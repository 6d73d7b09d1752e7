// Git.
import { type CatalogueEntry, entry } from './entry.ts';

export const GIT = {
  'git-unreachable': entry(
    'failed',
    'Git not reachable',
    'The git server of {repository} did not answer.',
    'Check the network and the address, then ask again.',
  ),
  'git-refused': entry(
    'refused',
    'Git refused',
    'The git server refused the credentials for {repository}.',
    'Renew the token in BRICKBOT_GIT_TOKEN, then ask again.',
  ),
  'git-nothing-there': entry(
    'failed',
    'No repository there',
    'What answers at {repository} is no git repository with branches: the address is wrong, the repository is hidden from brickbot, or a sign-in page stands in front of it.',
    'Check git.url in brickbot.yaml, and BRICKBOT_GIT_TOKEN when the repository is private.',
  ),
  'git-credential-missing': entry(
    'refused',
    'Git credential missing',
    'Databricks has no usable git credential for {repository}.',
    'Add one under User settings > Linked accounts for the identity that brickbot uses, then ask again.',
  ),
  'git-conflict': entry(
    'failed',
    'Local changes in the way',
    'The checkout {path} has local changes that the update would overwrite.',
    'Commit or discard them in Databricks, or ask a releaser for a clean checkout.',
  ),
  'git-unknown-ref': entry(
    'input',
    'Databricks cannot see it',
    'Databricks does not find the branch or tag “{ref}” at {repository}.',
    'Push the branch, then ask again.',
  ),
  'git-remote-failed': entry(
    'failed',
    'Databricks cannot reach git',
    'Databricks could not fetch from {repository}: {reason}',
    'Check the URL, the allow-list and the git credential in Databricks.',
  ),
  'git-busy': entry(
    'failed',
    'Checkout busy',
    'Another git operation holds {path}.',
    'Ask again in a minute.',
  ),
  'git-missing': entry(
    'failed',
    'Git not installed',
    'brickbot needs the git program, and this machine has none that it can find.',
    'Install git and ask again.',
  ),
  'commit-moved': entry(
    'refused',
    'The branch moved',
    '{ref} was {expected} when asked and is {actual} now.',
    'Look at the new commits, then ask again.',
  ),
  'commit-mismatch': entry(
    'failed',
    'Not the commit asked for',
    'Databricks checked out {actual}, not {expected}.',
    'Ask again; if it stays so, check the repository URL of {path}.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
