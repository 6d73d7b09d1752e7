// The audit trail as a file for auditors: CSV (RFC 4180) or JSON Lines, oldest first, with the hashes to check it by.
import type { AuditRow } from '../../domain/audit.ts';

const COLUMNS = [
  'seq',
  'time',
  'kind',
  'verdict',
  'person',
  'personId',
  'scope',
  'conversation',
  'words',
  'op',
  'subject',
  'code',
  'effects',
  'link',
  'hash',
] as const;

const fields = (row: AuditRow): Readonly<Record<(typeof COLUMNS)[number], string>> => ({
  seq: String(row.seq),
  time: new Date(row.at).toISOString(),
  kind: row.kind,
  verdict: row.verdict,
  person: row.person?.name ?? '',
  personId: row.person?.id ?? '',
  scope: row.scope ?? '',
  conversation: row.conversation ?? '',
  words: row.words ?? '',
  op: row.op ?? '',
  subject: row.subject ?? '',
  code: row.code ?? '',
  effects: row.effects === undefined ? '' : JSON.stringify(row.effects),
  link: String(row.effects?.['link'] ?? ''),
  hash: row.hash,
});

/** Quoted where needed. A leading = + - @ gets an apostrophe: spreadsheets would run what somebody typed as a formula. */
const cellOf = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const asCsv = (rows: readonly AuditRow[]): string =>
  [COLUMNS.join(','), ...rows.map((row) => Object.values(fields(row)).map(cellOf).join(','))].join('\r\n');

/** One row a line, as it is stored: what `chainHash` needs to check it. */
export const asJsonLines = (rows: readonly AuditRow[]): string =>
  rows.map((row) => JSON.stringify(row)).join('\n');
