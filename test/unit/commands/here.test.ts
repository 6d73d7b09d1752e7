import { expect, test } from '@jest/globals';
import * as dialogs from '../../../dialogs/index.ts';
import { fileSchema } from '../../../src/base/config/schema.ts';
import { fittedTo, type Here, hereOf } from '../../../src/commands/here.ts';
import { createRegistry } from '../../../src/commands/registry.ts';

const config = (more: Record<string, unknown> = {}): Here =>
  hereOf(
    fileSchema.parse({
      git: { url: 'https://git.example.com/ml/price.git' },
      environments: {
        live: { checkout: '/Shared/live', production: true },
        test: { checkout: '/Shared/test' },
      },
      experiments: { price: { name: '/Shared/price' } },
      tests: { smoke: { notebook: 'smoke' } },
      ...more,
    }),
  );
const examplesOf = (name: string, here: Here): readonly string[] =>
  fittedTo(Object.values(dialogs), here).find((record) => record.name === name)?.examples ?? [];

test('examples name what is here: branches, environments, experiments, suites', () => {
  const here = config({ defaults: { environment: 'test', suite: 'smoke' } });
  expect(examplesOf('deploy', here)).toEqual([
    'deploy main',
    'deploy main to test',
    'deploy v1.2 to live --dry-run',
  ]);
  expect(examplesOf('show experiment', here)[0]).toBe('show experiment price');
  expect(examplesOf('run tests', here)).toContain('run tests main suite smoke');
});

test('where no environment is a default, an example that changes something names one', () => {
  expect(examplesOf('deploy', config())[0]).toBe('deploy main to test');
  expect(examplesOf('show jobs', config())[0]).toBe('show jobs');
});

test.each(['/tmp/sample.git', 'http://127.0.0.1:4711/git/churn.git', 'http://localhost:80/churn.git'])(
  'the sample’s names stay where they exist: %s',
  (url) => {
    const here = hereOf(
      fileSchema.parse({
        git: { url },
        environments: {
          staging: { checkout: '/Shared/s' },
          production: { checkout: '/Shared/p', production: true },
        },
        defaults: { environment: 'staging' },
      }),
    );
    expect(examplesOf('deploy', here)).toEqual(dialogs.deploy.examples);
  },
);

test('every fitted example is understood as the command that it is an example of', () => {
  const records = fittedTo(Object.values(dialogs), config());
  const { parse } = createRegistry(records);
  for (const record of records)
    for (const example of record.examples)
      expect([example, parse(example)]).toEqual([
        example,
        expect.objectContaining({ kind: 'match', record }),
      ]);
});
