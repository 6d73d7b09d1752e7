import { expect, test } from '@jest/globals';
import { CATALOGUE, type ErrorCode } from '../../../../src/base/catalogue.ts';
import { Fault } from '../../../../src/base/errors.ts';
import {
  backOff,
  judge,
  LONGEST_UNKNOWN_MS,
  MOST_ATTEMPTS,
} from '../../../../src/services/operations/trouble.ts';

const calm = { faults: 1, unknownForMs: undefined, title: 'Move the target', jitter: 0 };

test('every code of the catalogue has one meaning for a step', () => {
  const retried = (Object.keys(CATALOGUE) as ErrorCode[]).filter(
    (code) => judge(new Fault(code), calm).kind === 'retry',
  );
  expect(retried.sort()).toEqual([
    'consent-needed',
    'git-busy',
    'git-unreachable',
    'sign-in-needed',
    'store-unavailable',
    'upstream-broken',
    'upstream-throttled',
    'upstream-unreachable',
  ]);
  expect(judge(new Fault('outcome-unknown'), calm).kind).toBe('unknown');
  expect(judge(new Fault('not-permitted'), calm)).toMatchObject({ kind: 'end', state: 'refused' });
  expect(judge(new Fault('commit-mismatch', { changed: 'yes' }), calm)).toMatchObject({
    state: 'failed',
    reason: { code: 'commit-mismatch', changed: 'yes' },
  });
});

test('an error of ours is internal, without its text', () => {
  const end = judge(new Error('token abc'), calm);
  expect(end).toMatchObject({ kind: 'end', state: 'failed', reason: { code: 'internal' } });
  expect(JSON.stringify(end)).not.toContain('abc');
});

test('pauses double up to their limit, and the last attempt ends', () => {
  expect([1, 2, 3, 4, 9].map((faults) => backOff(faults, 0, 30_000))).toEqual([
    1_000, 2_000, 4_000, 8_000, 30_000,
  ]);
  expect(judge(new Fault('git-busy'), { ...calm, faults: MOST_ATTEMPTS - 1 }).kind).toBe('retry');
  expect(judge(new Fault('git-busy'), { ...calm, faults: MOST_ATTEMPTS }).kind).toBe('end');
});

test('an unknown outcome is never called failed because nobody could be asked; it ends only after an hour', () => {
  const unreachable = new Fault('upstream-unreachable');
  expect(judge(unreachable, { ...calm, faults: 50, unknownForMs: 60_000 }).kind).toBe('unknown');
  expect(judge(unreachable, { ...calm, faults: 50, unknownForMs: LONGEST_UNKNOWN_MS })).toMatchObject({
    kind: 'end',
    reason: {
      code: 'outcome-unseen',
      changed: 'unknown',
      facts: { attempted: 'Move the target', minutes: 60 },
    },
  });
  // Some steps know that waiting longer shows nothing new, and what was attempted.
  const unseen = new Fault('outcome-unknown', {
    ...{ attempted: 'set champion', facts: { system: 'Databricks', look: 'champion of churn' } },
  });
  const short = { ...calm, faults: 50, patienceMs: 600_000 };
  expect(judge(unseen, { ...short, unknownForMs: 599_999 }).kind).toBe('unknown');
  expect(judge(unseen, { ...short, unknownForMs: 600_000 })).toMatchObject({
    kind: 'end',
    reason: {
      code: 'outcome-unseen',
      facts: { system: 'Databricks', look: 'champion of churn', attempted: 'set champion', minutes: 10 },
    },
  });
});

test('trouble that passes, met after something was changed, is read back and not done again', () => {
  const looking = new Fault('upstream-unreachable', { changed: 'yes' });
  expect(judge(looking, calm).kind).toBe('unknown');
  expect(judge(new Fault('upstream-unreachable', { changed: 'no' }), calm).kind).toBe('retry');
});
