// What the house tells of its work: spans and measurements. The rooms know this file alone; who listens is joined in src/app. While nobody
// does, a span is the call itself, and measurements wait in a short list until there are instruments for them.
import { asFault } from './errors.ts';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Everything that is measured where it happens; what the tables tell is read when somebody asks. */
export const MEASURES = {
  turns: {
    name: 'brickbot_turn_duration_seconds',
    kind: 'times',
    help: 'Turns, from their arrival to the answer',
  },
  upstream: {
    name: 'brickbot_upstream_duration_seconds',
    kind: 'times',
    help: 'Calls to other systems, each attempt',
  },
  upstreamErrors: {
    name: 'brickbot_upstream_errors',
    kind: 'count',
    help: 'Calls to other systems that failed, by the code of the fault',
  },
  deliveries: {
    name: 'brickbot_deliveries',
    kind: 'count',
    help: 'Attempts to post or to edit, by how they ended',
  },
  operations: {
    name: 'brickbot_operations_ended',
    kind: 'count',
    help: 'Operations that ended, by kind and state',
  },
} as const satisfies Record<
  string,
  { readonly name: string; readonly kind: 'times' | 'count'; readonly help: string }
>;
export type MeasureName = keyof typeof MEASURES;

export interface SpanOptions<Result> {
  readonly kind?: 'server' | 'client';
  /** W3C `traceparent` of the span that this one belongs to, when that is not the one in force. */
  readonly parent?: string | undefined;
  /** The code of a failure that the work gives back instead of throwing it. */
  readonly failed?: (result: Result) => string | undefined;
}

/** Makes spans; joined by `listen`. */
export interface Tracer {
  span<Result>(
    name: string,
    attributes: Attributes,
    work: () => Promise<Result>,
    options: SpanOptions<Result>,
  ): Promise<Result>;
  /** `traceparent` of the span in force. */
  here(): string | undefined;
  /** Adds to the span in force. */
  describe(attributes: Attributes): void;
  /** A span below the one in force that is over already. */
  past(name: string, attributes: Attributes, tookMs: number, failed: boolean): void;
}

/** Takes measurements; joined by `listen`. Times are in seconds. */
export type Meter = (measure: MeasureName, value: number, attributes: Attributes) => void;

/** Measurements that are kept until there is a meter. */
const MOST_WAITING = 2_000;

let tracer: Tracer | undefined;
let meter: Meter | undefined;
let waiting: [MeasureName, number, Attributes][] = [];

/** Joins whoever listens, in place of those before. */
export const listen = (listeners: {
  readonly tracer?: Tracer | undefined;
  readonly meter?: Meter | undefined;
}): void => {
  tracer = listeners.tracer;
  meter = listeners.meter;
  if (!meter) return;
  for (const [measure, value, attributes] of waiting) meter(measure, value, attributes);
  waiting = [];
};

/** @param value seconds for times, else how many */
export const measure: Meter = (name, value, attributes) => {
  if (meter) meter(name, value, attributes);
  else if (waiting.length < MOST_WAITING) waiting.push([name, value, attributes]);
};

export const isTracing = (): boolean => tracer !== undefined;

/** Runs the work within a span. What it throws ends the span with the code of the fault, never with its text. */
export const inSpan = <Result>(
  name: string,
  attributes: Attributes,
  work: () => Promise<Result>,
  options: SpanOptions<Result> = {},
): Promise<Result> => (tracer ? tracer.span(name, attributes, work, options) : work());

/** `traceparent` of the span in force, for a record that is taken up later, perhaps by another process. */
export const traceHere = (): string | undefined => tracer?.here();

export const describeSpan = (attributes: Attributes): void => tracer?.describe(attributes);

export const pastSpan: Tracer['past'] = (name, attributes, tookMs, failed) =>
  tracer?.past(name, attributes, tookMs, failed);

/**
 * One attempt to call another system: a span, a time, and a count where it failed.
 * @param failed the code of a failure that the work gives back
 */
export const outside = async <Result>(
  system: string,
  name: string,
  work: () => Promise<Result>,
  failed: (result: Result) => string | undefined = () => undefined,
): Promise<Result> => {
  const began = performance.now();
  let code: string | undefined;
  try {
    return await inSpan(
      `${system} ${name}`,
      { 'peer.service': system },
      async () => {
        const result = await work();
        code = failed(result);
        return result;
      },
      { kind: 'client', failed },
    );
  } catch (error) {
    code = asFault(error).code;
    throw error;
  } finally {
    measure('upstream', (performance.now() - began) / 1_000, { system });
    if (code !== undefined) measure('upstreamErrors', 1, { system, code });
  }
};
