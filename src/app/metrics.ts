// The instruments, once for both who read them: Prometheus, which asks, and a collector, which is sent to. Counts and times only, no names
// of people, branches or models. Loaded behind the open door, so that a start does not pay for it.
import type { Attributes as ApiAttributes, BatchObservableResult } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { MEASURES, type MeasureName, type Meter } from '../base/telemetry.ts';
import type { CountsByDoor } from '../http/webhook-counts.ts';
import type { VitalSigns } from '../store/vital-signs.ts';
import type { Collector } from './collector.ts';

export interface MetricsSources {
  readonly vitalSigns: () => Promise<VitalSigns>;
  readonly webhooks: CountsByDoor;
  readonly resource: Resource;
  /** Absent: Prometheus alone reads. */
  readonly collector?: Collector;
}

export interface Metrics {
  readonly meter: Meter;
  /** Prometheus text. @throws Error when the store does not answer */
  scrape(): Promise<string>;
  /** Sends what is left. */
  close(): Promise<void>;
}

const SENT_EVERY_MS = 60_000;
/** Upper bounds in seconds: a turn is over in milliseconds, a call to another system in up to minutes. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export const openMetrics = ({ vitalSigns, webhooks, resource, collector }: MetricsSources): Metrics => {
  const prometheus = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({
    resource,
    readers: [
      prometheus,
      ...(collector
        ? [
            new PeriodicExportingMetricReader({
              exporter: new OTLPMetricExporter(collector.to('metrics')),
              exportIntervalMillis: SENT_EVERY_MS,
            }),
          ]
        : []),
    ],
  });
  const meter = provider.getMeter('brickbot');
  const instruments = new Map<MeasureName, (value: number, attributes: ApiAttributes) => void>();
  for (const [key, { name, kind, help }] of Object.entries(MEASURES)) {
    const instrument =
      kind === 'times'
        ? meter.createHistogram(name, {
            description: help,
            unit: 's',
            advice: { explicitBucketBoundaries: BOUNDS },
          })
        : meter.createCounter(name, { description: help });
    instruments.set(key as MeasureName, (value, attributes) =>
      'record' in instrument ? instrument.record(value, attributes) : instrument.add(value, attributes),
    );
  }

  const gauge = (name: string, description: string, unit = '') =>
    meter.createObservableGauge(`brickbot_${name}`, { description, unit });
  const all = {
    depth: gauge('queue_depth', 'Wake-ups that are due, by queue'),
    lag: gauge('queue_lag_seconds', 'Age of the oldest wake-up that is due, by queue', 's'),
    waiting: gauge('outbox_waiting', 'Posts that are to be sent'),
    parked: gauge('outbox_parked', 'Posts that could not be delivered'),
    age: gauge('outbox_age_seconds', 'Age of the oldest due post', 's'),
    untold: gauge('events_untold', 'Endings that nobody was told of yet'),
    poll: gauge('poll_lag_seconds', 'Since the last look at a watched run', 's'),
    subscriptions: gauge('subscriptions', 'Subscriptions'),
    broken: gauge('subscriptions_broken', 'Subscriptions that cannot be delivered'),
    active: gauge('operations_active', 'Operations that are not over'),
    memory: gauge('process_memory_bytes', 'Resident memory of this process', 'By'),
    webhooks: meter.createObservableCounter('brickbot_webhooks', {
      description: 'What other systems sent, by door and how it ended',
    }),
  };
  meter.addBatchObservableCallback(async (result: BatchObservableResult) => {
    result.observe(all.memory, process.memoryUsage.rss());
    for (const [door, counts] of Object.entries(webhooks))
      for (const [outcome, count] of Object.entries(counts))
        result.observe(all.webhooks, count, { door, outcome });
    const signs = await vitalSigns();
    for (const { queue, due, oldestMs } of signs.queues) {
      result.observe(all.depth, due, { queue });
      result.observe(all.lag, oldestMs / 1_000, { queue });
    }
    result.observe(all.waiting, signs.postsWaiting);
    result.observe(all.parked, signs.postsParked);
    result.observe(all.age, signs.oldestPostMs / 1_000);
    result.observe(all.untold, signs.eventsUntold);
    result.observe(all.poll, signs.pollLagMs / 1_000);
    result.observe(all.subscriptions, signs.subscriptions);
    result.observe(all.broken, signs.subscriptionsBroken);
    for (const [state, count] of Object.entries(signs.active)) result.observe(all.active, count, { state });
  }, Object.values(all));

  const serializer = new PrometheusSerializer();
  return {
    meter: (measure, value, attributes) => instruments.get(measure)?.(value, { ...attributes }),
    scrape: async () => {
      const { resourceMetrics, errors } = await prometheus.collect();
      // Half of the truth would look like all of it.
      if (errors.length > 0) throw new Error('the store does not answer', { cause: errors[0] });
      return serializer.serialize(resourceMetrics);
    },
    close: () => provider.shutdown(),
  };
};
