// Counts what comes in at the doors of other systems, by door and by how it ended, for `/metrics`. A door is a route as it is; what it
// answers tells how it ended, so no door can forget to count.
import type { HttpAnswer, Route } from './route.ts';

/** What came in at one door since the start, by how it ended. */
export interface WebhookCounts {
  taken: number;
  /** Of a kind, or from a place, that nobody needs. */
  ignored: number;
  unauthorized: number;
  malformed: number;
  /** Too large, or compressed: refused before anybody was asked for a password. */
  unread: number;
  /** Could not be stored; who sent it is told to try again. */
  failed: number;
}

/** By the path below `/api/`: `webhooks/databricks`. */
export type CountsByDoor = Readonly<Record<string, Readonly<WebhookCounts>>>;

const outcomeOf = ({ status, body }: HttpAnswer): keyof WebhookCounts => {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'ignored';
  if (status >= 500) return 'failed';
  if (status >= 400) return 'malformed';
  return (body as { readonly status?: unknown } | undefined)?.status === 'ignored' ? 'ignored' : 'taken';
};

/** The same routes, and what came in through them. */
export const countedDoors = (
  doors: readonly Route[],
): { readonly routes: readonly Route[]; readonly counts: CountsByDoor } => {
  const counts: Record<string, WebhookCounts> = {};
  const routes = doors.map((route): Route => {
    const mine = { taken: 0, ignored: 0, unauthorized: 0, malformed: 0, unread: 0, failed: 0 };
    counts[route.path.replace(/^\/api\//, '')] = mine;
    return {
      ...route,
      refused: () => {
        mine.unread += 1;
      },
      handle: async (request) => {
        try {
          const answer = await route.handle(request);
          mine[outcomeOf(answer)] += 1;
          return answer;
        } catch (error) {
          mine.failed += 1;
          throw error;
        }
      },
    };
  });
  return { routes, counts };
};
