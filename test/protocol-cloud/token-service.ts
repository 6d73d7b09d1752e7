// The Bot Framework's token service: keeps people's sign-ins by the ids of their channel, gives the page behind the button, and
// takes what Teams got silently. Over HTTPS; only the bot with its own token is answered.
import { createServer } from 'node:https';
import type { LocalAuthority } from './certificate.ts';
import { answerJson, bodyOf, listen, shut } from './listening.ts';

export interface TokenService {
  readonly url: string;
  /** Paths of the calls, oldest first, with their method: `POST exchange`. */
  readonly asked: readonly string[];
  /** What the service keeps, by the person's id in the channel; change it and the next answer has changed. */
  readonly kept: Map<string, string>;
  /** Sign-ins behind magic codes that were shown on the page and not been used yet. */
  readonly codes: Map<string, string>;
  /** Status of every answer from now on; undefined: well again. */
  fail(status: number | undefined): void;
  close(): Promise<void>;
}

/**
 * @param connection the one that exists
 * @param exchange what the connection makes of a token that Teams got silently; undefined: it is refused
 */
export const startTokenService = async (
  local: LocalAuthority,
  connection: string,
  exchange: (token: string) => string | undefined,
): Promise<TokenService> => {
  const asked: string[] = [];
  const kept = new Map<string, string>();
  const codes = new Map<string, string>();
  let fault: number | undefined;
  const tokenOf = (channelId: string, token: string) => ({
    channelId,
    connectionName: connection,
    token,
    expiration: '2030-01-01T00:00:00Z',
  });
  const server = createServer({ key: local.key, cert: local.cert }, (request, response) => {
    void bodyOf(request).then((body) => {
      const url = new URL(request.url ?? '/', 'https://localhost');
      const call = url.pathname.split('/').at(-1) ?? '';
      asked.push(`${request.method} ${call}`);
      if (fault !== undefined) return answerJson(response, fault, { error: { code: 'ServiceError' } });
      if (!request.headers.authorization?.startsWith('Bearer bot-token-'))
        return answerJson(response, 401, { error: { code: 'Unauthorized' } });
      const userId = url.searchParams.get('userId') ?? '';
      const channelId = url.searchParams.get('channelId') ?? '';
      if (call === 'GetSignInResource')
        return answerJson(response, 200, {
          signInLink: `https://token.example/sign-in?state=${url.searchParams.get('state')}`,
          tokenExchangeResource: { id: 'resource-1', uri: 'api://botid', providerId: 'aad' },
        });
      if (url.searchParams.get('connectionName') !== connection)
        return answerJson(response, 400, { error: { code: 'ConnectionNotFound' } });
      switch (`${request.method} ${call}`) {
        case 'POST exchange': {
          const given = exchange((JSON.parse(body) as { token?: string }).token ?? '');
          if (given === undefined)
            return answerJson(response, 412, { error: { code: 'ConsentRequired', message: 'consent' } });
          kept.set(userId, given);
          return answerJson(response, 200, tokenOf(channelId, given));
        }
        case 'GET GetToken': {
          const code = url.searchParams.get('code') ?? '';
          const shown = codes.get(code);
          if (shown !== undefined && codes.delete(code)) kept.set(userId, shown);
          const token = code !== '' && shown === undefined ? undefined : kept.get(userId);
          return token === undefined
            ? answerJson(response, 404, { error: { code: 'NotFound' } })
            : answerJson(response, 200, tokenOf(channelId, token));
        }
        case 'DELETE SignOut':
          kept.delete(userId);
          return answerJson(response, 200, {});
        default:
          return answerJson(response, 404, {});
      }
    });
  });
  return {
    url: `https://localhost:${await listen(server)}`,
    asked,
    kept,
    codes,
    fail: (status) => {
      fault = status;
    },
    close: () => shut(server),
  };
};
