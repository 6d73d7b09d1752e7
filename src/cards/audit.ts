// The audit trail as people read it: who did what, how it ended, what it touched; and whether the chain is whole.
import { own } from '../base/language.ts';
import type { AuditRow, AuditVerdict, ChainFault } from '../domain/audit.ts';
import { FAILED, info, PASSED, type Sign } from './badge.ts';
import { box, cell, type Element, line, mono, note, paragraph, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { cut, marked, markedName, plain, plainName, webAddress } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { say } from './press.ts';
import { ago, count, instant } from './words.ts';

export interface AuditView {
  /** Newest first. */
  readonly rows: readonly AuditRow[];
  /** What was asked for, in words: `production`, `op 7K3F`. */
  readonly about?: string;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly now: number;
}

const SIGNS: Readonly<Record<AuditVerdict, Sign>> = {
  allowed: { sign: '→', color: 'Accent', word: 'asked' },
  done: { sign: '✓', color: 'Good', word: 'done' },
  refused: { sign: '⊘', color: 'Warning', word: 'refused' },
  failed: { sign: '✗', color: 'Attention', word: 'failed' },
  cancelled: { sign: '–', color: 'Default', word: 'cancelled' },
  unknown: { sign: '?', color: 'Warning', word: 'unknown' },
};

export const auditCard = (view: AuditView): Face =>
  fitted([50, 30, 20, 12, 6], (most) => auditFace(view, most));

const auditFace = ({ rows, about, head, now }: AuditView, most: number): Face => {
  const shown = rows.slice(0, most);
  return frame({
    title: about === undefined ? 'Audit trail' : `Audit of ${markedName(about, 40)}`,
    state: info(rows.length > most ? `Newest ${most}` : count(rows.length, 'entry', 'entries')),
    line: instant(now, now),
    body:
      shown.length === 0
        ? [box('emphasis', [line(['Nothing is written down that fits.'], 'None')])]
        : [
            table(
              [
                ['Who', 3],
                ['What', 7],
              ],
              shown.map((row) => [whoCell(row, now), whatCell(row)]),
            ),
            ...(rows.length > most ? [note(`and ${rows.length - most} more`)] : []),
          ],
    foot: dots([
      `Row ${head.seq}`,
      `chain ${head.hash.slice(0, 12)}`,
      marked('Type “audit verify” to check it'),
    ]),
    summary: `Audit${about === undefined ? '' : ` of ${plainName(about, 30)}`}: ${count(rows.length, 'entry', 'entries')}`,
    wide: true,
  });
};

const whoCell = ({ person, scope, at }: AuditRow, now: number): ReturnType<typeof cell> =>
  cell(
    [strong(person ? plainName(person.name, 24) : 'brickbot')],
    [subtle(dots([ago(at, now), scope === 'terminal' && 'terminal', scope === 'personal' && 'in private']))],
  );

const whatCell = ({
  kind,
  verdict,
  words,
  op,
  subject,
  code,
  effects,
}: AuditRow): ReturnType<typeof cell> => {
  const { sign, color, word } = SIGNS[verdict];
  const touched = Object.entries(effects ?? {})
    .filter(([name, value]) => value !== null && !HIDDEN.has(name))
    .map(([name, value]) => `${name} ${String(value)}`);
  const said = cell(
    [mono(plain(words ?? kind, 90))],
    [
      { text: `${sign} `, color, weight: 'Bolder' },
      subtle(
        dots([
          kind === 'ended' ? `ended ${word}` : word,
          code,
          op !== undefined && `op ${op}`,
          subject !== undefined && plainName(subject, 24),
          touched.length > 0 && cut(plain(touched.join(', '), 140), 140),
        ]),
      ),
    ],
  );
  const entry = entryOf(effects);
  return entry === undefined ? said : { ...said, items: [...said.items, note(entry, 'None')] };
};

/** A link to the platform's own entry, for whoever wants to see both. */
const entryOf = (effects: AuditRow['effects']): string | undefined => {
  const address = webAddress(typeof effects?.['link'] === 'string' ? effects['link'] : undefined);
  if (address === undefined) return undefined;
  const title = own(effects?.['kind'] === 'pipeline' ? 'Open in Azure DevOps' : 'Open in Databricks');
  // A bracket in an address would end the link before its end.
  return `[${title}](${address.replaceAll('(', '%28').replaceAll(')', '%29')})`;
};

/** Said elsewhere in the row, or of no use to a reader. */
const HIDDEN = new Set(['startedAt', 'environment', 'kind', 'link', 'url']);

export interface ChainView {
  readonly rows: number;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly fault?: ChainFault;
  readonly now: number;
}

const FAULTS: {
  readonly [Kind in ChainFault['kind']]: (fault: Extract<ChainFault, { kind: Kind }>) => string;
} = {
  changed: ({ seq }) => `Row ${seq} is not as it was written.`,
  missing: ({ seq }) => `Row ${seq} is missing.`,
  cut: ({ seq, expected }) => `The trail ends at row ${seq}, but row ${expected} was written.`,
};

/** What a fault of the chain is, in a sentence. */
export const chainFaultText = (fault: ChainFault): string => {
  const tell = FAULTS[fault.kind] as (fault: ChainFault) => string;
  return tell(fault);
};

/** Whether the chain is whole. */
export const chainCard = ({ rows, head, fault, now }: ChainView): Face => {
  const sentence = fault === undefined ? 'Every row is as it was written.' : chainFaultText(fault);
  const body: readonly Element[] =
    fault === undefined
      ? [paragraph(sentence)]
      : [
          box('attention', [line([strong(sentence)], 'None')]),
          paragraph(
            'Somebody with rights on the database changed the trail. Keep the database as it is, compare with a back-up, and ask who has such rights.',
          ),
        ];
  return frame({
    title: 'Audit trail checked',
    state: fault === undefined ? PASSED : FAILED,
    line: dots([instant(now, now), `${count(rows, 'row')} read`]),
    body: [...body, note(`Row ${head.seq} · chain ${head.hash}`, 'Medium')],
    buttons: [say('Show newest', 'audit last 20')],
    summary: `Audit trail ${fault === undefined ? 'is whole' : `is damaged: ${sentence}`}`,
  });
};
