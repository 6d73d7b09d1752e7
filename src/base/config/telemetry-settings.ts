// Where traces and metrics go, by OpenTelemetry's own names. Nothing leaves the process while no address is set.
import { row } from './setting-row.ts';

export const TELEMETRY_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: row(
    'service',
    'url',
    'Collector that takes traces and metrics by OTLP over HTTP, for example http://127.0.0.1:4318. Unset: nothing is sent.',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: row(
    'service',
    'text',
    'Headers for the collector, `name=value` separated by commas.',
    {
      secret: true,
    },
  ),
  OTEL_SERVICE_NAME: row('service', 'text', 'Name of this service in traces and metrics.', {
    default: 'brickbot',
  }),
  OTEL_RESOURCE_ATTRIBUTES: row(
    'service',
    'text',
    'More about this service, `name=value` separated by commas, for example deployment.environment=test.',
  ),
  OTEL_TRACES_SAMPLER_ARG: row('service', 'number', 'Share of the turns that are traced, up to 1.', {
    default: '1',
  }),
  OTEL_SDK_DISABLED: row('service', 'flag', 'true: nothing is sent, whatever else is set.'),
} as const;

/** Whether traces and metrics leave this process. */
export const isCollected = (settings: {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string | undefined;
  readonly OTEL_SDK_DISABLED: boolean | undefined;
}): boolean => settings.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined && settings.OTEL_SDK_DISABLED !== true;
