// A bot on the true protocol: our Teams edge behind our web server, joined to the loopback cloud, with a dispatch of the test.
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { type Log, silentLog } from '../../src/base/log.ts';
import type { Answer } from '../../src/commands/answer.ts';
import type { Finder } from '../../src/commands/finder.ts';
import type { Place } from '../../src/domain/place.ts';
import type { Utterance } from '../../src/domain/utterance.ts';
import { messagesRoute } from '../../src/http/messages.ts';
import { serve } from '../../src/http/server.ts';
import { checkRegistration, type RegistrationSettings } from '../../src/teams/registration.ts';
import { createTeamsLine, type TeamsLine } from '../../src/teams/teams.ts';
import type { WireTimes } from '../../src/teams/wire.ts';
import { APP_ID, APP_PASSWORD, type Cloud, TENANT } from './cloud.ts';

export interface BotUnderTest {
  readonly url: string;
  readonly line: TeamsLine;
  /** What dispatch was given. */
  readonly heard: Utterance[];
  readonly remembered: Place[];
  /** What a conversation is remembered after, from now on. */
  rememberAfter(work: () => Promise<void>): void;
  readonly forgotten: Place[];
  /** Replaces the answer; a function may look at the utterance. */
  answerWith(answer: Answer | ((utterance: Utterance) => Answer | Promise<Answer>)): void;
  /** POSTs a body with the headers given; a string body goes as it is. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<{ status: number; text: string }>;
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface BotWish {
  readonly settings?: Partial<RegistrationSettings>;
  readonly demo?: boolean;
  readonly times?: WireTimes;
  readonly clock?: Clock;
  readonly finder?: Finder;
  readonly log?: Log;
}

export const cloudSettings = (cloud: Cloud): RegistrationSettings => ({
  appId: APP_ID,
  appPassword: APP_PASSWORD,
  appType: 'SingleTenant',
  tenantId: TENANT,
  loginUrl: cloud.login.authority,
  tokenIssuer: cloud.issuer.url,
  openIdMetadataUrl: cloud.issuer.metadataUrl,
  listenHost: '127.0.0.1',
});

export const startBot = async (cloud: Cloud, wish: BotWish = {}): Promise<BotUnderTest> => {
  const { clock = systemClock, log = silentLog, demo = false } = wish;
  const settings = demo
    ? { demo: true, listenHost: '127.0.0.1' }
    : { ...cloudSettings(cloud), ...wish.settings };
  const heard: Utterance[] = [];
  const remembered: Place[] = [];
  let remembering = async (): Promise<void> => {};
  const forgotten: Place[] = [];
  let answer: Answer | ((utterance: Utterance) => Answer | Promise<Answer>) = { kind: 'text', text: 'heard' };
  const line = createTeamsLine({
    registration: checkRegistration(settings),
    clock,
    log,
    ...(wish.times ? { times: wish.times } : {}),
  });
  const edge = line.attach({
    dispatch: async (utterance) => {
      heard.push(utterance);
      return typeof answer === 'function' ? answer(utterance) : answer;
    },
    ...(wish.finder && { finder: wish.finder }),
    remember: async (place) => {
      await remembering();
      remembered.push(place);
    },
    forget: (place) => void forgotten.push(place),
    welcome: () => ({ kind: 'text', text: 'welcome' }),
  });
  const serving = await serve({
    port: 0,
    host: '127.0.0.1',
    routes: [messagesRoute(edge)],
    log,
    thisMachineOnly: demo,
    grace: 200,
  });
  const url = `${serving.url}/api/messages`;
  return {
    url,
    line,
    heard,
    remembered,
    forgotten,
    rememberAfter: (work) => {
      remembering = work;
    },
    answerWith: (next) => {
      answer = next;
    },
    post: async (body, headers = {}) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, text: await response.text() };
    },
    idle: () => edge.idle(),
    close: async () => {
      await serving.close();
      await line.close();
    },
  };
};
