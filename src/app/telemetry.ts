// Joins what the house tells of its work with those who listen: `/metrics`, and a collector where one is configured.
import type { Settings } from '../base/config/settings.ts';
import { isCollected } from '../base/config/telemetry-settings.ts';
import type { Log } from '../base/log.ts';
import { listen } from '../base/telemetry.ts';
import type { CountsByDoor } from '../http/webhook-counts.ts';
import type { VitalSigns } from '../store/vital-signs.ts';
import { collectorOf, resourceOf } from './collector.ts';

export interface TelemetryParts {
  readonly settings: Settings;
  readonly vitalSigns: () => Promise<VitalSigns>;
  readonly webhooks: CountsByDoor;
  readonly log: Log;
}

export interface Telemetry {
  /** Prometheus text. @throws Error when the store does not answer */
  scrape(): Promise<string>;
  /** Sends what is left, within two seconds. */
  close(): Promise<void>;
}

/** Ms that a collector gets to take the rest; one that is away must not hold up the end. */
const PATIENCE = 2_000;
/** A collector that is away is told of once in so many ms. */
const TOLD_EVERY = 10 * 60_000;

export const openTelemetry = async ({
  settings,
  vitalSigns,
  webhooks,
  log,
}: TelemetryParts): Promise<Telemetry> => {
  const collector = isCollected(settings) ? collectorOf(settings) : undefined;
  const [{ openMetrics }, tracing] = await Promise.all([
    import('./metrics.ts'),
    collector &&
      import('./tracing.ts').then(({ openTracing }) =>
        openTracing(collector, settings.OTEL_TRACES_SAMPLER_ARG),
      ),
  ]);
  if (collector) await complain(log);
  const metrics = openMetrics({
    ...{ vitalSigns, webhooks, resource: resourceOf(settings) },
    ...(collector && { collector }),
  });
  listen({ tracer: tracing?.tracer, meter: metrics.meter });
  return {
    scrape: () => metrics.scrape(),
    close: async () => {
      listen({});
      const sent = Promise.allSettled([metrics.close(), tracing?.close()]);
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const alarm = setTimeout(resolve, PATIENCE);
      await Promise.race([sent, late]);
      clearTimeout(alarm);
    },
  };
};

/** What the exporters complain about goes to our log, now and then: by a sentence, as they quote addresses and answers. */
const complain = async (log: Log): Promise<void> => {
  const { diag, DiagLogLevel } = await import('@opentelemetry/api');
  let told = 0;
  const tell = (): void => {
    if (Date.now() - told < TOLD_EVERY) return;
    told = Date.now();
    log.warn({}, 'telemetry could not be sent to the collector');
  };
  const quiet = (): void => {};
  diag.setLogger({ error: tell, warn: tell, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
};
