import { describe, expect, test } from '@jest/globals';
import type { Route } from '../../../../src/local/kernel/route.ts';
import { routeTable } from '../../../../src/local/kernel/route-table.ts';

const route = (method: Route['method'], path: string): Route => ({ method, path, handle: () => ({}) });

describe('route table', () => {
  test('an exact segment wins over a name, and a name over the rest, whatever the order', () => {
    const table = routeTable([route('GET', '/a/*rest'), route('GET', '/a/:id'), route('GET', '/a/list')]);
    expect(table.find('GET', '/a/list')?.route.path).toBe('/a/list');
    expect(table.find('GET', '/a/7')?.params).toEqual({ id: '7' });
    expect(table.find('GET', '/a/7/b')?.params).toEqual({ rest: '7/b' });
  });

  test('parameters come percent-decoded, and an encoded slash stays in its segment', () => {
    const table = routeTable([route('GET', '/models/:name/versions')]);
    expect(table.find('GET', '/models/a%2Fb%20c/versions')?.params).toEqual({ name: 'a/b c' });
  });

  test('nothing fits another method, an empty name or broken encoding', () => {
    const table = routeTable([route('GET', '/a/:id')]);
    expect(table.find('POST', '/a/7')).toBeUndefined();
    expect(table.find('GET', '/a/')).toBeUndefined();
    expect(table.find('GET', '/a/%zz')).toBeUndefined();
  });

  test('two routes for the same call are refused when the table is made', () => {
    expect(() => routeTable([route('GET', '/a/:id'), route('GET', '/a/:name')])).toThrow('two routes');
  });
});
