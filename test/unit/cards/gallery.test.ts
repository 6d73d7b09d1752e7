// Every sample of every card against what Teams takes: the official schema as an old client sees the card, required properties, sizes,
// known verbs, nothing hostile let through.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import * as dialogs from '../../../dialogs/index.ts';
import { gallery } from '../../../src/cards/gallery.ts';
import { MOST_BYTES, sizeOf } from '../../../src/cards/guard.ts';
import { plainText } from '../../../src/cards/plain.ts';
import { VERBS } from '../../../src/cards/press.ts';
import { verbOf } from '../../../src/commands/command.ts';

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Elements that are not of version 1.5: an older client shows their fallback. */
const EXTENSIONS = /^(Badge|ProgressBar|CodeBlock|Chart\..*)$/;

/** Every node of a card, the data of buttons left out: that belongs to brickbot and is never shown. */
const nodesOf = (value: unknown): readonly Node[] => {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (!isNode(value)) return [];
  return [
    value,
    ...Object.entries(value).flatMap(([name, part]) =>
      name === 'data' && value['type'] === 'Action.Execute' ? [] : nodesOf(part),
    ),
  ];
};

/**
 * What a client of version 1.5 draws: extensions replaced by their fallback, or dropped. The style `filtered` is documented for
 * 1.5 but missing in the schema file; a client that does not know it draws `compact`.
 */
const asOldClient = (value: unknown): unknown => {
  if (Array.isArray(value))
    return value.flatMap((each) => {
      if (!isNode(each) || !EXTENSIONS.test(String(each['type']))) return [asOldClient(each)];
      return isNode(each['fallback']) ? [asOldClient(each['fallback'])] : [];
    });
  if (!isNode(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) =>
      // An older client has the choices that stand on the card.
      name === 'msteams' || name === 'choices.data'
        ? []
        : [
            [
              name,
              name === 'data'
                ? part
                : part === 'filtered' && name === 'style'
                  ? 'compact'
                  : asOldClient(part),
            ],
          ],
    ),
  );
};

const schemaPath = join(import.meta.dirname, '../../fixtures/adaptive-cards/schema-1.5.0.json');
const draft6 = join(import.meta.dirname, '../../../node_modules/ajv/lib/refs/json-schema-draft-06.json');
const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });
ajv.addMetaSchema(JSON.parse(readFileSync(draft6, 'utf8')) as Record<string, unknown>);
// The file names itself by `id`, which its draft no longer knows.
const { id: _, ...schema } = JSON.parse(readFileSync(schemaPath, 'utf8')) as Record<string, unknown>;
const validate = ajv.compile(schema);

const entries = gallery();
/** Names of the properties that people see; the value of a choice goes back as it is and is not among them. */
const SEEN = [
  'text',
  'title',
  'fallbackText',
  'altText',
  'codeSnippet',
  'legend',
  'label',
  'placeholder',
  'errorMessage',
  'xAxisTitle',
  'url',
];
const shown = (card: unknown): readonly string[] =>
  nodesOf(card)
    .flatMap((node) => [
      ...SEEN.map((name) => node[name]),
      ...(Array.isArray(node['facts']) ? node['facts'].map((fact: Node) => fact['value']) : []),
    ])
    .filter((value) => typeof value === 'string');

describe('the gallery', () => {
  test('has many samples, each with a name of its own', () => {
    expect(entries.length).toBeGreaterThan(90);
    expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length);
  });

  describe.each(entries)('$title', ({ face }) => {
    const nodes = nodesOf(face.card);

    test('is of version 1.5, small enough, with a text that stands for it', () => {
      expect(face.card.version).toBe('1.5');
      expect(sizeOf(face)).toBeLessThanOrEqual(MOST_BYTES);
      expect(face.card.fallbackText).toBe(face.summary);
      expect(face.summary).not.toMatch(/\n|undefined|\[object/);
      expect(plainText(face.card).length).toBeGreaterThan(10);
      expect(plainText(face.card)).not.toMatch(/undefined|NaN:|\[object/);
    });

    test('satisfies the official schema as an older client sees it', () => {
      const old = asOldClient(face.card);
      expect(
        validate(old)
          ? []
          : (validate.errors ?? []).slice(0, 3).map((error) => `${error.instancePath} ${error.message}`),
      ).toEqual([]);
    });

    test('has what phones need, and a fallback on whatever is newer than 1.5', () => {
      for (const node of nodes) {
        const type = typeof node['type'] === 'string' ? node['type'] : '';
        if (EXTENSIONS.test(type)) expect(node['fallback']).toBeDefined();
        if (type === 'Image')
          expect([node['url'], node['altText']]).toEqual([expect.any(String), expect.any(String)]);
        if (type.startsWith('Input.'))
          expect([node['id'], node['label']]).toEqual([expect.any(String), expect.any(String)]);
        if (type === 'TextBlock' && typeof node['text'] === 'string' && node['text'].length > 12)
          expect(node['wrap']).toBe(true);
        if (type === 'Action.OpenUrl') expect(node['url']).toMatch(/^https?:\/\//);
        if (Array.isArray(node['choices']))
          for (const choice of node['choices'])
            expect(choice).toEqual({
              title: expect.stringMatching(/\S/),
              value: expect.stringMatching(/\S/),
            });
      }
    });

    test('has at most four buttons, one of them primary, each with a known verb and plain data', () => {
      const actions = face.card.actions ?? [];
      expect(actions.length).toBeLessThanOrEqual(4);
      expect(actions.filter((action) => action.style === 'positive').length).toBeLessThanOrEqual(1);
      for (const action of actions) {
        expect(action.title).toMatch(/\S/);
        if (action.type !== 'Action.Execute') continue;
        expect(VERBS).toContain(action.verb);
        for (const value of Object.values(action.data ?? {}))
          expect(typeof value).toMatch(/string|number|boolean/);
      }
    });

    test('shows one state word, and lets no mention, tag, date function or direction override through', () => {
      expect(nodes.filter((node) => node['type'] === 'Badge')).toHaveLength(1);
      for (const text of [...shown(face.card), face.summary])
        expect(text).not.toMatch(/<\/?[a-z!]|\{\{|[\u202A-\u202E\u2066\u2067\u200E\u200F]/i);
    });
  });

  test('operations tell verb, object and state within the first 80 characters', () => {
    const told = entries.filter(({ title }) =>
      /^(deploy|tests|job) \/ (?!dry run|green already)/.test(title),
    );
    expect(told.length).toBeGreaterThan(40);
    for (const { face } of told)
      expect(face.summary.slice(0, 80)).toMatch(
        /^(Deploy|Run tests on|Run job) .+: (needs you|queued|running|stopping|unknown|done|passed|failed|refused|cancelled)/,
      );
  });

  test('every verb leads to a dialog', () => {
    const known = Object.values(dialogs).flatMap((record) =>
      Object.keys(record.presses).map((turn) => verbOf(record, turn)),
    );
    expect(VERBS.filter((verb) => verb !== 'say' && !known.includes(verb))).toEqual([]);
  });
});
