// POST /api/webhooks/mlflow: a hint that something moved in a model registry, from an MLflow server or from the workspace registry of
// Databricks. Both sign what they send; what they say is never believed, only looked after: the registry itself is read.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { HttpRequest, Route } from './route.ts';

export interface RegistryDoor {
  /** Shared with whoever set the webhook up; without one nothing is let in. */
  readonly secret: string | undefined;
  now(): number;
  /** Puts the model into the queue to be looked at. Resolves when that is stored. */
  hint(model: string): Promise<void>;
}

/** MLflow counts deliveries older than this as replayed. */
const OLDEST_MS = 5 * 60_000;
const name = z.string().min(1).max(250);
/** MLflow: `{entity, action, timestamp, data}`. */
const fromMlflow = z.object({
  entity: z.string(),
  data: z.object({ name }),
});
/** The workspace registry: `{event, model_name, version, event_timestamp}`. */
const fromWorkspace = z.object({ event: z.string(), model_name: name });
const ENTITIES = new Set(['MODEL_VERSION', 'MODEL_VERSION_TAG', 'MODEL_VERSION_ALIAS', 'REGISTERED_MODEL']);

const header = ({ headers }: HttpRequest, key: string): string | undefined => {
  const value = headers[key];
  return typeof value === 'string' ? value : undefined;
};

const equal = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/**
 * Whether whoever sent this knows the secret. MLflow signs `<delivery id>.<timestamp>.<body>` (`v1,` and base64, seconds), the workspace
 * registry the bytes of the body alone (hexadecimal).
 */
export const isSigned = (request: HttpRequest, secret: string, now: number): boolean => {
  const ofWorkspace = header(request, 'x-databricks-signature');
  if (ofWorkspace !== undefined)
    return equal(ofWorkspace.toLowerCase(), createHmac('sha256', secret).update(request.raw).digest('hex'));
  const [signature, timestamp, delivery] = [
    header(request, 'x-mlflow-signature'),
    header(request, 'x-mlflow-timestamp'),
    header(request, 'x-mlflow-delivery-id'),
  ];
  if (signature === undefined || timestamp === undefined || delivery === undefined) return false;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > OLDEST_MS) return false;
  const wanted = createHmac('sha256', secret)
    .update(`${delivery}.${timestamp}.`)
    .update(request.raw)
    .digest('base64');
  return equal(signature, `v1,${wanted}`);
};

/** The model that a body tells of; `ignored` for what is no registry's business. */
export const readRegistryEvent = (raw: Buffer): { readonly model: string } | 'ignored' | 'malformed' => {
  let body: unknown;
  try {
    body = JSON.parse(raw.toString('utf8'));
  } catch {
    return 'malformed';
  }
  const mlflow = fromMlflow.safeParse(body);
  if (mlflow.success)
    return ENTITIES.has(mlflow.data.entity.toUpperCase()) ? { model: mlflow.data.data.name } : 'ignored';
  const workspace = fromWorkspace.safeParse(body);
  return workspace.success ? { model: workspace.data.model_name } : 'malformed';
};

export const registryWebhookRoute = (door: RegistryDoor): Route => ({
  method: 'POST',
  path: '/api/webhooks/mlflow',
  body: 'bytes',
  handle: async (request) => {
    if (!door.secret || !isSigned(request, door.secret, door.now()))
      return { status: 401, body: { error: 'unauthorized' } };
    const event = readRegistryEvent(request.raw);
    if (event === 'malformed') return { status: 400, body: { error: 'not a registry event' } };
    if (event === 'ignored') return { status: 202, body: { status: 'ignored' } };
    await door.hint(event.model);
    return { status: 202, body: { status: 'taken' } };
  },
});
