// `audit …`: who did what. One's own everybody reads, the rest approvers and admins; reading is written down like everything else.
import { Fault } from '../src/base/errors.ts';
import { normaliseSayable } from '../src/base/ids.ts';
import { auditCard, auditSamples } from '../src/cards/index.ts';
import { type Answer, faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import type { AuditRow } from '../src/domain/audit.ts';
import { asCsv, asJsonLines } from '../src/services/audit/export.ts';

const ROWS = 20;
const HOUR = 3_600_000;
const SPANS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR };
/** An export is a whole answer to the terminal; more than this is what the database's own tools are for. */
const MOST_EXPORTED = 100_000;

/** `7d` as ms. */
const spanOf = (word: string): number | undefined => {
  const [, amount, unit] = /^(\d{1,3})([hdw])$/i.exec(word) ?? [];
  return amount === undefined || unit === undefined
    ? undefined
    : Number(amount) * (SPANS[unit.toLowerCase()] ?? HOUR);
};

export const audit = command({
  name: 'audit',
  group: 'Look',
  summary: 'Shows who did what, newest first',
  permission: 'look',
  arguments: {
    what: { kind: 'audited', label: 'environment|model|@person', positional: true },
    since: { kind: 'audited', label: '7d', positional: true, keywords: ['since'] },
    op: { kind: 'operation', keywords: ['op'] },
    last: { kind: 'count', label: 'n', keywords: ['last'] },
    csv: { kind: 'flag' },
    jsonl: { kind: 'flag' },
  },
  examples: ['audit last 20', 'audit production 7d', 'audit op 7K3F', 'audit @berta'],
  run: async ({ values, utterance, services, rights, now }): Promise<Answer> => {
    const house = (await services()).audit;
    const words = [values.what, values.since].filter((word) => word !== undefined);
    const spans = words.map(spanOf).filter((span) => span !== undefined);
    const named = words.filter((word) => spanOf(word) === undefined);
    const person = named.find((word) => word.startsWith('@'))?.slice(1);
    const subject = named.find((word) => !word.startsWith('@'));
    const op = values.op === undefined ? undefined : normaliseSayable(values.op);
    const wanted = values.csv || values.jsonl;
    if (wanted && utterance.place.scope !== 'terminal')
      throw new Fault('export-in-terminal', { changed: 'no', facts: { words: 'audit --csv' } });
    const isMe = person?.toLowerCase() === 'me';
    // Whoever may not read what others did, and names nobody, gets their own.
    const mine = isMe || (person === undefined && !(await rights.may(utterance.person, 'audit', true)));
    const { rows, head } = await house.look({
      reader: utterance.person,
      limit: wanted ? MOST_EXPORTED : Math.min(values.last ?? ROWS, 100),
      ...(mine ? { person: utterance.person.id } : person !== undefined && { person }),
      ...(op !== undefined && { op }),
      ...(subject !== undefined && { subject }),
      ...(spans[0] !== undefined && { since: now - spans[0] }),
    });
    if (wanted) return { kind: 'text', text: exported(rows, values.csv), data: { rows } };
    const about = op === undefined ? (mine ? 'your own doings' : named.join(' ') || undefined) : `op ${op}`;
    return faceAnswer(auditCard({ rows, head, now, ...(about !== undefined && { about }) }), { rows, head });
  },
  samples: auditSamples,
});

const exported = (rows: readonly AuditRow[], csv: boolean): string =>
  (csv ? asCsv : asJsonLines)([...rows].reverse());
