// The error catalogue: the only place where error codes are born. The README's table and the failure card read from it.

/** How an ending counts: it chooses the CLI's exit code and the card's state word. */
export type EndingKind = 'input' | 'refused' | 'failed' | 'unknown';

export interface CatalogueEntry {
  readonly kind: EndingKind;
  /** Two to four words for a card's title. */
  readonly title: string;
  /** What happened. `{name}` places are filled from the fault's facts. */
  readonly what: string;
  /** What to do next. */
  readonly next: string;
}

const entry = (kind: EndingKind, title: string, what: string, next: string): CatalogueEntry => ({
  kind,
  title,
  what,
  next,
});

export const CATALOGUE = {
  // What people type
  'unknown-command': entry(
    'input',
    'Not understood',
    'There is no command like “{text}”.',
    'Type help to see what can be asked here.',
  ),
  'bad-argument': entry('input', 'Check the wording', '{problem}', 'Type {usage}'),
  'missing-argument': entry('input', 'One thing missing', '{name} is missing.', 'Type {usage}'),
  'message-too-long': entry(
    'input',
    'Message too long',
    'The message has {length} characters; {limit} is the most that is read.',
    'Send the command alone.',
  ),
  'ref-not-found': entry(
    'input',
    'Branch not found',
    'There is no branch or tag “{ref}” in {repository}.',
    'Check the name, or push the branch and ask again.',
  ),
  'ref-ambiguous': entry(
    'input',
    'Which one?',
    '“{ref}” fits more than one branch or tag.',
    'Choose one of those shown.',
  ),
  'environment-not-found': entry(
    'input',
    'Environment not found',
    'There is no environment “{environment}”.',
    'Known here: {known}.',
  ),
  'environment-needed': entry(
    'input',
    'Which environment?',
    'More than one environment could be meant.',
    'Say which one: {known}.',
  ),
  'job-not-found': entry(
    'input',
    'Job not found',
    'No job is called “{job}”.',
    'Type show jobs to see the jobs that brickbot can see.',
  ),
  'job-ambiguous': entry(
    'input',
    'Which job?',
    '{count} jobs are called “{job}”.',
    'Say its number instead: {known}.',
  ),
  'suite-not-found': entry(
    'input',
    'Suite not found',
    'There is no test suite “{suite}”.',
    'Known suites: {known}.',
  ),
  'experiment-not-found': entry(
    'input',
    'Experiment not found',
    'There is no experiment “{experiment}”.',
    'Nearest: {near}. Its full path or its id works too.',
  ),
  'run-not-found': entry(
    'input',
    'Run not found',
    'There is no run “{run}”.',
    'Copy the id from an experiment or job card.',
  ),
  'metric-not-found': entry(
    'input',
    'Metric not found',
    'No run of {experiment} has logged “{metric}”.',
    'Metrics logged there: {known}.',
  ),
  'operation-not-found': entry(
    'input',
    'Operation not found',
    'There is no operation {op}.',
    'The id stands at the foot of every operation card.',
  ),
  'not-configured': entry(
    'input',
    'Not configured',
    '{what} is not configured.',
    'Add {key} to brickbot.yaml.',
  ),
  'configuration-invalid': entry(
    'input',
    'Configuration invalid',
    'The configuration has {count} fault(s).',
    'Mend the lines listed, then start again.',
  ),

  // What the rules say
  'not-permitted': entry(
    'refused',
    'Not permitted',
    '{action} needs the role {role}; {person} is {actual}.',
    'Ask one of: {whom}.',
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
    'This was already done: {state}.',
    'The card now shows how things stand.',
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

  // Git
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
    'Renew the git credential (git.token).',
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

  // Databricks and other systems, by the reader's question
  'upstream-unreachable': entry(
    'failed',
    'Not reachable',
    '{system} did not answer.',
    'Check the address and the network; npm run doctor tells which.',
  ),
  'upstream-unauthenticated': entry(
    'refused',
    'Token refused',
    '{system} does not accept brickbot’s token.',
    'Renew the token or the service principal’s secret; npm run doctor shows which one is used.',
  ),
  'upstream-forbidden': entry(
    'refused',
    'Access denied',
    '{system} says that brickbot’s identity may not do this.',
    'Ask the owner of the object to grant access: {reason}',
  ),
  'upstream-not-found': entry(
    'input',
    'Not there',
    '{system} does not have {what}.',
    'Check the name or the id.',
  ),
  'upstream-rejected': entry(
    'failed',
    'Request rejected',
    '{system} rejected the request: {reason}',
    'This may be a fault of brickbot: quote the code below when you report it.',
  ),
  'upstream-throttled': entry(
    'failed',
    'Too many requests',
    '{system} asks everybody to slow down.',
    'It was tried again {attempts} times; wait a minute and ask again.',
  ),
  'upstream-broken': entry(
    'failed',
    'Fault at the other side',
    '{system} answered with an error of its own ({status}).',
    'Try again in a few minutes; its status page may say more.',
  ),
  'upstream-gibberish': entry(
    'failed',
    'Not an API answer',
    '{system} answered with something that is not its API (a sign-in page or a proxy).',
    'Check the host name and the proxy.',
  ),
  'outcome-unknown': entry(
    'unknown',
    'Outcome unknown',
    'The answer of {system} was lost after the request was sent.',
    'brickbot is reading the state back and will say how it ended.',
  ),

  // Runs and tests
  'run-failed': entry(
    'failed',
    'Run failed',
    'The run ended as {state}: {reason}',
    'Open the run for the whole trace, mend and run again.',
  ),
  'run-timed-out': entry(
    'failed',
    'Time limit reached',
    'The run did not end within {limit} and was stopped.',
    'Look for an endless loop or a waiting cluster, or raise the limit in brickbot.yaml.',
  ),
  'run-cancelled': entry('failed', 'Cancelled', 'The run was cancelled.', 'Ask again when you are ready.'),
  'run-skipped': entry(
    'failed',
    'Skipped',
    'Databricks skipped the run: {reason}',
    'Wait for the running one to end, then ask again.',
  ),
  'tests-failed': entry(
    'failed',
    'Tests failed',
    '{failed} of {total} tests failed.',
    'The first failing assertion is on the card.',
  ),
  'notebook-error': entry(
    'failed',
    'Notebook error',
    'The notebook stopped before it gave results: {reason}',
    'Mend the error shown and push again.',
  ),
  'results-unreadable': entry(
    'failed',
    'Results unreadable',
    'The notebook’s exit value is not in a form that brickbot knows.',
    'See the README, “Test results”.',
  ),
  'driver-failed': entry(
    'failed',
    'Nothing to run it on',
    'The machine that should have run it did not start: {reason}',
    'On the embedded workspace install python3; on Databricks look at the cluster’s event log.',
  ),

  // Ourselves
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
  'card-too-large': entry(
    'failed',
    'Answer too large',
    'The answer does not fit on a card.',
    'Narrow the question.',
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

export type ErrorCode = keyof typeof CATALOGUE;
