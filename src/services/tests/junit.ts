// Reports as JUnit XML, in the form that Azure Pipelines' PublishTestResults reads and the schema of Jenkins permits.
import type { TestCase, TestReport } from '../../domain/test-report.ts';

/** What is known of the run besides its report. */
export interface JUnitAbout {
  /** ms since the epoch; becomes the date of the test run. */
  readonly startedAt?: number;
  /** Page of the run, for the console output of the suite. */
  readonly url?: string;
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    // Characters that XML 1.0 cannot hold at all.
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

/** Line breaks and tabs in an attribute would be read as spaces. */
const attribute = (text: string): string =>
  escaped(text)
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const element = (suite: string, { name, verdict, ms, message, trace }: TestCase): string => {
  const open = `    <testcase classname="${attribute(suite)}" name="${attribute(name)}" time="${seconds(ms)}"`;
  const said = message === undefined ? '' : ` message="${attribute(message)}"`;
  switch (verdict) {
    case 'passed':
      return `${open}/>`;
    case 'skipped':
      return `${open}><skipped${said}/></testcase>`;
    case 'failed':
      return `${open}><failure${said}>${escaped(trace ?? '')}</failure></testcase>`;
    case 'error':
      return `${open}><error${said}>${escaped(trace ?? '')}</error></testcase>`;
  }
};

/** Commit and asserted metrics go along as properties of the suite. */
export const toJUnit = (report: TestReport, { startedAt, url }: JUnitAbout = {}): string => {
  const { cases, suite, commit, metrics = [] } = report;
  const count = (verdict: string): number => cases.filter((each) => each.verdict === verdict).length;
  const shared = `tests="${cases.length}" failures="${count('failed')}" errors="${count('error')}"`;
  const time = `time="${seconds(cases.reduce((sum, each) => sum + each.ms, 0))}"`;
  const when =
    startedAt === undefined ? '' : ` timestamp="${new Date(startedAt).toISOString().slice(0, 19)}"`;
  const properties = [['commit', commit], ...metrics.map(({ name, value }) => [name, String(value)])].map(
    ([name = '', value = '']) => `      <property name="${attribute(name)}" value="${attribute(value)}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${shared} ${time}>`,
    `  <testsuite name="${attribute(suite)}" ${shared} skipped="${count('skipped')}" ${time}${when}>`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...cases.map((each) => element(suite, each)),
    ...(url === undefined ? [] : [`    <system-out>${escaped(url)}</system-out>`]),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
