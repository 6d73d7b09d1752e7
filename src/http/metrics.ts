// GET /metrics: Prometheus text. Counts only, no names of people, branches or models. Everything is read when it is asked for; the
// libraries are loaded at the first scrape, so that a start does not pay for them.
import type { Clock } from '../base/clock.ts';
import type { VitalSigns } from '../store/vital-signs.ts';
import type { Route } from './route.ts';
import type { WebhookCounts } from './webhooks.ts';

export interface MetricsSources {
  readonly vitalSigns: () => Promise<VitalSigns>;
  readonly webhooks: Readonly<WebhookCounts>;
  readonly clock: Clock;
}

/** A scraper that asks more often gets what was read before, in ms. */
const KEPT_FOR = 1_000;

export const metricsRoute = (sources: MetricsSources): Route => {
  let scrape: Promise<() => Promise<string>> | undefined;
  let kept: { readonly at: number; readonly text: Promise<string> } | undefined;
  const fresh = async (): Promise<string> => {
    scrape ??= instruments(sources);
    return (await scrape)();
  };
  return {
    method: 'GET',
    path: '/metrics',
    body: 'none',
    handle: async () => {
      const now = sources.clock.now();
      if (!kept || now - kept.at >= KEPT_FOR) kept = { at: now, text: fresh() };
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

/** Declares every instrument; the answer reads them all. */
const instruments = async ({ vitalSigns, webhooks }: MetricsSources): Promise<() => Promise<string>> => {
  const [{ PrometheusExporter, PrometheusSerializer }, { MeterProvider }] = await Promise.all([
    import('@opentelemetry/exporter-prometheus'),
    import('@opentelemetry/sdk-metrics'),
  ]);
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const meter = new MeterProvider({ readers: [exporter] }).getMeter('brickbot');
  let signs: VitalSigns;
  const gauge = (name: string, description: string, unit: string, read: () => number): void =>
    meter.createObservableGauge(name, { description, unit }).addCallback((result) => result.observe(read()));
  gauge('brickbot_outbox_waiting', 'Posts that are to be sent', '', () => signs.postsWaiting);
  gauge('brickbot_outbox_parked', 'Posts that could not be delivered', '', () => signs.postsParked);
  gauge('brickbot_outbox_age', 'Age of the oldest due post', 's', () => signs.oldestPostMs / 1_000);
  gauge('brickbot_events_untold', 'Endings that nobody was told of yet', '', () => signs.eventsUntold);
  gauge('brickbot_poll_lag', 'Since the last look at a watched run', 's', () => signs.pollLagMs / 1_000);
  gauge('brickbot_subscriptions', 'Subscriptions', '', () => signs.subscriptions);
  gauge(
    'brickbot_subscriptions_broken',
    'Subscriptions that cannot be delivered',
    '',
    () => signs.subscriptionsBroken,
  );
  meter
    .createObservableGauge('brickbot_operations_active', { description: 'Operations that are not over' })
    .addCallback((result) => {
      for (const [state, count] of Object.entries(signs.active)) result.observe(count, { state });
    });
  meter
    .createObservableCounter('brickbot_webhooks', { description: 'Webhooks that came in, by how they ended' })
    .addCallback((result) => {
      for (const [outcome, count] of Object.entries(webhooks)) result.observe(count, { outcome });
    });
  const serializer = new PrometheusSerializer();
  return async () => {
    signs = await vitalSigns();
    return serializer.serialize((await exporter.collect()).resourceMetrics);
  };
};
