// The web server against clients that mean no good, and clients that are merely unlucky.
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Log } from '../../../src/base/log.ts';
import { LARGEST_BODY } from '../../../src/http/body.ts';
import type { HttpRequest } from '../../../src/http/route.ts';
import { type Serving, serve } from '../../../src/http/server.ts';

let serving: Serving;
const lines: object[] = [];
const log: Log = {
  debug: () => {},
  info: () => {},
  warn: (fields) => void lines.push(fields),
  error: (fields) => void lines.push(fields),
};
let got: HttpRequest | undefined;

beforeAll(async () => {
  serving = await serve({
    port: 0,
    host: '127.0.0.1',
    log,
    routes: [
      {
        method: 'POST',
        path: '/json',
        body: 'json',
        handle: async (request) => {
          got = request;
          return { status: 200, body: { length: request.raw.length } };
        },
      },
      {
        method: 'POST',
        path: '/bytes',
        body: 'bytes',
        handle: async ({ raw }) => ({ status: 200, body: raw.toString('hex') }),
      },
      {
        method: 'GET',
        path: '/throws',
        body: 'none',
        handle: async () => {
          throw new Error('secret detail');
        },
      },
      {
        method: 'GET',
        path: '/throws-at-once',
        body: 'none',
        handle: () => {
          throw new Error('secret detail');
        },
      },
    ],
  });
});
afterAll(() => serving.close());

const post = async (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'content-type': 'application/json' },
  path = '/json',
): Promise<{ status: number; text: string; headers: Headers }> => {
  const response = await fetch(`${serving.url}${path}`, { method: 'POST', body, headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
};
/** What the server sends back to bytes on a bare socket, until it closes. */
const raw = (bytes: string | Buffer): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(serving.port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (part) => {
      text += part.toString('latin1');
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => {});
  });

describe('bodies', () => {
  test('JSON is parsed, and its bytes are there too', async () => {
    const text = '{"a":"ü","n":9007199254740993}';
    expect((await post(text)).status).toBe(200);
    expect(got).toMatchObject({ path: '/json', query: '', json: { a: 'ü' } });
    expect(got?.raw.toString('utf8')).toBe(text);
  });

  test.each([
    ['application/json; charset=utf-8', 200],
    ['Application/JSON;charset="UTF-8"', 200],
    ['application/json; charset=utf-16', 415],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/jsonp', 415],
  ])('content type %s is %i', async (type, status) => {
    expect((await post('{}', { 'content-type': type })).status).toBe(status);
  });

  test('no content type is 415', async () => {
    expect((await post(Buffer.from('{}'), {})).status).toBe(415);
  });

  test.each(['{', '', 'nonsense', '{"a":1}}', '\u0000'])('%j is 400', async (text) => {
    const answer = await post(text);
    expect({ status: answer.status, text: answer.text }).toEqual({
      status: 400,
      text: '{"error":"the body is not JSON"}',
    });
  });

  test('the limit is exact, by announced length and by what comes', async () => {
    const json = (length: number): string => `"${'x'.repeat(length - 2)}"`;
    expect((await post(json(LARGEST_BODY))).text).toBe(`{"length":${LARGEST_BODY}}`);
    expect((await post(json(LARGEST_BODY + 1))).status).toBe(413);
    const parts = Array.from({ length: 40 }, () => `2000\r\n${'x'.repeat(0x2000)}\r\n`).join('');
    const head =
      'POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await raw(head + parts)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('nothing is inflated: a gzip bomb, garbage, a truncated stream and deflate are 415, and the server lives on', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    for (const body of [bomb, Buffer.from('zzz'), gzipSync('{"a":1}').subarray(0, 10)])
      for (const encoding of ['gzip', 'deflate', 'br', 'identity'])
        expect(
          (await post(body, { 'content-type': 'application/json', 'content-encoding': encoding })).status,
        ).toBe(415);
    expect((await post('{}')).status).toBe(200);
  });

  test('deep nesting is read without falling over', async () => {
    const deep = 100_000;
    expect((await post('['.repeat(deep) + ']'.repeat(deep))).status).toBe(200);
  });

  test('bytes are handed on as they came, whatever they claim to be', async () => {
    expect((await post(Buffer.from([0, 255, 10]), { 'content-type': 'x/y' }, '/bytes')).text).toBe('00ff0a');
  });

  test('a client that goes away in the middle leaves the server well', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(serving.port, '127.0.0.1', () => {
        socket.write(
          'POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a":',
        );
        socket.end();
      });
      socket.on('close', () => resolve());
      socket.on('error', () => {});
      socket.resume();
    });
    expect((await post('{}')).status).toBe(200);
  });
});

describe('answers', () => {
  test.each(['/throws', '/throws-at-once'])(
    '%s is a bare 500; the log has the rest under the same id',
    async (path) => {
      lines.length = 0;
      const response = await fetch(serving.url + path);
      expect(response.status).toBe(500);
      expect(await response.text()).toBe('{"error":"internal"}');
      expect(lines).toEqual([
        {
          error: expect.objectContaining({ message: 'secret detail' }),
          request: response.headers.get('x-request-id'),
          route: path,
        },
      ]);
    },
  );

  test('no such path, and a method that a path does not know', async () => {
    const missing = await fetch(`${serving.url}/<script>`);
    expect([missing.status, await missing.text()]).toEqual([404, '{"error":"not found"}']);
    const wrong = await fetch(`${serving.url}/json`);
    expect([wrong.status, await wrong.text()]).toEqual([405, '{"error":"method not allowed"}']);
  });

  test('tell nothing about the software and have an id each', async () => {
    const [one, two] = [await post('{}'), await post('{}')];
    expect(one.headers.get('server')).toBeNull();
    expect(one.headers.get('x-powered-by')).toBeNull();
    expect(one.headers.get('x-content-type-options')).toBe('nosniff');
    expect(one.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.headers.get('x-request-id')).not.toBe(two.headers.get('x-request-id'));
  });

  test('what is not HTTP is closed with 400', async () => {
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

test('closing takes nothing new and lets what is under way end', async () => {
  let release: () => void = () => {};
  let begun: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const other = await serve({
    port: 0,
    host: '127.0.0.1',
    log,
    routes: [
      {
        method: 'GET',
        path: '/slow',
        body: 'none',
        handle: async () => {
          begun();
          await new Promise<void>((resolve) => {
            release = resolve;
          });
          return { status: 200, body: 'done' };
        },
      },
    ],
  });
  const slow = fetch(`${other.url}/slow`);
  await started;
  const closed = other.close();
  await expect(fetch(`${other.url}/slow`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  release();
  expect(await (await slow).text()).toBe('done');
  await closed;
});
