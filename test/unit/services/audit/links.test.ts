// The platform's own entry beside the trail's: which page an ended operation leads to, in the row, on the card and in both exports.
import { expect, test } from '@jest/globals';
import { auditCard } from '../../../../src/cards/audit.ts';
import { plainText } from '../../../../src/cards/plain.ts';
import type { AuditRow } from '../../../../src/domain/audit.ts';
import type { Operation } from '../../../../src/domain/operation.ts';
import { effectsOf } from '../../../../src/services/audit/effects.ts';
import { asCsv, asJsonLines } from '../../../../src/services/audit/export.ts';

const RUN = 'https://adb-1.7.azuredatabricks.net/jobs/12/runs/77';
const BUILD = 'https://dev.azure.com/contoso/ml/_build/results?buildId=9';
const VERSION = 'https://adb-1.7.azuredatabricks.net/explore/data/models/churn/version/2';
const ended = (more: Partial<Operation>): Operation => ({
  ...{ op: '7K3F', key: 'key', kind: 'job', state: 'done', input: {}, words: 'run job train' },
  ...{ startedAt: 0, endedAt: 1, revision: 1, steps: [] },
  requester: { id: 'alice', name: 'Alice' },
  place: {
    ...{ scope: 'group', conversationId: 'team', serviceUrl: 'http://127.0.0.1/', channelId: 'msteams' },
    botId: 'brickbot',
  },
  ...more,
});
const ran = { name: 'run', state: 'done', attempts: 1, data: { run: { runId: '77', url: RUN } } } as const;
const row = (effects: AuditRow['effects']): AuditRow => ({
  ...{ seq: 1, at: 0, kind: 'ended', verdict: 'done', hash: 'a'.repeat(64), op: '7K3F' },
  ...(effects && { effects }),
});
const textOf = (effects: AuditRow['effects']): string => {
  const { card } = auditCard({ rows: [row(effects)], head: { seq: 1, hash: 'a'.repeat(64) }, now: 0 });
  return plainText(card);
};

test.each([
  ['a run', ended({ steps: [ran] }), undefined, RUN],
  ['a build', ended({ kind: 'pipeline', result: { build: 9, url: BUILD } }), undefined, BUILD],
  ['a version', ended({ kind: 'promote', result: { version: '2' } }), VERSION, VERSION],
  ['a run before what it changed', ended({ kind: 'deploy', steps: [ran] }), VERSION, RUN],
  ['nothing', ended({ result: { version: '2', url: 7 } }), undefined, undefined],
])('%s', (_, operation, changed, link) => {
  expect(effectsOf(operation, changed)['link']).toBe(link);
});

test('the card leads there, by the name of the platform', () => {
  expect(textOf({ kind: 'job', link: RUN })).toContain(`Open in Databricks (${RUN})`);
  expect(textOf({ kind: 'pipeline', url: BUILD, link: BUILD })).toContain(`Open in Azure DevOps (${BUILD})`);
  expect(textOf({ kind: 'job', note: 'none' })).not.toContain('Open in');
});

test('an address that is none, or that would break out of the link, leads nowhere else', () => {
  expect(textOf({ kind: 'job', link: 'javascript:alert(1)' })).not.toContain('Open in');
  expect(textOf({ kind: 'job', link: 'https://host/a)[x](https://evil.example/' })).toContain(
    'Open in Databricks (https://host/a%29[x]%28https://evil.example/)',
  );
});

test('both exports carry it: a column of its own, and the row as it is stored', () => {
  const [head = '', first = ''] = asCsv([row({ kind: 'job', link: RUN })]).split('\r\n');
  expect(head.split(',').slice(-3)).toEqual(['effects', 'link', 'hash']);
  expect(first.split(',').slice(-2)).toEqual([RUN, 'a'.repeat(64)]);
  expect(JSON.parse(asJsonLines([row({ kind: 'job', link: RUN })]))).toMatchObject({
    effects: { link: RUN },
  });
});
