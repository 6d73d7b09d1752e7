import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../src/base/catalogue.ts';
import { asFault, Fault } from '../../../src/base/errors.ts';

describe('faults', () => {
  test('facts are put into both sentences, and a missing one leaves a dash', () => {
    const fault = new Fault('ref-not-found', { facts: { ref: 'feature-y' } });
    expect(fault.what).toBe('There is no branch or tag “feature-y” in –.');
    expect(fault.next).toBe('Check the name, or push the branch and ask again.');
  });

  test('a cause is kept but not printed', () => {
    const fault = new Fault('upstream-unreachable', {
      facts: { system: 'Databricks' },
      cause: new Error('Bearer planted-secret'),
    });
    expect(fault.cause).toBeDefined();
    expect(JSON.stringify(fault)).not.toContain('planted-secret');
    expect(inspect(fault)).not.toContain('planted-secret');
  });

  test('anything else becomes an internal fault with its cause', () => {
    expect(asFault('boom')).toMatchObject({ code: 'internal', cause: 'boom' });
    const fault = new Fault('stopping');
    expect(asFault(fault)).toBe(fault);
  });

  test('every entry says what happened and what to do, in whole sentences', () => {
    const unfit = Object.entries(CATALOGUE).filter(
      ([, { what, next, title }]) => !/[.:}]$/.test(what) || !/[.:}]$/.test(next) || title.length > 30,
    );
    expect(unfit.map(([code]) => code)).toEqual([]);
  });
});
