// The demo listens where it listened before: a bookmarked chat, a cloned git address and the conversations that brickbot remembers stay
// good over a restart.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Ports = Readonly<Record<string, number>>;

const read = (file: string): Ports => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Ports;
  } catch {
    return {};
  }
};

/** Starts on the port of the last time, or on a free one when that is taken or there was none, and remembers it. */
export const onKeptPort = async <Started extends { readonly url: string }>(
  data: string,
  name: string,
  start: (port: number) => Promise<Started>,
): Promise<Started> => {
  const file = join(data, 'ports.json');
  const before = read(file)[name] ?? 0;
  const started = await start(before).catch((error: unknown) => {
    if (before === 0 || (error as { code?: unknown }).code !== 'EADDRINUSE') throw error;
    return start(0);
  });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify({ ...read(file), [name]: Number(new URL(started.url).port) }));
  return started;
};
