import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../src/base/clock.ts';
import { healthRoutes, type ReadinessCheck, remembered } from '../../../src/http/health.ts';
import type { HttpAnswer } from '../../../src/http/route.ts';

let now = 0;
let ring: () => void = () => {};
const clock: Clock = {
  now: () => now,
  sleep: () =>
    new Promise((resolve) => {
      ring = resolve;
    }),
};
const request = { id: '1', path: '/readyz', query: '', headers: {}, raw: Buffer.alloc(0), json: undefined };
const ask = async (
  path: string,
  routes: ReturnType<typeof healthRoutes>,
  query = '',
): Promise<HttpAnswer> => {
  const route = routes.find((candidate) => candidate.path === path);
  if (!route) throw new Error(`no route ${path}`);
  return route.handle({ ...request, query });
};
const well: ReadinessCheck = async () => {};

describe('health', () => {
  test('alive says so whatever else is broken', async () => {
    const routes = healthRoutes({ store: () => Promise.reject(new Error('down')) }, clock);
    expect(await ask('/healthz', routes)).toEqual({ status: 200, body: { status: 'alive' } });
  });

  test('ready when every check is', async () => {
    expect(await ask('/readyz', healthRoutes({ store: well, workspace: well }, clock))).toEqual({
      status: 200,
      body: { status: 'ready', checks: { store: 'ok', workspace: 'ok' } },
    });
  });

  test('not ready names what fails and not why, also when a check throws at once', async () => {
    const broken = (): Promise<unknown> => {
      throw new Error('postgres://user:password@host');
    };
    expect(await ask('/readyz', healthRoutes({ store: well, workspace: broken }, clock))).toEqual({
      status: 503,
      body: { status: 'not ready', checks: { store: 'ok', workspace: 'failing' } },
    });
  });

  test('a check that never answers counts as failing', async () => {
    const asked = ask('/readyz', healthRoutes({ store: () => new Promise(() => {}) }, clock));
    ring();
    expect((await asked).status).toBe(503);
  });

  test('a flood of questions costs one check a second', async () => {
    let checks = 0;
    const counted = async (): Promise<void> => {
      checks += 1;
    };
    const routes = healthRoutes({ store: counted }, clock);
    for (let nth = 0; nth < 10; nth++) await ask('/readyz', routes);
    expect(checks).toBe(1);
    now += 1_000;
    await ask('/readyz', routes);
    expect(checks).toBe(2);
  });

  test('a check is left out for whoever asks so, and for nobody else', async () => {
    const broken = (): Promise<unknown> => Promise.reject(new Error('down'));
    const routes = healthRoutes({ store: well, workspace: broken }, clock);
    expect(await ask('/readyz', routes, 'exclude=workspace')).toEqual({
      status: 200,
      body: { status: 'ready', checks: { store: 'ok' } },
    });
    expect((await ask('/readyz', routes)).status).toBe(503);
    expect((await ask('/readyz', routes, 'exclude=store')).status).toBe(503);
  });

  test('a check that costs others something is believed for a while, longer when it was well', async () => {
    let asked = 0;
    let up = true;
    const check = remembered(
      async () => {
        asked += 1;
        if (!up) throw new Error('down');
      },
      clock,
      { good: 30_000, bad: 5_000 },
    );
    await Promise.all([check(), check()]);
    now += 29_000;
    await check();
    expect(asked).toBe(1);
    up = false;
    now += 2_000;
    await expect(check()).rejects.toThrow('down');
    await expect(check()).rejects.toThrow('down');
    expect(asked).toBe(2);
    up = true;
    now += 5_000;
    await check();
    expect(asked).toBe(3);
  });
});
