// What Azure DevOps calls: its service hooks, hints that a build, an approval or a pull request has moved; and the Invoke REST API check,
// a question that is answered later. Both bring the webhook's user and password, and nothing that they say is believed.
import { admitted, type Lock, UNAUTHORIZED } from './basic-auth.ts';
import type { HttpRequest, Route } from './route.ts';

/** A check's call, out of its headers and body. */
export interface GateCall {
  readonly planUrl: string;
  readonly projectId: string;
  readonly hub: string;
  readonly planId: string;
  readonly jobId: string;
  readonly taskId: string;
  readonly token: string;
  readonly build: number;
  readonly stage: string;
  readonly model?: string;
  readonly version?: string;
}

export interface AzureDoor extends Lock {
  /** Something moved; of which build, when the event says it. Resolves when that is stored. */
  hint(build: number | undefined): Promise<void>;
  /** Resolves when it is stored. */
  check(call: GateCall): Promise<'taken' | 'foreign'>;
}

type Node = Readonly<Record<string, unknown>>;

const node = (value: unknown): Node | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : undefined;

const parsed = (raw: Buffer): Node | undefined => {
  try {
    return node(JSON.parse(raw.toString('utf8')));
  } catch {
    return undefined;
  }
};

/** Build of an event; an approval's event names none. `ignored`: of a kind that nobody needs. */
export const readHook = (raw: Buffer): { readonly build: number | undefined } | 'ignored' | 'malformed' => {
  const body = parsed(raw);
  const type = body?.['eventType'];
  const resource = node(body?.['resource']);
  if (typeof type !== 'string' || !resource) return 'malformed';
  if (type.startsWith('git.pullrequest.')) return { build: undefined };
  if (
    !type.startsWith('ms.vss-pipelines.') &&
    !type.startsWith('ms.vss-pipelinechecks-') &&
    type !== 'build.complete'
  )
    return 'ignored';
  const id = type === 'build.complete' ? resource['id'] : node(resource['run'])?.['id'];
  return { build: typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined };
};

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HUBS = ['checks', 'build', 'release', 'gates'];

/** The ids stand in the headers that the check's template sends; the body may name a model's version. */
export const readGateCall = ({
  headers,
  raw,
}: Pick<HttpRequest, 'headers' | 'raw'>): GateCall | undefined => {
  const body = raw.length === 0 ? {} : parsed(raw);
  if (!body) return undefined;
  const text = (name: string): string => {
    const value = headers[name.toLowerCase()] ?? body[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const ids = [text('PlanId'), text('JobId'), text('TaskInstanceId'), text('ProjectId')];
  const build = Number(text('BuildId') || text('buildId') || 0);
  const [token, hub, model, version] = [text('AuthToken'), text('HubName'), text('model'), text('version')];
  if (!ids.every((id) => GUID.test(id)) || token === '' || !HUBS.includes(hub.toLowerCase()))
    return undefined;
  // Without a version the model's is meant that was trained from the build's commit, so there has to be a build.
  if (!Number.isSafeInteger(build) || (model !== '' && version === '' && build <= 0)) return undefined;
  return {
    planUrl: text('PlanUrl'),
    projectId: text('ProjectId'),
    ...{ hub, token, build },
    planId: text('PlanId'),
    jobId: text('JobId'),
    taskId: text('TaskInstanceId'),
    stage: (text('Stage') || text('stage')).slice(0, 100),
    ...(model !== '' && { model: model.slice(0, 200) }),
    ...(model !== '' && version !== '' && { version: version.slice(0, 40) }),
  };
};

export const azureWebhookRoutes = (door: AzureDoor): readonly Route[] => [
  {
    method: 'POST',
    path: '/api/webhooks/azure-devops',
    body: 'bytes',
    handle: async (request) => {
      if (!admitted(request, door)) return UNAUTHORIZED;
      const reading = readHook(request.raw);
      if (reading === 'malformed') return { status: 400, body: { error: 'not a service hook' } };
      if (reading === 'ignored') return { status: 200, body: { status: 'ignored' } };
      try {
        await door.hint(reading.build);
        return { status: 200, body: { status: 'taken' } };
      } catch {
        // 503 is sent again; 500 would put the subscription on probation.
        return { status: 503, body: { error: 'not now' } };
      }
    },
  },
  {
    method: 'POST',
    path: '/api/gates/azure-devops',
    body: 'bytes',
    handle: async (request) => {
      if (!admitted(request, door)) return UNAUTHORIZED;
      const call = readGateCall(request);
      if (!call)
        return { status: 400, body: { error: 'not a call of an Invoke REST API check with callback' } };
      return (await door.check(call)) === 'taken'
        ? { status: 200, body: { status: 'waiting' } }
        : { status: 403, body: { error: 'not our organisation' } };
    },
  },
];
