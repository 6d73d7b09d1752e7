// The bot's own token for the connector, by msal-node. Kept until shortly before it expires, so that a reply costs no look-up.
import type { Clock } from '../base/clock.ts';
import type { Token } from '../identity/kept-token.ts';

export interface BotToken {
  /** The value of the Authorization header; undefined in the demo, which has no credentials. @throws Fault */
  authorization(): Promise<string | undefined>;
  /** Forgets the token that a connector has just refused, so that the next call fetches a new one. */
  forget(refused: string): void;
}

/** The demo's token: none. */
export const noBotToken: BotToken = { authorization: async () => undefined, forget: () => {} };

/** A token is renewed this long before its end. */
const MARGIN = 5 * 60_000;

/** @param ask gets a token; @param ask.anew not one that is kept on the way there, as it was refused */
export const createBotToken = (ask: (anew: boolean) => Promise<Token>, clock: Clock): BotToken => {
  let kept: { readonly value: string; readonly until: number } | undefined;
  let fetching: Promise<string> | undefined;
  let anew = false;

  const fetchToken = async (): Promise<string> => {
    const { value, expiresAt } = await ask(anew);
    anew = false;
    kept = { value: `Bearer ${value}`, until: expiresAt - MARGIN };
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
      anew = true;
    },
  };
};
