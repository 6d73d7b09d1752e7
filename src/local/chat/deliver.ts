// Carries an activity to the bot's endpoint as Teams does: signed when credentials are given, again (same id) when a message is not
// answered in time, never again for an invoke, which ends in an error for the person instead.
import type { JsonObject } from './message.ts';

export interface ChatCredentials {
  readonly appId: string;
  /** A bearer token for this activity, without the word Bearer. */
  sign(activity: JsonObject): Promise<string> | string;
}

export interface Answer {
  /** HTTP status of the bot; 0 when no answer came (refused, reset, or too late). */
  readonly status: number;
  /** Parsed JSON of the body, or undefined. */
  readonly body: unknown;
  /** Why there was no answer: an error code such as ECONNREFUSED, or `too-late`. */
  readonly reason?: string;
}

export interface DeliveryOptions {
  readonly botEndpoint: () => string;
  readonly credentials?: ChatCredentials;
  /** Teams' patience with one activity, in ms. */
  readonly patienceMs: number;
  /** How often a message that was not answered within the patience is sent again. */
  readonly redeliveries: number;
  /** How long the last try may hang before it is given up, in ms. */
  readonly giveUpMs: number;
}

export interface Delivery {
  /** Resolves with the first answer of any try; never rejects. */
  send(activity: JsonObject): Promise<Answer>;
  /** Gives up everything under way. */
  close(): void;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const codeOf = (error: unknown): string => {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return 'no-answer';
};

export function createDelivery(options: DeliveryOptions): Delivery {
  const closing = new AbortController();

  async function post(activity: JsonObject): Promise<Answer> {
    try {
      const token = await options.credentials?.sign(activity);
      const response = await fetch(options.botEndpoint(), {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(activity),
        signal: closing.signal,
      });
      return { status: response.status, body: parsed(await response.text()) };
    } catch (error) {
      return { status: 0, body: undefined, reason: codeOf(error) };
    }
  }

  return {
    send(activity) {
      const { promise, resolve } = Promise.withResolvers<Answer>();
      const invoke = activity['type'] === 'invoke';
      let timer: NodeJS.Timeout | undefined;
      const attempt = (left: number): void => {
        void post(activity).then((answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        timer = setTimeout(
          () => {
            if (left > 0) attempt(left - 1);
            else resolve({ status: 0, body: undefined, reason: 'too-late' });
          },
          invoke || left > 0 ? options.patienceMs : options.giveUpMs,
        );
        timer.unref();
      };
      attempt(invoke ? 0 : options.redeliveries);
      return promise;
    },
    close() {
      closing.abort();
    },
  };
}
