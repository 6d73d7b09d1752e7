// What was asked of the workspace, newest last, so that a test can count side effects. Bounded; never holds bodies or tokens.
import type { Route } from './route.ts';
import type { Exchange } from './server.ts';

export interface Journal {
  /** `GET /local/journal?method=&path=` and `DELETE /local/journal`. */
  readonly routes: readonly Route[];
  note(exchange: Exchange): void;
  entries(): readonly Exchange[];
}

/** Keeps the last `limit` exchanges; those with the journal and the fault board itself are left out. */
export function openJournal(limit = 5_000): Journal {
  let kept: Exchange[] = [];
  return {
    note(exchange) {
      if (exchange.path.startsWith('/local/')) return;
      kept.push(exchange);
      // Trimmed in halves, so that a busy server does not shift an array on every request.
      if (kept.length >= limit * 2) kept = kept.slice(-limit);
    },
    entries: () => kept.slice(-limit),
    routes: [
      {
        method: 'GET',
        path: '/local/journal',
        handle: ({ query }) => {
          const method = query.get('method');
          const path = query.get('path');
          const entries = kept
            .slice(-limit)
            .filter((entry) => method === null || entry.method === method.toUpperCase())
            .filter((entry) => path === null || entry.path.startsWith(path));
          return { body: { entries: entries.map(shown) } };
        },
      },
      {
        method: 'DELETE',
        path: '/local/journal',
        handle: () => {
          kept = [];
          return { body: {} };
        },
      },
    ],
  };
}

function shown(exchange: Exchange): Record<string, unknown> {
  const { idempotencyToken, ...rest } = exchange;
  return { ...rest, idempotency_token: idempotencyToken };
}
