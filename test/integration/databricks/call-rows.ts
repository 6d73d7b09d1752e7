// Every call of the Databricks client, and where the fault matrix of the product plays it: `every-call.test.ts` holds the list against
// what the client really asks, `faults*.test.ts` hold it against what they played.
import type { FaultRule } from '../../../src/local/kernel/faults.ts';

/** Ids, names and numbers in a path stand as `*`. */
export const shapeOf = (method: string, path: string): string =>
  `${method} ${path
    .replace(/\/\d{4,}(?=\/|$)/g, '/*')
    .replace(/(?<=\/unity-catalog\/models\/)[^/]+/, '*')
    .replace(/(?<=\/aliases\/)[^/]+$/, '*')
    .replace(/(?<=\/models\/\*\/versions\/)[^/]+$/, '*')
    .replace(/(?<=\/git-credentials\/).+$/, '*')}`;

/** Ways in which a call goes wrong. With `times` it passes; without, it stays. */
export const KINDS: Readonly<
  Record<string, Pick<FaultRule, 'kind' | 'retryAfterSeconds' | 'delayMs' | 'times'>>
> = {
  '401 expired token': { kind: 'expired-token' },
  '403': { kind: '403' },
  '404': { kind: '404' },
  '429 with Retry-After': { kind: '429', retryAfterSeconds: 1, times: 2 },
  '429 without': { kind: '429', times: 2 },
  '500': { kind: '500' },
  '503': { kind: '503', times: 2 },
  '504': { kind: '504', times: 2 },
  reset: { kind: 'reset', times: 2 },
  'time-out': { kind: 'timeout', delayMs: 6_000, times: 1 },
  'slow body': { kind: 'slow', delayMs: 100, times: 2 },
  'malformed JSON': { kind: 'malformed' },
  'sign-in page 200': { kind: 'signin-200' },
  'sign-in page 203': { kind: 'signin-203' },
};

/** What must not be sent twice: a lost answer stays unknown until somebody has looked. */
export const NOT_REPEATED: ReadonlySet<string> = new Set([
  'POST /api/2.0/repos',
  'PATCH /api/2.0/repos/*',
  'POST /api/2.0/git-credentials',
  'POST /api/2.2/jobs/runs/repair',
  'POST /api/2.0/mlflow/registered-models/create',
  'POST /api/2.0/mlflow/model-versions/create',
  'POST /api/2.0/mlflow/transition-requests/approve',
]);

export const DATABRICKS_CALLS: Readonly<Record<string, string>> = {
  'DELETE /api/2.0/mlflow/registered-models/alias': '',
  'DELETE /api/2.0/repos/*': '',
  'DELETE /api/2.1/unity-catalog/models/*/aliases/*': '',
  'GET /api/2.0/git-credentials': '',
  'GET /api/2.0/mlflow/experiments/get': '',
  'GET /api/2.0/mlflow/experiments/get-by-name': '',
  'GET /api/2.0/mlflow/metrics/get-history': '',
  'GET /api/2.0/mlflow/model-versions/get': '',
  'GET /api/2.0/mlflow/model-versions/search': '',
  'GET /api/2.0/mlflow/registered-models/alias': '',
  'GET /api/2.0/mlflow/registered-models/get': '',
  'GET /api/2.0/mlflow/registered-models/search': '',
  'GET /api/2.0/mlflow/runs/get': '',
  'GET /api/2.0/mlflow/transition-requests/list': '',
  'GET /api/2.0/mlflow/unity-catalog/model-versions/get': '',
  'GET /api/2.0/mlflow/unity-catalog/registered-models/get': '',
  'GET /api/2.0/preview/scim/v2/Me': '',
  'GET /api/2.0/repos': '',
  'GET /api/2.0/repos/*': '',
  'GET /api/2.0/workspace/export': '',
  'GET /api/2.0/workspace/get-status': '',
  'GET /api/2.0/workspace/list': '',
  'GET /api/2.1/unity-catalog/models': '',
  'GET /api/2.1/unity-catalog/models/*': '',
  'GET /api/2.1/unity-catalog/models/*/aliases/*': '',
  'GET /api/2.1/unity-catalog/models/*/versions': '',
  'GET /api/2.1/unity-catalog/models/*/versions/*': '',
  'GET /api/2.2/jobs/get': '',
  'GET /api/2.2/jobs/list': '',
  'GET /api/2.2/jobs/runs/get': '',
  'GET /api/2.2/jobs/runs/get-output': '',
  'GET /api/2.2/jobs/runs/list': '',
  'PATCH /api/2.0/git-credentials/*': '',
  'PATCH /api/2.0/repos/*': '',
  'POST /api/2.0/git-credentials': '',
  'POST /api/2.0/mlflow/databricks/model-versions/transition-stage': '',
  'POST /api/2.0/mlflow/experiments/search': '',
  'POST /api/2.0/mlflow/model-versions/create': '',
  'POST /api/2.0/mlflow/model-versions/set-tag': '',
  'POST /api/2.0/mlflow/registered-models/alias': '',
  'POST /api/2.0/mlflow/registered-models/create': '',
  'POST /api/2.0/mlflow/runs/search': '',
  'POST /api/2.0/mlflow/runs/set-tag': '',
  'POST /api/2.0/mlflow/transition-requests/approve': '',
  'POST /api/2.0/mlflow/unity-catalog/model-versions/set-tag': '',
  'POST /api/2.0/repos': '',
  'POST /api/2.0/workspace/delete': '',
  'POST /api/2.0/workspace/import': '',
  'POST /api/2.0/workspace/mkdirs': '',
  'POST /api/2.2/jobs/run-now': '',
  'POST /api/2.2/jobs/runs/cancel': '',
  'POST /api/2.2/jobs/runs/cancel-all': '',
  'POST /api/2.2/jobs/runs/repair': '',
  'POST /api/2.2/jobs/runs/submit': '',
  'PUT /api/2.1/unity-catalog/models/*/aliases/*': '',
};
