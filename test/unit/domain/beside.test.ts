import { describe, expect, test } from '@jest/globals';
import { customaryOther, readSide, type SideAsked } from '../../../src/domain/beside.ts';

const MODELS = ['churn', 'Price'];
const ID = '3f2a9c0d4b5e4f6a8b7c6d5e4f3a2b1c';

describe('one of two things that are compared', () => {
  test.each<[string, SideAsked]>([
    ['run 3F2a', { kind: 'run', id: '3f2a' }],
    [ID, { kind: 'run', id: ID }],
    ['churn', { kind: 'version', model: 'churn', version: 'latest' }],
    ['Churn v12', { kind: 'version', model: 'churn', version: 'v12' }],
    ['model price 3', { kind: 'version', model: 'Price', version: '3' }],
    ['churn champion', { kind: 'version', model: 'churn', version: 'champion' }],
    ['champion of churn', { kind: 'version', model: 'churn', version: 'champion' }],
    ['version 12 of churn', { kind: 'version', model: 'churn', version: '12' }],
    ['churn version 12', { kind: 'version', model: 'churn', version: '12' }],
    ['feature-x', { kind: 'ref', ref: 'feature-x' }],
    ['v1.2', { kind: 'ref', ref: 'v1.2' }],
    ['champion', { kind: 'ref', ref: 'champion' }],
  ])('%s', (text, side) => {
    expect(readSide(text, MODELS)).toEqual(side);
  });

  test('the second belongs to the model of the first', () => {
    const first = readSide('churn v12', MODELS);
    expect(readSide('champion', MODELS, first)).toEqual({
      kind: 'version',
      model: 'churn',
      version: 'champion',
    });
    expect(readSide('v9', MODELS, first)).toEqual({ kind: 'version', model: 'churn', version: 'v9' });
    expect(readSide('price v9', MODELS, first)).toEqual({ kind: 'version', model: 'Price', version: 'v9' });
  });

  test('with one model there is no doubt whose champion is meant', () => {
    const run = readSide('run 3f2', ['churn']);
    expect(readSide('champion', ['churn'], run)).toEqual({
      kind: 'version',
      model: 'churn',
      version: 'champion',
    });
    expect(readSide('champion', MODELS, run)).toEqual({ kind: 'ref', ref: 'champion' });
  });

  test('what is customary where nobody says', () => {
    const other = (text: string): SideAsked | undefined =>
      customaryOther(readSide(text, MODELS), 'champion', 'main');
    expect(other('churn')).toEqual({ kind: 'version', model: 'churn', version: 'champion' });
    expect(other('feature-x')).toEqual({ kind: 'ref', ref: 'main' });
    expect(other('main')).toBeUndefined();
    expect(other('champion of churn')).toBeUndefined();
    expect(other('run 3f2')).toBeUndefined();
  });
});
