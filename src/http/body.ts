// Reads a request's body. Restify's own reader inflates gzip before anybody is authenticated, and a broken gzip stream kills
// the process; it also takes forms and uploads. This one takes bytes up to a limit, uncompressed, and JSON as JSON.
import type { IncomingMessage } from 'node:http';
import type { HttpAnswer, Route } from './route.ts';

/** Teams' own limit for a message is about 100 KB. */
export const LARGEST_BODY = 256 * 1_024;

export type ReadBody =
  | { readonly kind: 'read'; readonly raw: Buffer; readonly json: unknown }
  /** `close`: the rest of the body was not read, so the connection cannot be used again. */
  | { readonly kind: 'refused'; readonly answer: HttpAnswer; readonly close: boolean }
  /** The client has gone. */
  | { readonly kind: 'gone' };

const NOTHING = Buffer.alloc(0);
const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

export const readBody = async (request: IncomingMessage, wanted: Route['body']): Promise<ReadBody> => {
  if (wanted === 'none') return { kind: 'read', raw: NOTHING, json: undefined };
  const { headers } = request;
  if (headers['content-encoding'] !== undefined) return refuse(415, 'compressed bodies are not read');
  if (wanted === 'json' && !JSON_TYPE.test(headers['content-type'] ?? ''))
    return refuse(415, 'the body must be application/json in UTF-8');
  if (Number(headers['content-length'] ?? 0) > LARGEST_BODY) return refuse(413, 'the body is too large');
  const raw = await readBytes(request);
  if (raw === 'gone') return { kind: 'gone' };
  if (raw === 'too-large') return refuse(413, 'the body is too large');
  if (wanted === 'bytes') return { kind: 'read', raw, json: undefined };
  try {
    return { kind: 'read', raw, json: JSON.parse(raw.toString('utf8')) as unknown };
  } catch {
    return { ...refuse(400, 'the body is not JSON'), close: false };
  }
};

const refuse = (status: number, error: string): Extract<ReadBody, { kind: 'refused' }> => ({
  kind: 'refused',
  answer: { status, body: { error } },
  close: true,
});

const readBytes = (request: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= LARGEST_BODY) parts.push(part);
      else {
        parts.length = 0;
        request.pause();
        resolve('too-large');
      }
    });
    request.on('end', () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)));
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
