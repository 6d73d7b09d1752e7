// Reads the body of a request, whole, and the JSON object in it.
import type { IncomingMessage } from 'node:http';
import { isRecord, parseJson } from './json.ts';
import { ApiRefusal } from './route.ts';

/** Bodies above this are refused; the platform's own import limit is 10 MB before base64. */
const BODY_LIMIT = 64 * 1024 * 1024;

/** All bytes of the body. @throws ApiRefusal 413 above 64 MB */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT)
      throw new ApiRefusal(413, 'MAX_REQUEST_SIZE_EXCEEDED', 'The request body is too large.');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * The JSON object of the body. A body declared as JSON must parse; one declared as something else is tried when it looks like an
 * object (plain `curl -d` declares a form), otherwise left to the handler as `raw`.
 */
export function bodyOf(request: IncomingMessage, raw: Buffer): Readonly<Record<string, unknown>> {
  if (raw.length === 0) return {};
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  const declared = type.includes('json');
  if (!declared && (type.includes('octet-stream') || type.includes('multipart') || raw[0] !== 0x7b))
    return {};
  try {
    const parsed = parseJson(raw.toString('utf8'));
    if (isRecord(parsed)) return parsed;
  } catch (error) {
    if (!(error instanceof SyntaxError) && (error as Error).name !== 'SyntaxError') throw error;
    if (!declared) return {};
  }
  throw new ApiRefusal(400, 'MALFORMED_REQUEST', 'The body of the request is not a JSON object.');
}
