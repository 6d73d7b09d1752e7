// What people type.
import { type CatalogueEntry, entry } from './entry.ts';

export const ASKING = {
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
  'rerun-as-it-was': entry(
    'input',
    'Nothing to change',
    'Operation {op} takes no parameters, so it is repeated as it was or asked for anew.',
    'Type “rerun {op}”, or “{words}” with what should differ.',
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
  'subscription-not-found': entry(
    'input',
    'Subscription not found',
    'There is no subscription “{subscription}” here.',
    'Type subscriptions to see them.',
  ),
  'nowhere-to-post': entry(
    'input',
    'Nowhere to post',
    'A terminal cannot be posted to.',
    'Subscribe in the chat where it is to be posted.',
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
} as const satisfies Record<string, CatalogueEntry>;
