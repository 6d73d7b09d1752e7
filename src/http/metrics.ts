// GET /metrics: Prometheus text. What is in it is said by whoever scrapes the instruments; a flood of questions costs one scrape a second.
import type { Clock } from '../base/clock.ts';
import type { Route } from './route.ts';

/** A scraper that asks more often gets what was read before, in ms. */
const KEPT_FOR = 1_000;

/** @param scrape the text; rejects when the store does not answer */
export const metricsRoute = (scrape: () => Promise<string>, clock: Clock): Route => {
  let kept: { readonly at: number; readonly text: Promise<string> } | undefined;
  return {
    method: 'GET',
    path: '/metrics',
    body: 'none',
    handle: async () => {
      const now = clock.now();
      if (!kept || now - kept.at >= KEPT_FOR) kept = { at: now, text: scrape() };
      try {
        return {
          status: 200,
          body: await kept.text,
          headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
        };
      } catch {
        kept = undefined;
        return { status: 503, body: { error: 'the store does not answer' } };
      }
    },
  };
};
