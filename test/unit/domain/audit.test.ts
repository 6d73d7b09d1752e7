// The chain: what a later change, a gap and a cut look like.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AuditRow, CHAIN_START, chainHash, followChain } from '../../../src/domain/audit.ts';

const START = { seq: 0, hash: CHAIN_START };

/** A whole chain of this many rows. */
const chain = (length: number): AuditRow[] => {
  let hash = CHAIN_START;
  return Array.from({ length }, (_, index) => {
    const entry = {
      at: 1_000 + index,
      kind: 'answered' as const,
      verdict: 'done' as const,
      person: { id: `p${index % 3}`, name: 'Berta' },
      words: `deploy branch-${index}`,
      effects: { commit: `c${index}`, environment: 'staging' },
    };
    hash = chainHash(hash, index + 1, entry);
    return { ...entry, seq: index + 1, hash };
  });
};

describe('the chain', () => {
  test('is whole from its start to its head', () => {
    const rows = chain(5);
    expect(followChain(rows, START)).toEqual({ seq: 5, hash: rows[4]?.hash });
  });

  test('goes on from where it was left', () => {
    const rows = chain(5);
    const half = followChain(rows.slice(0, 2), START);
    if ('fault' in half) throw new Error('the first half is whole');
    expect(followChain(rows.slice(2), half)).toEqual({ seq: 5, hash: rows[4]?.hash });
  });

  test('does not care in which order the effects come back', () => {
    const [row] = chain(1) as [AuditRow];
    const turned = { ...row, effects: { environment: 'staging', commit: 'c0' } };
    expect(followChain([turned], START)).toEqual({ seq: 1, hash: row.hash });
  });

  test('any field of any row that is changed later is named', () => {
    const changes: ((row: AuditRow) => AuditRow)[] = [
      (row) => ({ ...row, at: row.at + 1 }),
      (row) => ({ ...row, verdict: 'refused' }),
      (row) => ({ ...row, kind: 'ended' }),
      (row) => ({ ...row, words: `${row.words} ` }),
      (row) => ({ ...row, person: { id: 'other', name: 'Berta' } }),
      (row) => ({ ...row, op: '7K3F' }),
      (row) => ({ ...row, subject: 'production' }),
      (row) => ({ ...row, code: 'x' }),
      (row) => ({ ...row, effects: { ...row.effects, commit: 'other' } }),
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(),
        fc.constantFrom(...changes),
        (length, which, change) => {
          const rows = chain(length);
          const index = which % length;
          rows[index] = change(rows[index] as AuditRow);
          expect(followChain(rows, START)).toEqual({ fault: { kind: 'changed', seq: index + 1 } });
        },
      ),
    );
  });

  test('a row that was taken out is named', () => {
    const rows = chain(5);
    rows.splice(2, 1);
    expect(followChain(rows, START)).toEqual({ fault: { kind: 'missing', seq: 3 } });
  });

  test('a row with a hash made anew breaks the chain at the next one', () => {
    const rows = chain(3);
    const forged = { ...(rows[1] as AuditRow), words: 'nothing happened' };
    rows[1] = { ...forged, hash: chainHash(rows[0]?.hash ?? '', 2, forged) };
    expect(followChain(rows, START)).toEqual({ fault: { kind: 'changed', seq: 3 } });
  });
});
