// Sends into Teams through the Bot connector: replies of a turn and what the outbox posts later take the same road. One
// attempt per call with one exception (a refused token is renewed once); who calls decides about trying again.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { outside } from '../base/telemetry.ts';
import type { MemberOutcome, OpenOutcome, Sender, SendOutcome } from '../domain/delivery.ts';
import type { Person } from '../domain/person.ts';
import { type Place, placeKey } from '../domain/place.ts';
import type { BotToken } from './bot-token.ts';
import { readMember } from './member.ts';
import { activityJson } from './message.ts';
import { type Exchange, outcomeOf } from './outcome.ts';
import { isSafeServiceUrl } from './registration.ts';
import type { Wire } from './wire.ts';

export interface Connector extends Sender {
  /**
   * The one-to-one conversation with a person. Teams answers with the same conversation each time.
   * @param place any place of the same tenant: it tells the service URL and the bot's account
   */
  createPersonal(place: Place, person: Person): Promise<OpenOutcome>;
  /** The record of a member of the conversation, which vouches for the names that an activity does not carry. */
  member(place: Place, personId: string): Promise<MemberOutcome>;
}

export interface ConnectorParts {
  readonly wire: Wire;
  readonly token: BotToken;
  readonly clock: Clock;
  readonly log: Log;
  /** True in the demo: only connectors on this machine are spoken to. */
  readonly demo: boolean;
}

/** What a call does, as it is measured. */
const DEED = { GET: 'member', POST: 'post', PUT: 'edit' } as const;

export const createConnector = ({ wire, token, clock, log, demo }: ConnectorParts): Connector => {
  const call = (...asked: Parameters<typeof send>): ReturnType<typeof send> =>
    outside(
      'Teams',
      DEED[asked[0]],
      () => send(...asked),
      ({ outcome }) => (outcome.kind === 'sent' ? undefined : outcome.kind),
    );
  const send = async (
    method: 'GET' | 'POST' | 'PUT',
    serviceUrl: string,
    path: string,
    body?: string,
  ): Promise<{ outcome: SendOutcome; exchange?: Exchange }> => {
    if (!isSafeServiceUrl(serviceUrl, demo))
      return { outcome: { kind: 'refused', why: 'unsafe service URL' } };
    const url = `${serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`}${path}`;
    const attempt = async (): Promise<{ exchange: Exchange; authorization: string | undefined }> => {
      const authorization = await token.authorization();
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
        'user-agent': 'brickbot',
        ...(authorization === undefined ? {} : { authorization }),
      };
      return {
        exchange: await wire.send({ method, url, headers, ...(body !== undefined && { body }) }),
        authorization,
      };
    };
    try {
      let { exchange, authorization } = await attempt();
      if (exchange.kind === 'answer' && exchange.status === 401 && authorization !== undefined) {
        token.forget(authorization);
        ({ exchange, authorization } = await attempt());
      }
      return { outcome: outcomeOf(exchange, method, clock.now()), exchange };
    } catch (error) {
      // Only the token can throw: nothing was sent.
      log.error({ error }, 'no token for the Bot connector');
      return { outcome: { kind: 'retry', why: 'no token' } };
    }
  };

  return {
    post: async (place, message) => {
      const conversation = placeKey(place);
      const path = `v3/conversations/${encodeURIComponent(conversation)}/activities`;
      const { outcome } = await call(
        'POST',
        place.serviceUrl,
        path,
        activityJson(place, message, conversation),
      );
      return outcome;
    },
    update: async (place, activityId, message) => {
      const conversation = placeKey(place);
      const path = `v3/conversations/${encodeURIComponent(conversation)}/activities/${encodeURIComponent(activityId)}`;
      const { outcome } = await call(
        'PUT',
        place.serviceUrl,
        path,
        activityJson(place, message, conversation),
      );
      return outcome.kind === 'sent' ? { kind: 'sent', activityId } : outcome;
    },
    member: async ({ serviceUrl, conversationId }, personId) => {
      const path = `v3/conversations/${encodeURIComponent(conversationId)}/members/${encodeURIComponent(personId)}`;
      const { outcome, exchange } = await call('GET', serviceUrl, path);
      return readMember(outcome, exchange);
    },
    createPersonal: async (place, person) => {
      const body = JSON.stringify({
        isGroup: false,
        bot: { id: place.botId, name: place.botName },
        members: [{ id: person.id }],
        tenantId: place.tenantId,
        channelData: place.tenantId ? { tenant: { id: place.tenantId } } : undefined,
      });
      const { outcome } = await call('POST', place.serviceUrl, 'v3/conversations', body);
      // Opening a conversation twice opens the same one, so a lost answer may simply be asked for again.
      if (outcome.kind === 'uncertain') return { kind: 'retry', why: outcome.why };
      if (outcome.kind !== 'sent') return outcome;
      if (!outcome.activityId) return { kind: 'retry', why: 'no conversation id' };
      const { threadId: _thread, teamId: _team, ...rest } = place;
      return { kind: 'opened', place: { ...rest, scope: 'personal', conversationId: outcome.activityId } };
    },
  };
};
