// Databricks and other systems, by the reader's question.
import { type CatalogueEntry, entry } from './entry.ts';

export const UPSTREAM = {
  'databricks-address': entry(
    'input',
    'Workspace address',
    'The address of the Databricks workspace cannot be used: {problem}.',
    'Set DATABRICKS_HOST to its https address, without a user or password.',
  ),
  'databricks-credentials-missing': entry(
    'input',
    'No Databricks credentials',
    'No complete credential for Databricks is configured.',
    'Set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or the three of ARM_*.',
  ),
  'databricks-credentials-ambiguous': entry(
    'input',
    'Too many credentials',
    'More than one kind of Databricks credentials is configured ({kinds}).',
    'Keep one kind and take the others out of the environment.',
  ),
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
  'artifact-too-large': entry(
    'failed',
    'Too large to read',
    '{what} is larger than the {limit} MB that brickbot reads.',
    'Have the run log fewer rows, or a part of them.',
  ),
  'outcome-unknown': entry(
    'unknown',
    'Outcome unknown',
    'The answer of {system} was lost after the request was sent.',
    'brickbot is reading the state back and will say how it ended.',
  ),
  'outcome-unseen': entry(
    'unknown',
    'Outcome unknown',
    'brickbot looked for {minutes} minutes and could not see whether this took effect: {attempted}.',
    'It may have. Look in {system} at {look}, then ask again.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
