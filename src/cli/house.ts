// Where the terminal's words go: through a running bot when there is one, else into a house opened for the length of the command.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { serviceFile } from '../app/service-file.ts';
import type { Operation } from '../domain/operation.ts';
import type { TerminalAnswer } from '../http/terminal.ts';

export interface TerminalHouse {
  say(words: string, user: string): Promise<TerminalAnswer>;
  /** The operation once its revision is past `after`, with its card as text. */
  follow(
    op: string,
    after: number,
  ): Promise<{ readonly operation: Operation; readonly text: string } | undefined>;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export const openTerminalHouse = async (
  environment: Environment,
  tell: (line: string) => void,
): Promise<TerminalHouse> => (await throughRunningBot(environment)) ?? (await ownHouse(environment, tell));

/** The bot that serves this data folder, when one is alive. */
const throughRunningBot = async (environment: Environment): Promise<TerminalHouse | undefined> => {
  const file = serviceFile(environment['BRICKBOT_DATA'] ?? '.brickbot');
  if (!existsSync(file)) return undefined;
  const { url, key } = JSON.parse(readFileSync(file, 'utf8')) as { url: string; key: string };
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
  // A file left behind by a killed bot points nowhere; then the terminal opens its own house.
  const alive = await ask('/healthz').then(
    (answer) => answer.ok,
    () => false,
  );
  if (!alive) return undefined;
  return {
    say: async (words, user) => {
      const answer = await ask('/api/terminal', {
        method: 'POST',
        body: JSON.stringify({ words, user, utterance: randomUUID() }),
      });
      if (!answer.ok) throw new Error(`the running bot answered ${answer.status}`);
      return (await answer.json()) as TerminalAnswer;
    },
    follow: async (op, after) => {
      const answer = await ask(
        `/api/terminal/operation?${new URLSearchParams({ op, after: String(after) })}`,
      );
      return answer.ok ? ((await answer.json()) as { operation: Operation; text: string }) : undefined;
    },
    close: async () => {},
  };
};

const ownHouse = async (environment: Environment, tell: (line: string) => void): Promise<TerminalHouse> => {
  const { createHouse } = await import('../app/house.ts');
  const { TERMINAL_PLACE, terminalAnswer } = await import('../http/terminal.ts');
  const { configured, readConfig } = await import('../app/configured.ts');
  const demo = configured(environment)
    ? undefined
    : await (await import('../demo.ts')).startDemoWorld(environment, { history: false });
  if (demo) tell('Nothing is configured: the embedded workspace runs for the length of this command.');
  const house = createHouse({ config: demo?.config ?? readConfig(environment), surroundings: environment });
  // Nothing is posted from a terminal; a card that belongs to a chat waits in the outbox for the bot.
  await house.work(undefined);
  return {
    say: async (words, user) =>
      terminalAnswer(
        await house.dispatch({
          kind: 'words',
          id: `terminal:${randomUUID()}`,
          person: { id: 'terminal', name: user },
          place: TERMINAL_PLACE,
          text: words,
        }),
      ),
    follow: async (op, after) => {
      const operation = await house.follow(op, after);
      return operation && { operation, text: await house.paint(operation) };
    },
    close: async () => {
      await house.close();
      await demo?.close();
    },
  };
};
