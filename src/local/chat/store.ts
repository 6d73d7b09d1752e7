// What the stand-in Teams remembers: messages and where the bot is installed. SQLite in a file when a folder is given (a restart keeps
// the chat), in memory otherwise.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Message } from './message.ts';

export interface ChatStore {
  /** The next message id: `now` in ms as digits, or one more than the last when two fall into one ms. */
  nextId(now: number): string;
  save(message: Message): void;
  message(conversation: string, id: string): Message | undefined;
  /** Oldest first; at most the newest `limit`. */
  messages(conversation: string, limit?: number): Message[];
  setInstalled(conversation: string, installed: boolean): void;
  /** True after an install, false after a removal, undefined when neither ever happened. */
  installed(conversation: string): boolean | undefined;
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS message (
    conversation TEXT NOT NULL,
    id INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (conversation, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS install (
    conversation TEXT PRIMARY KEY,
    present INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Rows are written by this file alone, so their shape is known. */
const toMessage = (row: Readonly<Record<string, unknown>>): Message =>
  JSON.parse(String(row['body'])) as Message;

export function openChatStore(dataDir?: string): ChatStore {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(dataDir === undefined ? ':memory:' : join(dataDir, 'chat.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(schema);
  const put = database.prepare(
    'INSERT INTO message (conversation, id, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
  );
  const one = database.prepare('SELECT body FROM message WHERE conversation = ? AND id = ?');
  const many = database.prepare(
    'SELECT body FROM (SELECT id, body FROM message WHERE conversation = ? ORDER BY id DESC LIMIT ?) ORDER BY id',
  );
  const putInstall = database.prepare(
    'INSERT INTO install (conversation, present) VALUES (?, ?) ON CONFLICT DO UPDATE SET present = excluded.present',
  );
  const oneInstall = database.prepare('SELECT present FROM install WHERE conversation = ?');
  let last = Number(database.prepare('SELECT max(id) AS last FROM message').get()?.['last'] ?? 0);
  return {
    nextId(now) {
      last = Math.max(now, last + 1);
      return String(last);
    },
    save(message) {
      put.run(message.conversation, Number(message.id), JSON.stringify(message));
    },
    message(conversation, id) {
      if (!/^\d{1,15}$/.test(id)) return undefined;
      const row = one.get(conversation, Number(id));
      return row === undefined ? undefined : toMessage(row);
    },
    messages: (conversation, limit = 200) => many.all(conversation, limit).map(toMessage),
    setInstalled(conversation, installed) {
      putInstall.run(conversation, installed ? 1 : 0);
    },
    installed(conversation) {
      const row = oneInstall.get(conversation);
      return row === undefined ? undefined : row['present'] === 1;
    },
    close() {
      database.close();
    },
  };
}
