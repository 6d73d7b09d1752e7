// How long it takes to understand a message: repair and grammar over the true registry, on messages as people, accidents and
// attackers type them.
import * as dialogs from '../dialogs/index.ts';
import { createRegistry } from '../src/commands/registry.ts';
import { repairChatText } from '../src/commands/repair.ts';
import { messagesOf } from './messages.ts';
import { percentile } from './numbers.ts';

export interface ParseResult {
  readonly messages: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly most: number;
  readonly perSecond: number;
  readonly goalP99: number;
  readonly met: boolean;
}

/** p99 in ms. */
const GOAL = 1;
const WARM_UP = 2_000;
const SEED = 20_261_123;

export const benchParse = (messages: number): ParseResult => {
  const { parse } = createRegistry(Object.values(dialogs));
  const next = messagesOf(SEED);
  for (let index = 0; index < WARM_UP; index += 1) parse(repairChatText(next().text));
  const spans = new Float64Array(messages);
  let sum = 0;
  for (let index = 0; index < messages; index += 1) {
    const { text } = next();
    const from = performance.now();
    parse(repairChatText(text));
    const span = performance.now() - from;
    spans[index] = span;
    sum += span;
  }
  const sorted = Array.from(spans).sort((a, b) => a - b);
  const p99 = percentile(sorted, 0.99);
  return {
    messages,
    p50: percentile(sorted, 0.5),
    p99,
    p999: percentile(sorted, 0.999),
    most: sorted.at(-1) ?? Number.NaN,
    perSecond: messages / (sum / 1_000),
    goalP99: GOAL,
    met: p99 < GOAL,
  };
};

export const parseTable = ({
  messages,
  p50,
  p99,
  p999,
  most,
  perSecond,
  goalP99,
  met,
}: ParseResult): string =>
  [
    `${messages} messages: half valid, the rest garbled and hostile`,
    `p50   ${p50.toFixed(4)} ms`,
    `p99   ${p99.toFixed(4)} ms   goal < ${goalP99} ms: ${met ? 'met' : 'missed'}`,
    `p99.9 ${p999.toFixed(4)} ms`,
    `most  ${most.toFixed(2)} ms`,
    `${Math.round(perSecond)} messages a second`,
  ].join('\n');
