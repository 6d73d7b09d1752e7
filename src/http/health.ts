// GET /healthz says that the process answers; GET /readyz that what it needs answers too. Neither tells a stranger more than
// names and yes or no, and a flood of them costs one check a second. `/readyz?exclude=workspace` leaves a check out, for a load balancer
// behind which people had better be told that the workspace is out of reach than reach nobody.
import type { Clock } from '../base/clock.ts';
import type { Route } from './route.ts';

/** Resolves when the thing is well, rejects when it is not. */
export type ReadinessCheck = () => Promise<unknown>;

/** A check that does not answer within this time, in ms, counts as failing. */
const PATIENCE = 2_000;
const KEPT_FOR = 1_000;

/** @param checks by the name that is shown: `store`, `workspace` */
export const healthRoutes = (
  checks: Readonly<Record<string, ReadinessCheck>>,
  clock: Clock,
): readonly Route[] => {
  let kept: { readonly at: number; readonly verdict: Promise<Verdict> } | undefined;
  const verdict = (): Promise<Verdict> => {
    if (!kept || clock.now() - kept.at >= KEPT_FOR)
      kept = { at: clock.now(), verdict: runAll(checks, clock) };
    return kept.verdict;
  };
  return [
    {
      method: 'GET',
      path: '/healthz',
      body: 'none',
      handle: async () => ({ status: 200, body: { status: 'alive' } }),
    },
    {
      method: 'GET',
      path: '/readyz',
      body: 'none',
      handle: async ({ query }) => {
        const excluded = new URLSearchParams(query).getAll('exclude');
        const results = Object.entries(await verdict()).filter(([name]) => !excluded.includes(name));
        const ready = results.every(([, result]) => result === 'ok');
        return {
          status: ready ? 200 : 503,
          body: { status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(results) },
        };
      },
    },
  ];
};

type Verdict = Readonly<Record<string, 'ok' | 'failing'>>;

const runAll = async (checks: Readonly<Record<string, ReadinessCheck>>, clock: Clock): Promise<Verdict> => {
  const entries = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await runOne(check, clock)] as const),
  );
  return Object.fromEntries(entries);
};

const runOne = async (check: ReadinessCheck, clock: Clock): Promise<'ok' | 'failing'> => {
  const stop = new AbortController();
  const late = clock.sleep(PATIENCE, stop.signal).then(
    () => 'failing' as const,
    () => 'failing' as const,
  );
  const asked = Promise.resolve()
    .then(check)
    .then(
      () => 'ok' as const,
      () => 'failing' as const,
    );
  try {
    return await Promise.race([asked, late]);
  } finally {
    stop.abort();
  }
};

/** A check whose answer is believed for a while, in ms: for what costs somebody else something. */
export const remembered = (
  check: ReadinessCheck,
  clock: Clock,
  times: { readonly good: number; readonly bad: number },
): ReadinessCheck => {
  let kept: { readonly until: number; readonly answer: Promise<unknown> } | undefined;
  let asking: Promise<unknown> | undefined;
  return () => {
    if (asking) return asking;
    if (kept && clock.now() < kept.until) return kept.answer;
    const answer = Promise.resolve().then(check);
    asking = answer.finally(() => {
      asking = undefined;
    });
    const keep = (ms: number) => (): void => {
      kept = { until: clock.now() + ms, answer };
    };
    answer.then(keep(times.good), keep(times.bad));
    return asking;
  };
};
