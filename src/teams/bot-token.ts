// The bot's own token for the connector, by msal-node. Kept until shortly before it expires, so that a reply costs no look-up.
import type { ConfidentialClientApplication } from '@azure/msal-node';
import type { Clock } from '../base/clock.ts';

export interface BotToken {
  /** The value of the Authorization header; undefined in the demo, which has no credentials. @throws what msal throws */
  authorization(): Promise<string | undefined>;
  /** Forgets the token that a connector has just refused, so that the next call fetches a new one. */
  forget(refused: string): void;
}

/** The demo's token: none. */
export const noBotToken: BotToken = { authorization: async () => undefined, forget: () => {} };

/** A token is renewed this long before its end. */
const MARGIN = 5 * 60_000;

export const createBotToken = (
  application: ConfidentialClientApplication,
  scope: string,
  clock: Clock,
): BotToken => {
  let kept: { readonly value: string; readonly until: number } | undefined;
  let fetching: Promise<string> | undefined;
  let skipCache = false;

  const fetchToken = async (): Promise<string> => {
    const answer = await application.acquireTokenByClientCredential({
      scopes: [`${scope}/.default`],
      skipCache,
    });
    if (!answer?.accessToken) throw new Error('no access token in the answer');
    const expiresAt = answer.expiresOn?.getTime() ?? clock.now() + MARGIN;
    skipCache = false;
    kept = { value: `Bearer ${answer.accessToken}`, until: expiresAt - MARGIN };
    return kept.value;
  };

  return {
    authorization: async () => {
      if (kept && kept.until > clock.now()) return kept.value;
      fetching ??= fetchToken().finally(() => {
        fetching = undefined;
      });
      return fetching;
    },
    forget: (refused) => {
      if (kept?.value !== refused) return;
      kept = undefined;
      skipCache = true;
    },
  };
};
