import type { TestReport } from '../../domain/test-report.ts';

const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // Characters that XML 1.0 cannot hold at all.
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

/** A report as JUnit XML, in the form that Azure Pipelines' PublishTestResults reads. */
export const toJUnit = (report: TestReport): string => {
  const seconds = (ms: number): string => (ms / 1000).toFixed(3);
  const cases = report.cases.map((each) => {
    const open = `    <testcase classname="${escapeXml(report.suite)}" name="${escapeXml(each.name)}" time="${seconds(each.ms)}"`;
    const body = `message="${escapeXml(each.message ?? '')}">${escapeXml(each.trace ?? '')}`;
    switch (each.verdict) {
      case 'passed':
        return `${open}/>`;
      case 'skipped':
        return `${open}><skipped/></testcase>`;
      case 'failed':
        return `${open}><failure ${body}</failure></testcase>`;
      case 'error':
        return `${open}><error ${body}</error></testcase>`;
    }
  });
  const count = (verdict: string): number => report.cases.filter((each) => each.verdict === verdict).length;
  const totals = `tests="${report.cases.length}" failures="${count('failed')}" errors="${count('error')}" skipped="${count('skipped')}" time="${seconds(report.cases.reduce((sum, each) => sum + each.ms, 0))}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite name="${escapeXml(report.suite)}" ${totals}>\n${cases.join('\n')}\n  </testsuite>\n</testsuites>\n`;
};
