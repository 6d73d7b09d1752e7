// A running workspace with the MLflow room for a test, and short ways to ask it.
import { mlflowRoutes } from '../../../../src/local/mlflow/index.ts';
import { startWorkspace, type WorkspaceOptions } from '../../../../src/local/workspace.ts';

export const PERSON = { token: 'dapi-person', userName: 'ada@example.com' };

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface MlflowGuest {
  readonly url: string;
  readonly dataDir: string;
  /** POST, PATCH or DELETE with a body below `/api/2.0/mlflow/`. */
  send(method: string, path: string, body: unknown, token?: string): Promise<Answer>;
  /** GET with a query below `/api/2.0/mlflow/`. */
  get(path: string, query?: Record<string, string | number>): Promise<Answer>;
  /** Any call, bodies as they are. */
  raw(method: string, path: string, body?: string | Buffer, type?: string): Promise<Response>;
  /** POST that must succeed. */
  post(path: string, body: unknown): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const TOKEN = 'dapi-service';

export async function openMlflow(options: Partial<WorkspaceOptions> = {}): Promise<MlflowGuest> {
  const crashes: unknown[] = [];
  const workspace = await startWorkspace({
    token: TOKEN,
    principals: [PERSON],
    rooms: [(context) => ({ routes: mlflowRoutes(context) })],
    onError: (error) => crashes.push(error),
    ...options,
  });
  const call = (
    token: string,
    method: string,
    path: string,
    body?: string | Buffer,
    type = 'application/json',
  ) =>
    fetch(workspace.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      ...(body === undefined ? {} : { body }),
    });
  const read = async (answer: Response): Promise<Answer> => ({
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown>,
  });
  const raw: MlflowGuest['raw'] = (method, path, body, type) => call(TOKEN, method, path, body, type);
  const send: MlflowGuest['send'] = async (method, path, body, token = TOKEN) =>
    read(await call(token, method, `/api/2.0/mlflow/${path}`, JSON.stringify(body)));
  return {
    url: workspace.url,
    dataDir: workspace.dataDir,
    send,
    raw,
    async get(path, query = {}) {
      const asked = new URLSearchParams();
      for (const [key, value] of Object.entries(query)) asked.set(key, String(value));
      return read(await raw('GET', `/api/2.0/mlflow/${path}?${asked.toString()}`));
    },
    async post(path, body) {
      const answer = await send('POST', path, body);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    async close() {
      await workspace.close();
      if (crashes.length > 0) throw new Error('the room crashed inside', { cause: crashes[0] });
    },
  };
}

/** The field at a path of keys, `run.info.run_id`; undefined when something on the way is missing. */
export function dig(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      value,
    );
}

/** Id of a new experiment. */
export const newExperiment = async (guest: MlflowGuest, name: string): Promise<string> =>
  String((await guest.post('experiments/create', { name }))['experiment_id']);

/** Id of a new run. */
export const newRun = async (guest: MlflowGuest, experimentId: string, more: object = {}): Promise<string> =>
  String(dig(await guest.post('runs/create', { experiment_id: experimentId, ...more }), 'run.info.run_id'));
