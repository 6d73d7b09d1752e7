import { describe, expect, test } from '@jest/globals';
import { isWithin, nameOf, normalPath, parentOf, spelledAs } from '../../../../src/local/files/paths.ts';

describe('workspace paths', () => {
  test.each([
    ['/Workspace/Repos/a/b', '/Repos/a/b'],
    ['/Repos/a/b/', '/Repos/a/b'],
    ['//Shared//x', '/Shared/x'],
    ['/Workspace', '/'],
    ['/', '/'],
    ['/Users/a@b.c/with space', '/Users/a@b.c/with space'],
    ['/WorkspaceX/y', '/WorkspaceX/y'],
  ])('%s is %s', (given, path) => {
    expect(normalPath(given)).toBe(path);
  });

  test.each([
    [''],
    [undefined],
    ['x'],
    ['/a/../b'],
    ['/a/./b'],
    ['/a/.git/config'],
    ['/a/.GIT'],
    ['/a\\b'],
    ['/a\u0000b'],
  ])('%p is refused', (given) => {
    let code: unknown;
    try {
      normalPath(given);
    } catch (error) {
      code = (error as { readonly errorCode?: unknown }).errorCode;
    }
    expect(code).toBe('INVALID_PARAMETER_VALUE');
  });

  test('parent, name, spelling and containment', () => {
    expect([parentOf('/a/b'), parentOf('/a'), nameOf('/a/b')]).toEqual(['/a', '/', 'b']);
    expect([spelledAs('/Workspace/a', '/a'), spelledAs('/a', '/a')]).toEqual(['/Workspace/a', '/a']);
    expect([isWithin('/a/b', '/a'), isWithin('/ab', '/a'), isWithin('/a', '/')]).toEqual([true, false, true]);
  });
});
