// Reads what a test notebook says at its end. Two forms are known: brickbot's own JSON (documented in the README under “Test
// results”) and JUnit XML. Both come from outside, so nothing about their shape is taken for granted.
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { AssertedMetric, TestCase, Verdict } from '../../domain/test-report.ts';

export interface TestResults {
  readonly cases: readonly TestCase[];
  readonly metrics?: readonly AssertedMetric[];
}

/** The most cases that are kept of one run; more are counted in the totals of the run, not listed. */
const MOST_CASES = 2_000;
/** Messages and traces are cut here, in characters: a card shows a few lines, the run page the rest. */
const LONGEST_TEXT = 2_000;

const cut = (text: string | undefined): string | undefined =>
  text === undefined || text.trim() === '' ? undefined : text.slice(0, LONGEST_TEXT);

const finite = z.number().refine(Number.isFinite);
const ownForm = z.object({
  format: z.literal('brickbot.tests/1'),
  cases: z.array(
    z.object({
      name: z.string(),
      verdict: z.enum(['passed', 'failed', 'error', 'skipped']),
      ms: z.number().min(0).optional(),
      message: z.string().nullish(),
      trace: z.string().nullish(),
    }),
  ),
  metrics: z
    .array(
      z.object({
        name: z.string(),
        value: finite,
        limit: finite.nullish(),
        direction: z.enum(['higher', 'lower']).nullish(),
      }),
    )
    .nullish(),
});

const testCase = (name: string, verdict: Verdict, ms: number, message?: string, trace?: string): TestCase => {
  const [short, long] = [cut(message), cut(trace)];
  return {
    name: name.slice(0, 300),
    verdict,
    ms: Math.round(ms),
    ...(short && { message: short }),
    ...(long && { trace: long }),
  };
};

/**
 * The results in a notebook's exit value.
 * @returns undefined when the value is in neither form: the caller says so instead of guessing.
 */
export const readResults = (exitValue: string): TestResults | undefined => {
  const text = exitValue.trim();
  if (text.startsWith('{')) return readOwnForm(text);
  if (text.startsWith('<')) return readJUnit(text);
  return undefined;
};

const readOwnForm = (text: string): TestResults | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = ownForm.safeParse(json);
  if (!parsed.success) return undefined;
  const metrics = parsed.data.metrics?.map(
    ({ name, value, limit, direction }): AssertedMetric => ({
      name,
      value,
      ...(limit != null && { limit }),
      ...(direction != null && { direction }),
    }),
  );
  return {
    cases: parsed.data.cases
      .slice(0, MOST_CASES)
      .map((each) =>
        testCase(each.name, each.verdict, each.ms ?? 0, each.message ?? undefined, each.trace ?? undefined),
      ),
    ...(metrics && metrics.length > 0 && { metrics }),
  };
};

// Entities are not expanded beyond the five of XML itself, and a document type is refused: neither is needed by JUnit.
const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  parseAttributeValue: false,
  parseTagValue: false,
  isArray: (name) => ['testsuite', 'testcase', 'failure', 'error'].includes(name),
});

type Node = Readonly<Record<string, unknown>>;
const nodes = (value: unknown): Node[] =>
  Array.isArray(value) ? value.filter((item): item is Node => typeof item === 'object' && item !== null) : [];
const attribute = (node: Node, name: string): string | undefined =>
  typeof node[`@${name}`] === 'string' ? (node[`@${name}`] as string) : undefined;

/** JUnit XML as pytest and unittest-xml-reporting write it: `testsuites` or one `testsuite`; times in seconds. */
const readJUnit = (text: string): TestResults | undefined => {
  if (/<!DOCTYPE/i.test(text)) return undefined;
  let document: Node;
  try {
    document = xml.parse(text, true) as Node;
  } catch {
    return undefined;
  }
  const top = (document['testsuites'] ?? document) as Node;
  const suites = nodes(top['testsuite']);
  if (suites.length === 0) return undefined;
  const inside = (suite: Node): Node[] => [
    ...nodes(suite['testcase']),
    ...nodes(suite['testsuite']).flatMap(inside),
  ];
  return { cases: suites.flatMap(inside).slice(0, MOST_CASES).map(junitCase) };
};

const junitCase = (node: Node): TestCase => {
  const name = [attribute(node, 'classname'), attribute(node, 'name')].filter(Boolean).join('.') || 'unnamed';
  const ms = Math.max(0, Number(attribute(node, 'time') ?? 0) * 1000) || 0;
  // An element with text alone comes as a string, not as a record.
  const first = (key: string): { message?: string; trace?: string } | undefined => {
    const raw = (node[key] as unknown[] | undefined)?.[0];
    if (raw === undefined) return undefined;
    if (typeof raw === 'string') return { trace: raw };
    const inner = raw as Node;
    const message = attribute(inner, 'message');
    const trace = typeof inner['#'] === 'string' ? inner['#'] : undefined;
    return { ...(message !== undefined && { message }), ...(trace !== undefined && { trace }) };
  };
  const failure = first('failure');
  if (failure)
    return testCase(name, 'failed', ms, failure.message ?? failure.trace?.split('\n')[0], failure.trace);
  const error = first('error');
  if (error) return testCase(name, 'error', ms, error.message ?? error.trace?.split('\n')[0], error.trace);
  return testCase(name, 'skipped' in node ? 'skipped' : 'passed', ms);
};

/** How many cases count as green and how many as red; skipped ones are neither. */
export const tally = (cases: readonly TestCase[]): { readonly passed: number; readonly failed: number } => ({
  passed: cases.filter((each) => each.verdict === 'passed').length,
  failed: cases.filter((each) => each.verdict === 'failed' || each.verdict === 'error').length,
});
