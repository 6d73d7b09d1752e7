// One value written into a configuration as people keep it.
import { expect, test } from '@jest/globals';
import { withValue } from '../../../src/base/config/remember.ts';

const id = (yaml: string): string =>
  withValue(yaml, ['experiments', 'churn'], { key: 'id', value: '42', beside: 'name' });

test.each([
  [
    'a block, with its comments and its odd indent',
    'experiments:\n   churn: # ours\n      name:  "/Shared/churn"  # the path\n      metric: auc\nroles: {}\n',
    'experiments:\n   churn: # ours\n      name:  "/Shared/churn"  # the path\n      id: "42"\n      metric: auc\nroles: {}\n',
  ],
  [
    'a line of braces',
    'experiments: { churn: { name: /Shared/churn, metric: auc } }\n',
    'experiments: { churn: { name: /Shared/churn, id: "42", metric: auc } }\n',
  ],
  [
    'another value in its place',
    "experiments:\n  churn:\n    id: '7' # old\n    name: x\n",
    'experiments:\n  churn:\n    id: "42" # old\n    name: x\n',
  ],
  [
    'a file without an end of its last line',
    'experiments:\n  churn:\n    name: x',
    'experiments:\n  churn:\n    name: x\n    id: "42"\n',
  ],
])('%s', (_, before, after) => {
  expect(id(before)).toBe(after);
});

test('what is not there is not made up', () => {
  expect(() => id('experiments: {}\n')).toThrow(RangeError);
  expect(() => id('experiments: { churn: { metric: auc } }\n')).toThrow(RangeError);
});
