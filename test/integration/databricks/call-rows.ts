// Every call of the Databricks client, and the ways in which a call goes wrong: `every-call.test.ts` holds the list against what the
// client really asks.
import type { FaultRule } from '../../../src/local/kernel/faults.ts';

/** Ids, names and numbers in a path stand as `*`. */
export const shapeOf = (method: string, path: string): string =>
  `${method} ${path
    .replace(/\/\d{4,}(?=\/|$)/g, '/*')
    .replace(/(?<=\/unity-catalog\/models\/)[^/]+/, '*')
    .replace(/(?<=\/aliases\/)[^/]+$/, '*')
    .replace(/(?<=\/models\/\*\/versions\/)[^/]+$/, '*')
    .replace(/(?<=\/(?:git-credentials|notification-destinations)\/).+$/, '*')
    .replace(/(?<=\/mlflow-artifacts\/artifacts\/).+$/, '*')}`;

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
  'POST /api/2.0/notification-destinations',
  'POST /api/2.2/jobs/create',
  'POST /api/2.2/jobs/runs/repair',
  'POST /api/2.0/mlflow/databricks/model-versions/transition-stage',
  'POST /api/2.0/mlflow/experiments/create',
  'POST /api/2.0/mlflow/registered-models/alias',
  'POST /api/2.0/mlflow/registered-models/create',
  'POST /api/2.0/mlflow/model-versions/create',
  'POST /api/2.0/mlflow/transition-requests/approve',
  'POST /api/2.0/mlflow/transition-requests/reject',
  'PUT /api/2.1/unity-catalog/models/*/aliases/*',
]);

/**
 * Each call and who asks for it: `people` by what they say, or the `client` alone, of which `brickbot setup` makes use. The suites of the whole product
 * (`test/integration/product/faults*.test.ts`) find theirs by watching.
 */
export const DATABRICKS_CALLS: Readonly<Record<string, 'people' | 'client'>> = {
  'DELETE /api/2.0/mlflow/registered-models/alias': 'people',
  'DELETE /api/2.0/repos/*': 'people',
  'DELETE /api/2.1/unity-catalog/models/*/aliases/*': 'people',
  'GET /api/2.0/git-credentials': 'client',
  'GET /api/2.0/mlflow-artifacts/artifacts/*': 'people',
  'GET /api/2.0/mlflow/experiments/get': 'people',
  'GET /api/2.0/mlflow/experiments/get-by-name': 'people',
  'GET /api/2.0/mlflow/metrics/get-history': 'people',
  'GET /api/2.0/mlflow/model-versions/get': 'people',
  'GET /api/2.0/mlflow/model-versions/search': 'people',
  'GET /api/2.0/mlflow/registered-models/alias': 'people',
  'GET /api/2.0/mlflow/registered-models/get': 'people',
  'GET /api/2.0/mlflow/registered-models/search': 'people',
  'GET /api/2.0/mlflow/runs/get': 'people',
  'GET /api/2.0/mlflow/transition-requests/list': 'people',
  'GET /api/2.0/mlflow/unity-catalog/model-versions/get': 'people',
  'GET /api/2.0/mlflow/unity-catalog/registered-models/get': 'people',
  'GET /api/2.0/notification-destinations': 'client',
  'GET /api/2.0/preview/scim/v2/Me': 'client',
  'GET /api/2.0/repos': 'client',
  'GET /api/2.0/repos/*': 'people',
  'GET /api/2.0/workspace/export': 'client',
  'GET /api/2.0/workspace/get-status': 'people',
  'GET /api/2.0/workspace/list': 'client',
  'GET /api/2.1/unity-catalog/models': 'people',
  'GET /api/2.1/unity-catalog/models/*': 'people',
  'GET /api/2.1/unity-catalog/models/*/aliases/*': 'people',
  'GET /api/2.1/unity-catalog/models/*/versions': 'people',
  'GET /api/2.1/unity-catalog/models/*/versions/*': 'people',
  'GET /api/2.2/jobs/get': 'people',
  'GET /api/2.2/jobs/list': 'people',
  'GET /api/2.2/jobs/runs/get': 'people',
  'GET /api/2.2/jobs/runs/get-output': 'people',
  'GET /api/2.2/jobs/runs/list': 'people',
  'PATCH /api/2.0/git-credentials/*': 'client',
  'PATCH /api/2.0/notification-destinations/*': 'client',
  'PATCH /api/2.0/repos/*': 'people',
  'POST /api/2.0/git-credentials': 'client',
  'POST /api/2.0/mlflow/databricks/model-versions/transition-stage': 'people',
  'POST /api/2.0/mlflow/experiments/create': 'client',
  'POST /api/2.0/mlflow/experiments/search': 'people',
  'POST /api/2.0/mlflow/model-versions/create': 'people',
  'POST /api/2.0/mlflow/model-versions/set-tag': 'people',
  'POST /api/2.0/mlflow/registered-models/alias': 'people',
  'POST /api/2.0/mlflow/registered-models/create': 'people',
  'POST /api/2.0/mlflow/runs/search': 'people',
  'POST /api/2.0/mlflow/runs/set-tag': 'client',
  'POST /api/2.0/mlflow/transition-requests/approve': 'people',
  'POST /api/2.0/mlflow/transition-requests/reject': 'people',
  'POST /api/2.0/mlflow/unity-catalog/model-versions/set-tag': 'people',
  'POST /api/2.0/notification-destinations': 'client',
  'POST /api/2.0/repos': 'people',
  'POST /api/2.0/workspace/delete': 'client',
  'POST /api/2.0/workspace/import': 'client',
  'POST /api/2.0/workspace/mkdirs': 'people',
  'POST /api/2.2/jobs/create': 'client',
  'POST /api/2.2/jobs/run-now': 'people',
  'POST /api/2.2/jobs/runs/cancel': 'people',
  'POST /api/2.2/jobs/runs/cancel-all': 'client',
  'POST /api/2.2/jobs/runs/repair': 'people',
  'POST /api/2.2/jobs/runs/submit': 'people',
  'POST /api/2.2/jobs/update': 'client',
  'PUT /api/2.1/unity-catalog/models/*/aliases/*': 'people',
};
