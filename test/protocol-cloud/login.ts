// The token endpoint from which the bot gets its own tokens, over HTTPS with a certificate of the local authority.
import { createServer } from 'node:https';
import type { LocalAuthority } from './certificate.ts';
import { answerJson, bodyOf, listen, shut } from './listening.ts';

export interface Login {
  /** Authority to configure: `https://localhost:PORT/TENANT`. */
  readonly authority: string;
  /** Tokens given so far. */
  readonly given: readonly string[];
  /** Bodies of the token requests, as sent. */
  readonly asked: readonly string[];
  /** Who answers when the bot asks to act on behalf of somebody; without it nobody does. */
  onBehalf(answer: (form: URLSearchParams) => { readonly status: number; readonly body: unknown }): void;
  close(): Promise<void>;
}

export interface LoginWish {
  /** The tenant's key set, for clients that look for the keys of inbound tokens here. */
  readonly keys?: readonly object[];
  /** The nth token that is given. */
  readonly tokenOf?: (nth: number) => string;
}

export const startLogin = async (
  local: LocalAuthority,
  tenant: string,
  { keys = [], tokenOf = (nth) => `bot-token-${nth}` }: LoginWish = {},
): Promise<Login> => {
  const given: string[] = [];
  const asked: string[] = [];
  let authority = '';
  let behalf: Parameters<Login['onBehalf']>[0] | undefined;
  const server = createServer({ key: local.key, cert: local.cert }, (request, response) => {
    void bodyOf(request).then((body) => {
      const [path = ''] = (request.url ?? '').split('?');
      if (path.includes('/.well-known/openid-configuration')) {
        return answerJson(response, 200, {
          issuer: `${authority}/v2.0`,
          authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
          token_endpoint: `${authority}/oauth2/v2.0/token`,
          jwks_uri: `${authority}/keys`,
        });
      }
      if (path.endsWith('/discovery/v2.0/keys')) return answerJson(response, 200, { keys });
      if (request.method !== 'POST' || !path.endsWith('/token')) return answerJson(response, 404, {});
      asked.push(body);
      const form = new URLSearchParams(body);
      if (form.get('requested_token_use') === 'on_behalf_of') {
        const { status, body: answer } = behalf?.(form) ?? { status: 400, body: { error: 'invalid_grant' } };
        return answerJson(response, status, answer);
      }
      given.push(tokenOf(given.length + 1));
      return answerJson(response, 200, {
        token_type: 'Bearer',
        expires_in: 3_600,
        ext_expires_in: 3_600,
        access_token: given.at(-1),
      });
    });
  });
  authority = `https://localhost:${await listen(server)}/${tenant}`;
  return {
    authority,
    given,
    asked,
    onBehalf: (answer) => {
      behalf = answer;
    },
    close: () => shut(server),
  };
};
