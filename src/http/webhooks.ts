// POST /api/webhooks/databricks: a hint that a run has moved. The platform signs nothing and sends no more than ids, so whoever knows
// the user name and the password may only make brickbot look: what is said is read back from the API.
import { createHash, timingSafeEqual } from 'node:crypto';
import { parseLossless } from '../databricks/json.ts';
import type { HttpRequest, Route } from './route.ts';

export interface WebhookDoor {
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Puts the run into the queue to be looked at. Resolves when that is stored. */
  hint(runId: string): Promise<void>;
}

/** What came in since the start, by how it ended. */
export interface WebhookCounts {
  taken: number;
  /** Of a kind that nobody needs. */
  ignored: number;
  unauthorized: number;
  malformed: number;
  /** Too large, or compressed: refused before anybody was asked for a password. */
  unread: number;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Digests are compared, so neither the time nor the length tells how much was right. */
const admitted = ({ headers }: HttpRequest, { user, password }: WebhookDoor): boolean => {
  const given = headers['authorization'];
  if (!user || !password || typeof given !== 'string') return false;
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return timingSafeEqual(digest(given.replace(/^basic /i, 'Basic ')), digest(wanted));
};

const object = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

/** Ids come as numbers or as strings, beyond 2^53 too. */
const idOf = (value: unknown): string | undefined => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^\d{1,20}$/.test(text) ? text : undefined;
};

type Reading = { readonly runId: string } | 'ignored' | 'malformed';

/** The job run that a body tells of: of a notice about a task, the run that it belongs to. */
export const readWebhook = (raw: Buffer): Reading => {
  let body: Readonly<Record<string, unknown>> | undefined;
  try {
    body = object(parseLossless(raw.toString('utf8')));
  } catch {
    return 'malformed';
  }
  const event = body?.['event_type'];
  const run = object(body?.['run']);
  if (typeof event !== 'string' || !run) return 'malformed';
  const parent = run['parent_run_id'];
  const runId = idOf(parent ?? run['run_id']);
  if (runId === undefined) return 'malformed';
  return event.startsWith('jobs.on_') && event !== 'jobs.on_start' ? { runId } : 'ignored';
};

export const webhookRoutes = (
  door: WebhookDoor,
): { readonly routes: readonly Route[]; readonly counts: Readonly<WebhookCounts> } => {
  const counts: WebhookCounts = { taken: 0, ignored: 0, unauthorized: 0, malformed: 0, unread: 0 };
  const route: Route = {
    method: 'POST',
    path: '/api/webhooks/databricks',
    body: 'bytes',
    refused: () => {
      counts.unread += 1;
    },
    handle: async (request) => {
      if (!admitted(request, door)) {
        counts.unauthorized += 1;
        return {
          status: 401,
          body: { error: 'unauthorized' },
          headers: { 'www-authenticate': 'Basic realm="brickbot"' },
        };
      }
      const reading = readWebhook(request.raw);
      if (reading === 'malformed') {
        counts.malformed += 1;
        return { status: 400, body: { error: 'not a job notification' } };
      }
      if (reading === 'ignored') {
        counts.ignored += 1;
        return { status: 202, body: { status: 'ignored' } };
      }
      await door.hint(reading.runId);
      counts.taken += 1;
      return { status: 202, body: { status: 'taken' } };
    },
  };
  return { routes: [route], counts };
};
