// POST /api/messages: hands the parsed body and the Authorization header to the Teams edge, nothing else.
import type { Route } from './route.ts';

/** The Teams edge, as far as the endpoint needs it. */
export interface Receiver {
  receive(
    authorization: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly body?: unknown }>;
}

export const messagesRoute = (edge: Receiver): Route => ({
  method: 'POST',
  path: '/api/messages',
  body: 'json',
  handle: ({ headers, json }) => {
    const { authorization } = headers;
    return edge.receive(typeof authorization === 'string' ? authorization : '', json);
  },
});
