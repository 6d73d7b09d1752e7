// A token is kept in memory until shortly before its end; one renewal is under way at a time.
import type { Clock } from '../base/clock.ts';

export interface Token {
  readonly value: string;
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

export interface KeptToken {
  token(): Promise<string>;
  /**
   * A fresh one although the kept one has not expired: the other side refused it.
   * @param refused the one that was refused; when another has been fetched since, that one serves
   */
  renew(refused?: string): Promise<string>;
}

/** Tokens are renewed this long before they expire, in ms. */
export const MARGIN = 120_000;

/** Keeps a token until shortly before its end and lets one renewal serve everybody who waits. */
export const keptToken = (clock: Clock, fetch: () => Promise<Token>): KeptToken => {
  let kept: Token | undefined;
  let underWay: Promise<string> | undefined;
  const renew = (refused?: string): Promise<string> => {
    if (refused !== undefined && kept && kept.value !== refused) return Promise.resolve(kept.value);
    underWay ??= fetch()
      .then((token) => {
        kept = token;
        return token.value;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
  return { renew, token: async () => (kept && kept.expiresAt - MARGIN > clock.now() ? kept.value : renew()) };
};
