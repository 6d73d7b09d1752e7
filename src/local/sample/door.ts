// How the sample's seeds call the workspace: over HTTP like anybody else.
import { isRecord, parseJson, printJson } from '../kernel/json.ts';

export interface WorkspaceDoor {
  /** Base URL of the workspace. */
  readonly url: string;
  readonly token: string;
  readonly signal?: AbortSignal;
}

/** The answer's JSON object. @throws Error that names the call, on any status but 2xx */
export async function callWorkspace(
  door: WorkspaceDoor,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const answer = await fetch(door.url + path, {
    method,
    headers: { authorization: `Bearer ${door.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: printJson(body) }),
    ...(door.signal === undefined ? {} : { signal: door.signal }),
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new Error(`${method} ${path.split('?')[0]} answered ${answer.status}: ${text.slice(0, 300)}`);
  const parsed = parseJson(text);
  return isRecord(parsed) ? parsed : {};
}
