// The terminal's door: the command line beside a running bot says its words here and follows the operation. Only who can read the
// key file of this process may knock; the key is compared in constant time.
import { createHash, timingSafeEqual } from 'node:crypto';
import { plainText } from '../cards/plain.ts';
import type { Answer, Dispatch } from '../commands/answer.ts';
import type { Operation } from '../domain/operation.ts';
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';
import type { HttpAnswer, HttpRequest, Route } from './route.ts';

export interface TerminalDoor {
  readonly key: string;
  readonly dispatch: Dispatch;
  /** The operation as it stands once its revision is past `after`, or as it is when that takes longer than the patience. */
  follow(op: string, after: number): Promise<Operation | undefined>;
  /** The operation's card as text. */
  paint(operation: Operation): Promise<string>;
}

/** The terminal is no place to post to: what is answered goes back to whoever asked. */
export const TERMINAL_PLACE: Place = {
  scope: 'terminal',
  conversationId: 'terminal',
  serviceUrl: '',
  channelId: 'terminal',
  botId: 'brickbot',
};

/** What the terminal prints: the text of the answer, the operation to follow, and the content for `--json`. */
export interface TerminalAnswer {
  readonly text: string;
  readonly op?: string;
  readonly data?: unknown;
  /** Catalogue code of a failure. */
  readonly failure?: string;
}

export const terminalAnswer = (answer: Answer): TerminalAnswer => {
  switch (answer.kind) {
    case 'card':
      return {
        text: plainText(answer.card),
        ...(answer.data !== undefined && { data: answer.data }),
        ...(answer.failure !== undefined && { failure: answer.failure }),
      };
    case 'text':
      return { text: answer.text, ...(answer.data !== undefined && { data: answer.data }) };
    case 'operation':
      return { text: answer.notice ?? '', op: answer.op };
    case 'silence':
      return { text: '' };
  }
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export const terminalRoutes = (door: TerminalDoor): readonly Route[] => {
  const admitted = ({ headers }: HttpRequest): boolean =>
    typeof headers['authorization'] === 'string' &&
    timingSafeEqual(digest(headers['authorization']), digest(`Bearer ${door.key}`));
  const guarded = (handle: (request: HttpRequest) => Promise<HttpAnswer>) => async (request: HttpRequest) =>
    admitted(request) ? handle(request) : { status: 401, body: { error: 'unauthorized' } };
  return [
    {
      method: 'POST',
      path: '/api/terminal',
      body: 'json',
      handle: guarded(async ({ json, id }) => {
        const { words, user, utterance } = (json ?? {}) as {
          words?: unknown;
          user?: unknown;
          utterance?: unknown;
        };
        if (typeof words !== 'string' || typeof user !== 'string')
          return { status: 400, body: { error: 'words and user are needed' } };
        const person: Person = { id: 'terminal', name: user.slice(0, 100) };
        const answer = await door.dispatch({
          kind: 'words',
          id: `terminal:${typeof utterance === 'string' ? utterance : id}`,
          person,
          place: TERMINAL_PLACE,
          text: words,
        });
        return { status: 200, body: terminalAnswer(answer) };
      }),
    },
    {
      method: 'GET',
      path: '/api/terminal/operation',
      body: 'none',
      handle: guarded(async ({ query }) => {
        const asked = new URLSearchParams(query);
        const operation = await door.follow(asked.get('op') ?? '', Number(asked.get('after') ?? -1));
        if (!operation) return { status: 404, body: { error: 'no such operation' } };
        return { status: 200, body: { operation, text: await door.paint(operation) } };
      }),
    },
  ];
};
