import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Order, parseFilter, parseOrder } from '../../../../src/local/mlflow/filter/parse.ts';
import { conditions } from '../../../../src/local/mlflow/filter/sql.ts';
import { RUN_VOCABULARY } from '../../../../src/local/mlflow/tracking/search-runs.ts';

const parse = (filter: string) => parseFilter(filter, RUN_VOCABULARY);
const order = (item: string): Order => parseOrder(item, RUN_VOCABULARY);
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { errorCode?: string }).errorCode;
  }
};

describe('filters of runs', () => {
  test.each([
    ['metrics.auc > 0.8', [{ kind: 'metric', key: 'auc', operator: '>', value: 0.8 }]],
    ['metric.auc>=-1e-3', [{ kind: 'metric', key: 'auc', operator: '>=', value: -0.001 }]],
    ["params.lr = '0.1'", [{ kind: 'param', key: 'lr', operator: '=', value: '0.1' }]],
    ['parameter.lr != "0.1"', [{ kind: 'param', key: 'lr', operator: '!=', value: '0.1' }]],
    ["tags.mlflow.user LIKE 'a%'", [{ kind: 'tag', key: 'mlflow.user', operator: 'LIKE', value: 'a%' }]],
    ["tag.`a b/c-d` ilike '%X_'", [{ kind: 'tag', key: 'a b/c-d', operator: 'ILIKE', value: '%X_' }]],
    ['params."batch size" = \'8\'', [{ kind: 'param', key: 'batch size', operator: '=', value: '8' }]],
    ["`tags`.x = 'y'", [{ kind: 'tag', key: 'x', operator: '=', value: 'y' }]],
    ["status = 'FINISHED'", [{ kind: 'attribute', key: 'status', operator: '=', value: 'FINISHED' }]],
    ["run.status != 'FAILED'", [{ kind: 'attribute', key: 'status', operator: '!=', value: 'FAILED' }]],
    ['attributes.start_time < 17', [{ kind: 'attribute', key: 'start_time', operator: '<', value: 17 }]],
    ['created <= 17', [{ kind: 'attribute', key: 'start_time', operator: '<=', value: 17 }]],
    ["attr.`Run name` = 'x'", [{ kind: 'attribute', key: 'run_name', operator: '=', value: 'x' }]],
    ['run_id IN (\'a\', "b")', [{ kind: 'attribute', key: 'run_id', operator: 'IN', value: ['a', 'b'] }]],
    ["run_id not in ('a')", [{ kind: 'attribute', key: 'run_id', operator: 'NOT IN', value: ['a'] }]],
    ["datasets.name IN ('d')", [{ kind: 'dataset', key: 'name', operator: 'IN', value: ['d'] }]],
    ['tags.x IS NULL', [{ kind: 'tag', key: 'x', operator: 'IS NULL' }]],
    ['params.x is not null', [{ kind: 'param', key: 'x', operator: 'IS NOT NULL' }]],
  ])('%s', (filter, clauses) => {
    expect(parse(filter)).toEqual(clauses);
  });

  test('AND joins clauses in any case, and only outside of quotes', () => {
    const clauses = parse("metrics.a > 1 and params.b = 'x AND y' AND tags.c = \"it's\"");
    expect(clauses.map(({ value }) => value)).toEqual([1, 'x AND y', "it's"]);
  });

  test('quotes are cut off and never un-escaped', () => {
    expect(parse("params.a = 'it''s'")).toMatchObject([{ value: "it''s" }]);
    expect(parse("params.a = ''")).toMatchObject([{ value: '' }]);
  });

  test('nothing asks for nothing', () => {
    expect([parse(''), parse('  \n'), parseFilter(undefined, RUN_VOCABULARY)]).toEqual([[], [], []]);
  });

  test.each([
    "metrics.a > 1 OR params.b = 'x'",
    "NOT params.b = 'x'",
    "(params.b = 'x')",
    'metrics.a > 1 AND',
    'metrics.a > 1 metrics.b > 1',
    'metrics.a',
    'metrics.a >',
    '> 1',
    'metrics.a ! 1',
    "metrics.a > '1'",
    'metrics.a LIKE 1',
    'params.a = 1',
    'params.a = x',
    'params.a = `x`',
    "params.a > '1'",
    "params.a IN ('1')",
    "status IN ('FINISHED')",
    'run_id IN ()',
    'run_id IN (1)',
    "run_id IN ('a'",
    'metrics.a IS NULL',
    'tags.a IS 3',
    "colour = 'red'",
    "colours.a = 'red'",
    "datasets.colour = 'red'",
    "params.`` = 'x'",
    "params.a = 'x",
    "params.a-b = 'x'",
    "params.a = 'x'; DROP TABLE runs",
    "constructor = 'x'",
    "constructor.a = 'x'",
  ])('refused: %s', (filter) => {
    expect(codeOf(() => parse(filter))).toBe('INVALID_PARAMETER_VALUE');
  });
});

test('whatever is written is understood or refused, never a crash', () => {
  const pieces = [
    'metrics.a',
    'tags.`b c`',
    "'x'",
    '"y"',
    '1',
    '-.5e3',
    '=',
    '!=',
    'LIKE',
    'IN',
    '(',
    ')',
    ',',
    'AND',
    'IS',
    'NOT',
    'NULL',
    '`',
    "'",
    '.',
    ' ',
    '\\',
    'ü',
  ];
  const written = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })))
    .map((list) => list.join(' '));
  fc.assert(
    fc.property(written, (filter) => {
      expect([undefined, 'INVALID_PARAMETER_VALUE']).toContain(codeOf(() => parse(filter)));
    }),
    { numRuns: 2000 },
  );
});

test('a filter beyond what a database can nest is refused', () => {
  expect(codeOf(() => parse(Array.from({ length: 300 }, () => 'metrics.a > 1').join(' AND ')))).toBe(
    'INVALID_PARAMETER_VALUE',
  );
});

describe('orders of runs', () => {
  test('ascending unless said otherwise', () => {
    expect([order('metrics.auc'), order('params.`a b` DESC'), order(' start_time asc ')]).toEqual([
      { kind: 'metric', key: 'auc', descending: false },
      { kind: 'param', key: 'a b', descending: true },
      { kind: 'attribute', key: 'start_time', descending: false },
    ]);
  });
  test.each(['', 'metrics.a sideways', 'metrics.a > 1', 'colour', '1'])('refused: %p', (item) => {
    expect(codeOf(() => order(item))).toBe('INVALID_PARAMETER_VALUE');
  });
});

describe('filters as SQL', () => {
  const scheme = {
    attributes: { run_id: 'r.run_id' },
    sides: { tag: { table: 'tags', joins: 's.owner = r.run_id' } },
  };
  const sql = (filter: string) => conditions(parse(filter), scheme);

  test('what the caller wrote travels as bound values only', () => {
    const hostile = "x' OR 1=1 --";
    const [condition] = sql(`tags.\`${hostile.replaceAll("'", '')}\` = "${hostile}"`);
    expect(condition?.text).not.toContain('1=1');
    expect(condition?.values).toEqual(['x OR 1=1 --', hostile]);
  });

  test('LIKE minds the case and what means something to GLOB stands for itself', () => {
    expect(sql("tags.a LIKE '%[x]*?_'")[0]?.values).toEqual(['a', '*[[]x][*][?]?']);
  });
});
