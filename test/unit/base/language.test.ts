// The phrases in three languages: no place of a fact is lost, and a card speaks the language in force, over waits as well.
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import * as dialogs from '../../../dialogs/index.ts';
import { CATALOGUE } from '../../../src/base/catalogue.ts';
import { Fault } from '../../../src/base/errors.ts';
import { inLanguage, language, languageOf, own, phrase } from '../../../src/base/language.ts';
import { GERMAN } from '../../../src/base/languages/german.ts';
import { JAPANESE } from '../../../src/base/languages/japanese.ts';
import { GROUPS } from '../../../src/commands/command.ts';

const placesOf = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();
const JAPANESE_LETTERS = /[\u3040-\u30ff\u4e00-\u9fff]/;

describe('the tables', () => {
  test('have the same phrases', () => {
    expect(Object.keys(JAPANESE).toSorted()).toEqual(Object.keys(GERMAN).toSorted());
    expect(Object.keys(GERMAN).length).toBeGreaterThan(300);
  });

  test.each(Object.keys(GERMAN) as (keyof typeof GERMAN)[])('%j keeps its places and its edges', (source) => {
    for (const text of [GERMAN[source], JAPANESE[source]]) {
      expect(placesOf(text)).toEqual(placesOf(source));
      expect(text.trim()).not.toBe('');
    }
    // A phrase that begins or ends a sentence which goes on keeps its space.
    expect(/^\s/.test(GERMAN[source])).toBe(/^\s/.test(source));
    expect(/\s$/.test(GERMAN[source])).toBe(/\s$/.test(source));
  });

  test('every sentence of the error catalogue is there', () => {
    const said = Object.values(CATALOGUE).flatMap(({ title, what, next }) => [title, what, next]);
    const missing = [...new Set(said)].filter((text) => !Object.hasOwn(GERMAN, text) && text !== '{problem}');
    expect(missing).toEqual([]);
  });
});

test.each([
  ['de-DE', 'de'],
  ['de', 'de'],
  ['ja-JP', 'ja'],
  ['JA', 'ja'],
  ['en-US', 'en'],
  ['fr-FR', 'en'],
  ['', 'en'],
  ['deu', 'en'],
  [undefined, 'en'],
])('the locale %s is answered in %s', (locale, expected) => {
  expect(languageOf(locale)).toBe(expected);
});

test('the language holds over waits, and two at once do not mix', async () => {
  const said = async (): Promise<string> => {
    await later(1);
    return `${language()} ${phrase('Needs you')} ${phrase('took {time}', { time: '6:10' })}`;
  };
  expect(await Promise.all([inLanguage('de', said), inLanguage('ja', said), said()])).toEqual([
    'de Wartet auf dich dauerte 6:10',
    'ja 対応が必要 所要時間 6:10',
    'en Needs you took 6:10',
  ]);
  expect(language()).toBe('en');
});

test('what is not in the tables stays as it is, and no name of an object’s own is taken for a phrase', () => {
  inLanguage('de', () => {
    expect(own('feature-x')).toBe('feature-x');
    expect(own('constructor')).toBe('constructor');
    expect(own('__proto__')).toBe('__proto__');
  });
});

describe('a sentence that is finished already', () => {
  test.each([
    ['and 3 more', 'und 3 weitere'],
    ['Lock on staging', 'Sperre auf staging'],
    ['Compare churn v12 with main', 'churn v12 mit main vergleichen'],
    ['op 7K3F · or type “rerun 7K3F”', 'Vorgang 7K3F · oder tippe „rerun 7K3F“'],
    ['feature-x', 'feature-x'],
    ['constructor of and more', 'constructor of and more'],
    [`and ${'x'.repeat(500)} more`, `and ${'x'.repeat(500)} more`],
  ])('%j', (text, said) => {
    expect(inLanguage('de', () => own(text))).toBe(said);
  });

  test('hostile text is judged quickly', () => {
    const from = performance.now();
    for (const part of [' is ', ': ', ' of ', ' at ', ' · ', ' to '])
      for (const head of ['', 'Runs ', 'Deploy ', 'and '])
        inLanguage('ja', () => own(`${head}${part.repeat(200)}`.slice(0, 240)));
    // 24 texts; what would blow up takes minutes.
    expect(performance.now() - from).toBeLessThan(3_000);
  });
});

test('every command and every group of help is there', () => {
  const said = [...Object.values(dialogs).map(({ summary }) => summary), ...GROUPS];
  expect([...new Set(said)].filter((text) => !Object.hasOwn(GERMAN, text))).toEqual([]);
});

test('an error speaks the language in force; its message for the log stays English', () => {
  const fault = new Fault('environment-not-found', { facts: { environment: 'stagin', known: 'staging' } });
  expect(inLanguage('de', () => fault.what)).toBe('Es gibt keine Umgebung „stagin“.');
  expect(inLanguage('ja', () => fault.entry.title)).toMatch(JAPANESE_LETTERS);
  expect(inLanguage('de', () => fault.message)).toBe('There is no environment “stagin”.');
  expect(fault.what).toBe('There is no environment “stagin”.');
});
