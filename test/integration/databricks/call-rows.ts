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
  '500': { kind: '500', times: 2 },
  '503': { kind: '503', times: 2 },
  '504': { kind: '504', times: 2 },
  reset: { kind: 'reset', times: 2 },
  'time-out': { kind: 'timeout', delayMs: 1_500, times: 1 },
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

/**
 * Each call with the suite that plays it through the whole product. What nothing that people say asks for is played at the client alone:
 * `client`.
 */
export const DATABRICKS_CALLS: Readonly<Record<string, 'faults' | 'faults-models' | 'client'>> = {
  'DELETE /api/2.0/mlflow/registered-models/alias': 'faults-models',
  'DELETE /api/2.0/repos/*': 'faults',
  'DELETE /api/2.1/unity-catalog/models/*/aliases/*': 'faults-models',
  'GET /api/2.0/git-credentials': 'client',
  'GET /api/2.0/mlflow/experiments/get': 'faults',
  'GET /api/2.0/mlflow/experiments/get-by-name': 'faults',
  'GET /api/2.0/mlflow/metrics/get-history': 'faults',
  'GET /api/2.0/mlflow/model-versions/get': 'faults-models',
  'GET /api/2.0/mlflow/model-versions/search': 'faults-models',
  'GET /api/2.0/mlflow/registered-models/alias': 'faults-models',
  'GET /api/2.0/mlflow/registered-models/get': 'faults-models',
  'GET /api/2.0/mlflow/registered-models/search': 'faults-models',
  'GET /api/2.0/mlflow/runs/get': 'faults',
  'GET /api/2.0/mlflow/transition-requests/list': 'faults-models',
  'GET /api/2.0/mlflow/unity-catalog/model-versions/get': 'faults-models',
  'GET /api/2.0/mlflow/unity-catalog/registered-models/get': 'faults-models',
  'GET /api/2.0/preview/scim/v2/Me': 'client',
  'GET /api/2.0/repos': 'client',
  'GET /api/2.0/repos/*': 'faults',
  'GET /api/2.0/workspace/export': 'client',
  'GET /api/2.0/workspace/get-status': 'faults',
  'GET /api/2.0/workspace/list': 'client',
  'GET /api/2.1/unity-catalog/models': 'faults-models',
  'GET /api/2.1/unity-catalog/models/*': 'faults-models',
  'GET /api/2.1/unity-catalog/models/*/aliases/*': 'faults-models',
  'GET /api/2.1/unity-catalog/models/*/versions': 'faults-models',
  'GET /api/2.1/unity-catalog/models/*/versions/*': 'faults-models',
  'GET /api/2.2/jobs/get': 'faults',
  'GET /api/2.2/jobs/list': 'faults',
  'GET /api/2.2/jobs/runs/get': 'faults',
  'GET /api/2.2/jobs/runs/get-output': 'faults',
  'GET /api/2.2/jobs/runs/list': 'faults',
  'PATCH /api/2.0/git-credentials/*': 'client',
  'PATCH /api/2.0/repos/*': 'faults',
  'POST /api/2.0/git-credentials': 'client',
  'POST /api/2.0/mlflow/databricks/model-versions/transition-stage': 'faults-models',
  'POST /api/2.0/mlflow/experiments/search': 'faults',
  'POST /api/2.0/mlflow/model-versions/create': 'faults-models',
  'POST /api/2.0/mlflow/model-versions/set-tag': 'faults-models',
  'POST /api/2.0/mlflow/registered-models/alias': 'faults-models',
  'POST /api/2.0/mlflow/registered-models/create': 'faults-models',
  'POST /api/2.0/mlflow/runs/search': 'faults',
  'POST /api/2.0/mlflow/runs/set-tag': 'client',
  'POST /api/2.0/mlflow/transition-requests/approve': 'faults-models',
  'POST /api/2.0/mlflow/unity-catalog/model-versions/set-tag': 'faults-models',
  'POST /api/2.0/repos': 'faults',
  'POST /api/2.0/workspace/delete': 'client',
  'POST /api/2.0/workspace/import': 'client',
  'POST /api/2.0/workspace/mkdirs': 'faults',
  'POST /api/2.2/jobs/run-now': 'faults',
  'POST /api/2.2/jobs/runs/cancel': 'faults',
  'POST /api/2.2/jobs/runs/cancel-all': 'client',
  'POST /api/2.2/jobs/runs/repair': 'faults',
  'POST /api/2.2/jobs/runs/submit': 'faults',
  'PUT /api/2.1/unity-catalog/models/*/aliases/*': 'faults-models',
};
