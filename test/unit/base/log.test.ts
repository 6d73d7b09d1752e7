import { afterEach, describe, expect, test } from '@jest/globals';
import { createLog } from '../../../src/base/log.ts';
import { listen } from '../../../src/base/telemetry.ts';
import { inThread } from '../../../src/base/thread.ts';

const lines: string[] = [];
const to = { write: (line: string): void => void lines.push(line) };
const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
afterEach(() => {
  lines.length = 0;
  listen({});
});

describe('a line of the log', () => {
  test('is JSON with a level, an instant, its fields and a fixed sentence', () => {
    createLog('info', { to }).warn({ workspace: 'staging' }, 'the runs of a workspace could not be read');
    expect(last()).toMatchObject({
      level: 40,
      at: expect.any(Number),
      workspace: 'staging',
      msg: 'the runs of a workspace could not be read',
    });
  });

  test('carries the request and the operation that it was written for, over waits, and no longer', async () => {
    const log = createLog('info', { to });
    await inThread({ request: 'r-1' }, async () => {
      await inThread({ op: '7K3F' }, async () => {
        await Promise.resolve();
        log.info({}, 'within');
        expect(last()).toMatchObject({ request: 'r-1', op: '7K3F' });
      });
      log.info({}, 'after the operation');
      expect(last()).toMatchObject({ request: 'r-1' });
      expect(last()).not.toHaveProperty('op');
    });
    log.info({}, 'outside');
    expect(last()).not.toHaveProperty('request');
  });

  test('names the trace that it belongs to', () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    listen({
      tracer: {
        span: (_name, _attributes, work) => work(),
        here: () => `00-${trace}-b7ad6b7169203331-01`,
        describe: () => {},
        past: () => {},
      },
    });
    createLog('info', { to }).info({}, 'within a trace');
    expect(last()).toMatchObject({ trace });
  });

  test.each([
    ['a field that is called so', { token: 'abcdefgh' }, 'abcdefgh'],
    ['a field one level down', { account: { clientSecret: 'abcdefgh' } }, 'abcdefgh'],
    ['a header', { note: 'sent Authorization: Bearer abcdefgh.ijkl' }, 'abcdefgh.ijkl'],
    ['a token of Entra', { note: 'got eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln' }, 'eyJzdWIiOiIxIn0'],
    ['a token of Databricks', { note: 'used dapi0123456789abcdef' }, 'dapi0123456789abcdef'],
    ['a password in an address', { note: 'postgres://bot:hunter2@db:5432/x' }, 'hunter2'],
    ['what the configuration holds as secret', { deep: { er: { still: 'x p"ss-word y' } } }, 'p\\"ss-word'],
    ['a message of somebody else’s error', { error: new Error('no entry with p"ss-word') }, 'p\\"ss-word'],
  ])('holds no secret: %s', (_, fields, secret) => {
    createLog('info', { to, secrets: ['p"ss-word', 'ab'] }).error(fields, 'a turn failed');
    expect(lines.at(-1)).toContain('[secret]');
    expect(lines.at(-1)).not.toContain(secret);
    expect(last()).toMatchObject({ msg: 'a turn failed' });
  });

  test('tells nothing of a cause but its kind and code', () => {
    const cause = Object.assign(new Error('what Databricks wrote'), { code: 'ECONNRESET' });
    createLog('info', { to }).error({ error: new Error('a call failed', { cause }) }, 'a step failed');
    expect(lines.at(-1)).not.toContain('what Databricks wrote');
    expect(last()).toMatchObject({ error: { cause: { name: 'Error', code: 'ECONNRESET' } } });
  });
});
