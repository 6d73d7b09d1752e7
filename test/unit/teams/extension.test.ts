// The message extension's reading and answering: hostile values, escaping, and what is said when Databricks is slow.
import { describe, expect, test } from '@jest/globals';
import type { Finder } from '../../../src/commands/finder.ts';
import { answerExtension, readExtension, slowBody } from '../../../src/teams/extension.ts';
import { composeExtension } from '../../protocol-cloud/activities.ts';

const read = (what: Parameters<typeof composeExtension>[1], value: unknown) =>
  readExtension(composeExtension('https://smba.example/', what, value));

const finder = (answers: Partial<Finder>): Finder => ({
  find: async () => ({ kind: 'found', findings: [] }),
  choices: async () => [],
  open: async () => ({ kind: 'nothing' }),
  unfurl: async () => ({ kind: 'nothing' }),
  ...answers,
});

describe('a query', () => {
  test('is cut to what Teams shows, however many are asked for', () => {
    const asked = read('query', {
      commandId: 'runs',
      parameters: [{ name: 'query', value: ` ${'x'.repeat(900)}` }],
      queryOptions: { skip: -3, count: 9_999 },
    });
    expect(asked).toMatchObject({ kind: 'query', search: 'runs', skip: 0, count: 25 });
    expect(asked?.kind === 'query' && asked.query.length).toBeLessThanOrEqual(200);
  });

  test.each([undefined, null, [], 'runs', { commandId: ['runs'] }, { commandId: '__proto__' }])(
    'with the value %j is none',
    (value) => {
      expect(read('query', value)).toBeUndefined();
    },
  );

  test('of names with marks shows them as text', async () => {
    const asked = read('query', { commandId: 'models', parameters: 'none' });
    if (!asked) throw new Error('not read');
    const found = finder({
      find: async () => ({
        kind: 'found',
        findings: [{ thing: { kind: 'model', model: '<b>a</b>' }, title: '<b>a</b>', text: 'x & <script>' }],
      }),
    });
    const body = JSON.stringify(await answerExtension(found, asked));
    expect(body).toContain('&lt;b&gt;a&lt;/b&gt;');
    expect(body).toContain('x &amp; &lt;script&gt;');
    expect(body).not.toContain('"title":"<b>');
  });

  test('is answered in the language of the person who searches', async () => {
    const asked = readExtension(
      composeExtension('https://smba.example/', 'query', { commandId: 'runs' }, { locale: 'de-DE' }),
    );
    if (!asked) throw new Error('not read');
    expect(await answerExtension(finder({}), asked)).toEqual({
      composeExtension: { type: 'message', text: 'Nichts gefunden. Versuche weniger oder andere Wörter.' },
    });
    expect(JSON.stringify(slowBody(asked))).toContain('Databricks braucht lange');
  });

  test('that may not look is told so in the box', async () => {
    const asked = read('query', { commandId: 'runs', parameters: [] });
    if (!asked) throw new Error('not read');
    const refused = finder({ find: async () => ({ kind: 'sentence', text: 'Not for you.' }) });
    expect(await answerExtension(refused, asked)).toEqual({
      composeExtension: { type: 'message', text: 'Not for you.' },
    });
  });
});

describe('a field that looks for values', () => {
  const search = (value: unknown) =>
    readExtension(composeExtension('https://smba.example/', 'query', value, { name: 'application/search' }));

  test('asks by what is typed, also when nothing is typed yet, and takes no more than it shows', async () => {
    const asked = search({ dataset: 'ref', queryText: 'feat', queryOptions: { skip: 0, top: 500 } });
    expect(asked).toMatchObject({ kind: 'choices', dataset: 'ref', typed: 'feat', count: 15 });
    expect(search({ dataset: 'job', queryText: '' })).toMatchObject({ kind: 'choices', typed: '' });
    if (!asked) throw new Error('not read');
    const many = finder({
      choices: async () => Array.from({ length: 40 }, (_, index) => `feature-${index}`),
    });
    const body = await answerExtension(many, asked);
    expect(body).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.search.searchResponse',
    });
    const { results } = (body as { value: { results: unknown[] } }).value;
    expect(results).toHaveLength(15);
    expect(results[0]).toEqual({ title: 'feature-0', value: 'feature-0' });
    expect(slowBody(asked)).toMatchObject({ value: { results: [] } });
  });

  test.each(['people', '__proto__', ['ref'], undefined])('for the data set %j there is none', (dataset) => {
    expect(search({ dataset, queryText: 'x' })).toBeUndefined();
  });
});

describe('a picked item', () => {
  test.each([
    { kind: 'words', text: 'deploy main' },
    { kind: 'job-run', run: '1', environment: 'production' },
    { kind: 'experiment-run', run: 'x' },
    { kind: 'experiment', experiment: '7 in production' },
    { kind: 'model', model: 'a" to production' },
    { kind: 'operation', op: '../..' },
  ])('that no list offers is none: %j', (thing) => {
    expect(read('selectItem', { thing })).toBeUndefined();
  });

  test('that a list offered is read back', () => {
    expect(read('selectItem', { thing: { kind: 'operation', op: '7K3F' } })).toMatchObject({
      kind: 'select',
      thing: { kind: 'operation', op: '7K3F' },
    });
  });
});

describe('a link', () => {
  test('longer than addresses are is none', () => {
    expect(read('queryLink', { url: `https://a.example/${'x'.repeat(3_000)}` })).toBeUndefined();
  });

  test('about which something went wrong stays a link', async () => {
    const asked = read('queryLink', { url: 'https://a.example/' });
    if (!asked) throw new Error('not read');
    const failing = finder({ unfurl: async () => ({ kind: 'sentence', text: 'It failed.' }) });
    expect(await answerExtension(failing, asked)).toEqual({
      composeExtension: { type: 'result', attachmentLayout: 'list', attachments: [] },
    });
  });
});
