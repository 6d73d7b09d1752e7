// JUnit XML as PublishTestResults@2 and the Jenkins schema take it: elements, attributes and their order are compared with a table of that
// schema; nothing that a test says can break the document.
import { describe, expect, test } from '@jest/globals';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { TestReport } from '../../../src/domain/test-report.ts';
import { toJUnit } from '../../../src/services/tests/junit.ts';

/** Of the schema that Jenkins publishes (junit-10.xsd): children in their order, attributes by need and kind. */
const SCHEMA: Readonly<
  Record<
    string,
    { children: readonly string[]; needs: readonly string[]; may: readonly string[]; text?: boolean }
  >
> = {
  testsuites: {
    children: ['testsuite'],
    needs: [],
    may: ['name', 'time', 'tests', 'failures', 'disabled', 'errors'],
  },
  testsuite: {
    children: ['properties', 'testcase', 'system-out', 'system-err'],
    needs: ['name', 'tests'],
    may: ['failures', 'errors', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file'],
  },
  properties: { children: ['property'], needs: [], may: [] },
  property: { children: [], needs: ['name', 'value'], may: [] },
  testcase: {
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    needs: ['name'],
    may: ['classname', 'time', 'assertions', 'status', 'file', 'line'],
  },
  skipped: { children: [], needs: [], may: ['message', 'type'], text: true },
  error: { children: [], needs: [], may: ['message', 'type'], text: true },
  failure: { children: [], needs: [], may: ['message', 'type'], text: true },
  'system-out': { children: [], needs: [], may: [], text: true },
};

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;
}

type Raw = Readonly<Record<string, unknown>>;
const nodeOf = (raw: Raw): Node => {
  const name = Object.keys(raw).find((key) => key !== ':@') ?? '';
  const inside = raw[name] as readonly Raw[];
  return {
    name,
    attributes: (raw[':@'] ?? {}) as Record<string, string>,
    children: inside.filter((each) => !('#text' in each)).map(nodeOf),
    text: inside.map((each) => ('#text' in each ? String(each['#text']) : '')).join(''),
  };
};

const read = (xml: string): Node => {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    trimValues: false,
    parseTagValue: false,
    processEntities: true,
    htmlEntities: true,
    ignoreDeclaration: true,
  });
  const roots = (parser.parse(xml) as readonly Raw[]).filter((each) => !('#text' in each)).map(nodeOf);
  expect(roots.map(({ name }) => name)).toEqual(['testsuites']);
  return roots[0] as Node;
};

/** Everything in which the document leaves the schema. */
const strayIn = ({ name, attributes, children, text }: Node): readonly string[] => {
  const rule = SCHEMA[name];
  if (!rule) return [`<${name}> is not known`];
  const places = children.map((child) => rule.children.indexOf(child.name));
  return [
    ...rule.needs.filter((each) => !(each in attributes)).map((each) => `${name} lacks ${each}`),
    ...Object.keys(attributes)
      .filter((each) => !rule.needs.includes(each) && !rule.may.includes(each))
      .map((each) => `${name} must not have ${each}`),
    ...Object.entries(attributes)
      .filter(([key, value]) => /^(tests|failures|errors|skipped)$/.test(key) && !/^\d+$/.test(value))
      .map(([key]) => `${name} ${key} is no number`),
    ...('time' in attributes && !/^\d+\.\d{3}$/.test(attributes['time'] ?? '') ? [`${name} time`] : []),
    ...('timestamp' in attributes && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(attributes['timestamp'] ?? '')
      ? [`${name} timestamp`]
      : []),
    ...(places.some((place) => place < 0) ? [`${name} holds what it must not`] : []),
    ...(name !== 'testcase' && places.some((place, at) => at > 0 && place < (places[at - 1] ?? 0))
      ? [`${name} in the wrong order`]
      : []),
    ...(rule.text !== true && text.trim() !== '' ? [`${name} has text`] : []),
    ...children.flatMap(strayIn),
  ];
};

const REPORT: TestReport = {
  commit: '4f2a91c0d7e84b5a9c3e1f60b8d25a7714e9c3aa',
  suite: 'unit',
  passed: 1,
  failed: 2,
  cases: [
    { name: 'loads', verdict: 'passed', ms: 1_250 },
    {
      name: 'beats <the> "limit" & more',
      verdict: 'failed',
      ms: 3,
      message: 'assert 0.7 >= 0.8\nline two\t<b>',
      trace: 'Traceback ]]> end\u0000\u001b[31m\n  file "a.py"',
    },
    { name: 'cannot start', verdict: 'error', ms: 0 },
    { name: 'later', verdict: 'skipped', ms: 0, message: 'no cluster' },
  ],
  metrics: [{ name: 'auc', value: 0.7, limit: 0.8, direction: 'higher' }],
};
const ABOUT = {
  startedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  url: 'https://adb-1.example/jobs/1/runs/2?o=1&x=2',
};

describe('JUnit for pipelines', () => {
  test('keeps to the schema, with suites, times and counts', () => {
    const root = read(toJUnit(REPORT, ABOUT));
    expect(strayIn(root)).toEqual([]);
    const [suite] = root.children;
    expect(suite?.attributes).toMatchObject({
      name: 'unit',
      tests: '4',
      failures: '1',
      errors: '1',
      skipped: '1',
      time: '1.253',
      timestamp: '2026-01-02T03:04:05',
    });
    expect(root.attributes).toMatchObject({ tests: '4', failures: '1', errors: '1', time: '1.253' });
    const cases = suite?.children.filter(({ name }) => name === 'testcase') ?? [];
    expect(
      cases.map(({ attributes }) => [attributes['classname'], attributes['name'], attributes['time']]),
    ).toEqual([
      ['unit', 'loads', '1.250'],
      ['unit', 'beats <the> "limit" & more', '0.003'],
      ['unit', 'cannot start', '0.000'],
      ['unit', 'later', '0.000'],
    ]);
  });

  test('messages keep their lines, traces their signs; what XML cannot hold is replaced', () => {
    const xml = toJUnit(REPORT, ABOUT);
    const [suite] = read(xml).children;
    const [, failed, , skipped] = suite?.children.filter(({ name }) => name === 'testcase') ?? [];
    // A line break inside an attribute would be read as a space.
    expect(xml).toContain('line two&#9;');
    expect(xml).toContain('0.8&#10;line');
    expect(failed?.children[0]?.attributes['message']).toBe('assert 0.7 >= 0.8\nline two\t<b>');
    expect(failed?.children[0]?.text).toBe('Traceback ]]> end\uFFFD\uFFFD[31m\n  file "a.py"');
    expect(skipped?.children[0]?.attributes['message']).toBe('no cluster');
  });

  test('the commit, the asserted metrics and the run on Databricks go with it', () => {
    const [suite] = read(toJUnit(REPORT, ABOUT)).children;
    const properties = suite?.children.find(({ name }) => name === 'properties')?.children ?? [];
    expect(properties.map(({ attributes }) => [attributes['name'], attributes['value']])).toEqual([
      ['commit', REPORT.commit],
      ['auc', '0.7'],
    ]);
    expect(suite?.children.find(({ name }) => name === 'system-out')?.text).toBe(ABOUT.url);
  });

  test('a report alone is enough, also without a case', () => {
    const root = read(toJUnit({ commit: 'c', suite: 'unit', passed: 0, failed: 0, cases: [] }));
    expect(strayIn(root)).toEqual([]);
    expect(root.children[0]?.attributes['tests']).toBe('0');
  });
});
