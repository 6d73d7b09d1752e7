// Signing in by the Bot Framework's token service and the SDK's own client: the card that asks for it, what Teams sends when a
// person has agreed (silently, or through the page behind the button), and the way to what their sign-in gives later.
import type { Activity, TurnContext } from 'botbuilder';
import type { UserTokenClient } from 'botframework-connector';
import type { Clock } from '../base/clock.ts';
import { asFault, Fault } from '../base/errors.ts';
import { phrase } from '../base/language.ts';
import type { Log } from '../base/log.ts';
import { outside } from '../base/telemetry.ts';
import type { Message } from '../domain/delivery.ts';
import type { Person } from '../domain/person.ts';
import { readSignIn, type SignInInvoke } from './sign-in-activity.ts';

/** Whose sign-in it is to the token service. */
export interface SignedIn {
  readonly personId: string;
  readonly userId: string;
  readonly channelId: string;
}

/** What the house does with sign-ins. */
export interface SignInHouse {
  /** True for the first of several deliveries of one exchange. */
  first(id: string): Promise<boolean>;
  /** It failed: another delivery may try again. */
  again(id: string): Promise<void>;
  /** @returns operations that go on; @throws Fault when it is not taken */
  accept(person: Person, signIn: SignedIn, assertion: string): Promise<readonly string[]>;
  /** Whether an operation that was just asked for waits for a first sign-in. */
  waitsFor(op: string): Promise<boolean>;
}

export interface SignInAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** What the person is told beside it. */
  readonly said?: string;
}

export interface SignInEdge {
  /** The card that asks the sender of this activity to sign in; a sentence when the token service does not answer. */
  card(context: TurnContext): Promise<Message>;
  invoke(activity: Activity, house: SignInHouse): Promise<SignInAnswer>;
  assertion(signIn: SignedIn): Promise<string | undefined>;
  signOut(signIn: SignedIn): Promise<void>;
}

/** The SDK's HTTP stack has no time limit of its own, in ms. */
const PATIENCE = 8_000;
const TOKEN_SERVICE = 'The Bot Framework’s token service';
/** What the token service answers about somebody of whom it has no sign-in, or whose consent is missing. */
const NOT_SIGNED_IN: readonly number[] = [400, 404, 412];
const SUMMARY = 'Sign in so that brickbot can act as you';

export const createSignIn = (parts: {
  readonly connection: string;
  readonly client: () => Promise<UserTokenClient>;
  readonly clock: Clock;
  readonly log: Log;
}): SignInEdge => {
  const { connection, clock, log } = parts;
  const within = async <Result>(work: Promise<Result>): Promise<Result> => {
    const stop = new AbortController();
    const alarm = clock.sleep(PATIENCE, stop.signal).then(() => {
      throw Object.assign(new Error('the token service did not answer'), { code: 'ETIMEDOUT' });
    });
    alarm.catch(() => undefined);
    try {
      return await Promise.race([work, alarm]);
    } finally {
      stop.abort('settled');
    }
  };
  const ask = <Result>(
    what: string,
    call: (client: UserTokenClient) => Promise<Result>,
  ): Promise<Result | undefined> => outside('Bot Framework token service', what, () => askUntold(what, call));
  const askUntold = async <Result>(
    what: string,
    call: (client: UserTokenClient) => Promise<Result>,
  ): Promise<Result | undefined> => {
    try {
      return await within(call(await parts.client()));
    } catch (error) {
      const { statusCode, code } = error as { statusCode?: number; code?: string };
      // The error itself may hold tokens, so it is told by its status alone.
      if (statusCode !== undefined && NOT_SIGNED_IN.includes(statusCode)) return undefined;
      log.warn({ what, status: statusCode, code }, 'the token service did not answer as it should');
      throw new Fault('upstream-unreachable', {
        system: TOKEN_SERVICE,
        changed: 'no',
        facts: { system: TOKEN_SERVICE },
      });
    }
  };
  const tokenOf = (answer: { token?: string } | undefined): string | undefined => answer?.token || undefined;

  const accepted = async (
    { person, userId, channelId }: SignInInvoke,
    token: string,
    house: SignInHouse,
  ): Promise<string> => {
    const going = await house.accept(person, { personId: person.id, userId, channelId }, token);
    return going.length === 0
      ? phrase('You are signed in.')
      : phrase('You are signed in. Going on: {ops}.', { ops: going.map((op) => `op ${op}`).join(', ') });
  };

  return {
    card: async ({ activity }) => {
      const resource = await ask('sign-in', (client) =>
        client.getSignInResource(connection, activity, ''),
      ).catch(() => undefined);
      if (!resource?.signInLink) {
        const text = phrase('Signing in does not work at the moment. Try again in a few minutes.');
        return { text, summary: text };
      }
      const { signInLink, tokenExchangeResource } = resource;
      return {
        summary: phrase(SUMMARY),
        signIn: {
          connectionName: connection,
          text: phrase('{request}. The systems of this environment then see you, and not brickbot.', {
            request: phrase(SUMMARY),
          }),
          ...(tokenExchangeResource && { tokenExchangeResource }),
          link: signInLink,
        },
      };
    },
    invoke: async (activity, house) => {
      const invoke = readSignIn(activity);
      if (!invoke) return { status: 400 };
      const { userId, channelId, person } = invoke;
      switch (invoke.kind) {
        case 'exchange': {
          const { id, token } = invoke;
          const refused = (status: number): SignInAnswer => ({
            status,
            body: { id, connectionName: connection, failureDetail: 'The token could not be exchanged.' },
          });
          if (invoke.connectionName !== connection) return refused(400);
          if (!(await house.first(`${person.id} ${id}`)))
            return { status: 200, body: { id, connectionName: connection } };
          try {
            const given = tokenOf(
              await ask('exchange', (client) =>
                client.exchangeToken(userId, connection, channelId, { token }),
              ),
            );
            if (given === undefined) {
              // The client then shows its button.
              await house.again(`${person.id} ${id}`);
              return refused(412);
            }
            const said = await accepted(invoke, given, house);
            return { status: 200, body: { id, connectionName: connection }, said };
          } catch (error) {
            await house.again(`${person.id} ${id}`);
            return { ...refused(412), said: told(error) };
          }
        }
        case 'code': {
          try {
            const given = tokenOf(
              await ask('code', (client) => client.getUserToken(userId, connection, channelId, invoke.code)),
            );
            if (given === undefined) return { status: 404 };
            return { status: 200, said: await accepted(invoke, given, house) };
          } catch (error) {
            return { status: 200, said: told(error) };
          }
        }
        case 'failure':
          // Teams says nothing of most of these to the person.
          log.warn({ code: invoke.code }, 'signing in silently failed');
          return {
            status: 200,
            said: phrase(
              'Teams could not sign you in by itself. Press the button on the card, or ask whoever runs brickbot.',
            ),
          };
      }
    },
    assertion: async ({ userId, channelId }) =>
      tokenOf(await ask('token', (client) => client.getUserToken(userId, connection, channelId, ''))),
    signOut: async ({ userId, channelId }) => {
      // What is kept here is gone already; the token service is told as well as it can be.
      await ask('sign-out', (client) => client.signOutUser(userId, connection, channelId)).catch(() => {});
    },
  };
};

const told = (error: unknown): string => {
  const { what, next } = asFault(error);
  return `${what} ${next}`;
};
