// Samples of the audit cards.
import type { AuditRow } from '../../domain/audit.ts';
import { auditCard, chainCard } from '../audit.ts';
import { NOW, samples } from './story.ts';

const MINUTE = 60_000;
const head = { seq: 4_211, hash: '9f3a1c07d2'.padEnd(64, '5e') };
const row = (seq: number, minutesAgo: number, rest: Partial<AuditRow>): AuditRow => ({
  seq,
  at: NOW - minutesAgo * MINUTE,
  kind: 'answered',
  verdict: 'done',
  person: { id: 'b1', name: 'Berta Kowalski' },
  scope: 'channel',
  hash: '',
  ...rest,
});
const rows: readonly AuditRow[] = [
  row(4_211, 2, {
    kind: 'ended',
    words: 'deploy feature-x to staging',
    op: '7K3F',
    subject: 'staging',
    effects: { kind: 'deploy', ref: 'feature-x', commit: '9a1c07d25e0b', previousCommit: '31bf08aa' },
  }),
  row(4_210, 3, { kind: 'asked', verdict: 'allowed', words: 'deploy feature-x to staging' }),
  row(4_209, 9, {
    verdict: 'refused',
    code: 'not-permitted',
    person: { id: 'v1', name: 'Viktor Lang' },
    words: 'deploy main to production',
  }),
  row(4_208, 14, { words: 'show experiment churn last 10', scope: 'personal' }),
  row(4_207, 51, {
    kind: 'ended',
    verdict: 'failed',
    code: 'tests-failed',
    op: '5M2A',
    words: 'run tests feature-broken',
    scope: 'terminal',
    effects: {
      kind: 'tests',
      ...{ passed: 13, failed: 1, runs: '884120077' },
      link: 'https://adb-1234567890123456.7.azuredatabricks.net/jobs/12/runs/884120077',
    },
  }),
];

export const auditSamples = samples({
  'happy: the newest entries': () => auditCard({ rows, head, now: NOW }),
  'nothing fits': () => auditCard({ rows: [], about: 'production', head, now: NOW }),
  'long and hostile': () =>
    auditCard({
      rows: Array.from({ length: 60 }, (_, index) =>
        row(4_211 - index, index, {
          words: `deploy ${'very-long-branch/'.repeat(20)} to [x](http://evil.example) **staging**`,
          person: { id: 'x', name: 'مريم العلي **admin** <b>' },
          effects: { note: 'x'.repeat(300) },
        }),
      ),
      about: '@مريم',
      head,
      now: NOW,
    }),
});

export const chainSamples = samples({
  'happy: whole': () => chainCard({ rows: 4_211, head, now: NOW }),
  'a changed row': () => chainCard({ rows: 1_017, head, fault: { kind: 'changed', seq: 1_018 }, now: NOW }),
  'rows cut off': () =>
    chainCard({ rows: 4_100, head, fault: { kind: 'cut', seq: 4_100, expected: 4_211 }, now: NOW }),
});
