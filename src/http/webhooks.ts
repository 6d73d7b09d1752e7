// POST /api/webhooks/databricks: a hint that a run has moved. The platform signs nothing and sends no more than ids, so whoever knows
// the user name and the password may only make brickbot look: what is said is read back from the API.
import { parseLossless } from '../databricks/json.ts';
import { admitted, type Lock, UNAUTHORIZED } from './basic-auth.ts';
import type { Route } from './route.ts';

export interface WebhookDoor extends Lock {
  /** Puts the run into the queue to be looked at. Resolves when that is stored. */
  hint(runId: string): Promise<void>;
}

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

export const webhookRoute = (door: WebhookDoor): Route => ({
  method: 'POST',
  path: '/api/webhooks/databricks',
  body: 'bytes',
  handle: async (request) => {
    if (!admitted(request, door)) return UNAUTHORIZED;
    const reading = readWebhook(request.raw);
    if (reading === 'malformed') return { status: 400, body: { error: 'not a job notification' } };
    if (reading === 'ignored') return { status: 202, body: { status: 'ignored' } };
    await door.hint(reading.runId);
    return { status: 202, body: { status: 'taken' } };
  },
});
