// Where traces and metrics are sent, out of the settings that OpenTelemetry names; nowhere when none is set.
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import type { Settings } from '../base/config/settings.ts';
import { VERSION } from '../base/version.ts';

export interface Collector {
  readonly resource: Resource;
  /** What the exporter of a signal is given. */
  to(signal: 'traces' | 'metrics'): {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly timeoutMillis: number;
  };
}

/** Ms that one request to the collector may take. */
const TIMEOUT = 5_000;

export const resourceOf = (settings: Settings): Resource =>
  resourceFromAttributes({
    ...pairs(settings.OTEL_RESOURCE_ATTRIBUTES),
    'service.name': settings.OTEL_SERVICE_NAME,
    'service.version': VERSION,
  });

export const collectorOf = (settings: Settings): Collector => ({
  resource: resourceOf(settings),
  to: (signal) => ({
    url: `${settings.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/${signal}`,
    headers: pairs(settings.OTEL_EXPORTER_OTLP_HEADERS),
    timeoutMillis: TIMEOUT,
  }),
});

/** `name=value,name=value`, values percent-encoded, as the standard writes headers and attributes. */
const pairs = (text: string | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (text ?? '').split(',').flatMap((pair) => {
      const at = pair.indexOf('=');
      return at < 1 ? [] : [[pair.slice(0, at).trim(), plain(pair.slice(at + 1).trim())]];
    }),
  );

const plain = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
