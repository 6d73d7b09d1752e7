// Writes answers: JSON without loss, refusals in the platform's shape, or a cut connection when a fault asks for one.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { printJson } from './json.ts';
import { ApiRefusal, type LocalResponse } from './route.ts';

/** The refusal as the platform words it; anything unexpected keeps its text to itself. */
export function refusalAnswer(error: unknown): LocalResponse {
  if (error instanceof ApiRefusal) {
    const details = error.details === undefined ? {} : { details: error.details };
    return {
      status: error.status,
      body: { error_code: error.errorCode, message: error.message, ...details },
    };
  }
  return { status: 500, body: { error_code: 'INTERNAL_ERROR', message: 'An internal error occurred.' } };
}

/** Sends the answer with the headers that every answer carries; does nothing when the caller has gone. */
export function send(response: ServerResponse, answer: LocalResponse, orgId: string | undefined): void {
  if (response.destroyed) return;
  const isBytes = Buffer.isBuffer(answer.body);
  const payload = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(printJson(answer.body ?? {}));
  response.writeHead(answer.status ?? 200, {
    'content-type': isBytes ? 'application/octet-stream' : 'application/json',
    'content-length': payload.length,
    ...(orgId === undefined ? {} : { 'x-databricks-org-id': orgId }),
    ...answer.headers,
  });
  response.end(payload);
}

/** Sends the answer of a fault, or cuts the connection with a reset. */
export function sendFault(
  answer: LocalResponse | 'reset',
  request: IncomingMessage,
  response: ServerResponse,
  orgId: string | undefined,
): void {
  if (answer === 'reset') request.socket.resetAndDestroy();
  else send(response, answer, orgId);
}
