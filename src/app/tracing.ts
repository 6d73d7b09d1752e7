// Spans by OpenTelemetry over OTLP. Loaded only where a collector is configured.
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { asFault } from '../base/errors.ts';
import type { Attributes, Tracer } from '../base/telemetry.ts';
import type { Collector } from './collector.ts';

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is left. */
  close(): Promise<void>;
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** @param share of traces that are kept, from 0 to 1 */
export const openTracing = (collector: Collector, share: number): Tracing => {
  // Context travels over waits; the API's own is for one thread of work.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const provider = new TracerProvider({
    resource: collector.resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(collector.to('traces')) })],
  });
  const maker = provider.getTracer('brickbot');

  const parentOf = (traceparent: string | undefined): Context => {
    const [, traceId, spanId, flags = ''] = TRACEPARENT.exec(traceparent ?? '') ?? [];
    if (!traceId || !spanId) return context.active();
    return trace.setSpanContext(ROOT_CONTEXT, {
      traceId,
      spanId,
      traceFlags: Number.parseInt(flags, 16),
      isRemote: true,
    });
  };

  const tracer: Tracer = {
    span: async (name, attributes, work, { kind, parent, failed }) => {
      const above = parentOf(parent);
      // A call outside of any turn or operation, such as a look at runs each second, is measured and not traced.
      if (kind === 'client' && !trace.getSpan(above)) return work();
      const span = maker.startSpan(name, { attributes, ...(kind && { kind: KINDS[kind] }) }, above);
      try {
        const result = await context.with(trace.setSpan(above, span), work);
        const code = failed?.(result);
        if (code !== undefined) spoil(span, code);
        return result;
      } catch (error) {
        spoil(span, asFault(error).code);
        throw error;
      } finally {
        span.end();
      }
    },
    here: () => {
      const found = trace.getSpanContext(context.active());
      if (!found) return undefined;
      return `00-${found.traceId}-${found.spanId}-${found.traceFlags.toString(16).padStart(2, '0')}`;
    },
    describe: (attributes: Attributes) => {
      trace.getSpan(context.active())?.setAttributes(attributes);
    },
    past: (name, attributes, tookMs, bad) => {
      if (!trace.getSpan(context.active())) return;
      const now = Date.now();
      const span = maker.startSpan(name, { attributes, startTime: now - tookMs });
      if (bad) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(now);
    },
  };
  return {
    tracer,
    close: async () => {
      await provider.shutdown();
      context.disable();
      propagation.disable();
    },
  };
};

/** By its code: the text of a fault may hold names, and that of another error anything. */
const spoil = (span: Span, code: string): void => {
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  span.setAttribute('error.type', code);
};
