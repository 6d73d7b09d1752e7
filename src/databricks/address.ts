// The address of a workspace, checked before a token is ever sent to it.
import { Fault } from '../base/errors.ts';

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/**
 * The origin of a workspace, from what was configured: `adb-1.2.azuredatabricks.net`, with or without scheme and path.
 * @throws Fault `databricks-address` for one that is absent, holds credentials, or would carry the token in clear
 */
export const workspaceAddress = (configured: string): string => {
  const text = configured.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  const refuse = (problem: string): Fault =>
    new Fault('databricks-address', { changed: 'no', facts: { problem } });
  if (text === '' || !url || url.hostname === '') throw refuse('it is missing or no address');
  if (url.username !== '' || url.password !== '') throw refuse('it holds credentials');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    throw refuse('only https is allowed beyond this machine');
  return url.origin;
};
