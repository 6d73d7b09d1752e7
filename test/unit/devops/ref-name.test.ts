import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isCommitId, isRefName, meaningsOf } from '../../../src/devops/ref-name.ts';

describe('names that git accepts', () => {
  test.each(['main', 'feature-x', 'feature/deep/x', 'v1.2.3', 'émoji-😀', 'a@b', 'release_1', '#42', 'a{b'])(
    '%s',
    (name) => {
      expect(isRefName(name)).toBe(true);
    },
  );
});

describe('names that never reach git', () => {
  test.each([
    '',
    '@',
    'HEAD',
    '-x',
    '--upload-pack=touch /tmp/x',
    '-c',
    'a b',
    'a..b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    'a@{1}',
    'a\nb',
    'a\0b',
    'a\u007fb',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.',
    'a.lock',
    'a.lock/b',
    '\ud800',
    'x'.repeat(251),
  ])('%j', (name) => {
    expect(isRefName(name)).toBe(false);
  });
});

test('the rules are git’s own: whatever is accepted here, git check-ref-format accepts', () => {
  const piece = fc.constantFrom(
    'a',
    'B',
    '1',
    '-',
    '.',
    '..',
    '/',
    '@',
    '{',
    '~',
    '^',
    ':',
    '*',
    '\\',
    ' ',
    '.lock',
    'é',
    '\t',
  );
  const names = fc.sample(
    fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
    { numRuns: 250, seed: 7 },
  );
  const judged = names.map((name) => ({
    name,
    ours: isRefName(name),
    gits: spawnSync('git', ['check-ref-format', '--branch', name]).status === 0,
  }));
  // A lone `@` is git's short form of HEAD: `--branch` lets it through, we do not.
  expect(judged.filter(({ name, ours, gits }) => name !== '@' && ours !== gits)).toEqual([]);
  expect(judged.some(({ ours }) => ours)).toBe(true);
});

describe('what a typed name may mean', () => {
  test.each([
    ['feature-x', [{ name: 'feature-x' }]],
    ['  main ', [{ name: 'main' }]],
    ['refs/heads/main', [{ kind: 'branch', name: 'main' }]],
    ['refs/remotes/origin/main', [{ kind: 'branch', name: 'main' }]],
    ['refs/tags/v1', [{ kind: 'tag', name: 'v1' }]],
    ['origin/main', [{ name: 'origin/main' }, { kind: 'branch', name: 'main' }]],
    ['origin/-x', [{ name: 'origin/-x' }]],
    ['refs/heads/--exec=x', []],
    ['--exec=x', []],
  ])('%s', (typed, meanings) => {
    expect(meaningsOf(typed)).toEqual(meanings);
  });
});

test('only a full lower-case id is a commit id', () => {
  expect(isCommitId('a'.repeat(40))).toBe(true);
  for (const text of ['a'.repeat(39), 'A'.repeat(40), `${'a'.repeat(40)}\n`, '--all'])
    expect(isCommitId(text)).toBe(false);
});
