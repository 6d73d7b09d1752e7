// Stands between Teams and a bot that dies again and again: an activity that nobody answered is delivered again, the same one, until
// a living process takes it. So every message arrives at least once, and some more than once.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Exchange {
  readonly url: string;
  /** Where the bot listens now; undefined while there is none. */
  connect(botUrl: string | undefined): void;
  /** How many deliveries were repeated. */
  redelivered(): number;
  /** Resolves when no activity is on its way. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

const AGAIN_MS = 150;

export const openExchange = async (): Promise<Exchange> => {
  let bots: readonly string[] = [];
  let turn = 0;
  let repeats = 0;
  let underWay = 0;
  const waiting = new Set<() => void>();
  let closed = false;

  const deliver = async (body: string): Promise<{ status: number; text: string }> => {
    for (let attempt = 0; !closed; attempt += 1) {
      const bot = bots[turn++ % Math.max(1, bots.length)];
      if (bot !== undefined) {
        if (attempt > 0) repeats += 1;
        try {
          const answer = await fetch(`${bot}/api/messages`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
          });
          // Teams takes a 5xx as no answer.
          if (answer.status < 500) return { status: answer.status, text: await answer.text() };
        } catch {
          // The process died with the request in hand.
        }
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
    return { status: 503, text: '' };
  };

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    underWay += 1;
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void answer(Buffer.concat(chunks).toString('utf8'), response));
  });
  const answer = async (body: string, response: ServerResponse): Promise<void> => {
    const { status, text } = await deliver(body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    underWay -= 1;
    if (underWay === 0) {
      for (const tell of waiting) tell();
      waiting.clear();
    }
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connect: (botUrl) => {
      bots = botUrl === undefined ? [] : botUrl.split(' ');
    },
    redelivered: () => repeats,
    quiet: () =>
      underWay === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.add(() => resolve())),
    close: async () => {
      closed = true;
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
