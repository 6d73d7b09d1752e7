// Schedules of jobs are said in words, in the three languages; what nobody understands stands as it is.
import { expect, test } from '@jest/globals';
import { inLanguage } from '../../../src/base/language.ts';
import { scheduleWords } from '../../../src/cards/schedule.ts';

const said = (cron: string, language: 'en' | 'de' | 'ja' = 'en'): string =>
  inLanguage(language, () => scheduleWords({ cron, paused: false }));

test.each([
  ['0 0 2 * * ?', 'At 02:00'],
  ['0 0/15 * * * ?', 'Every 15 minutes'],
  ['0 30 6 ? * MON-FRI', 'At 06:30, Monday through Friday'],
  ['0 0 2 ? * 2', 'At 02:00, only on Monday'],
  ['0 0 10 ? * 6L', 'At 10:00, on the last Friday of the month'],
])('%s: %s', (cron, words) => expect(said(cron)).toBe(words));

test('in German and Japanese', () => {
  expect(said('0 30 6 ? * MON-FRI', 'de')).toBe('Um 06:30, Montag bis Freitag');
  expect(said('0 30 6 ? * MON-FRI', 'ja')).toBe('06:30、月曜日 から 金曜日 まで');
});

test('with its time zone, and whether it is paused', () => {
  expect(scheduleWords({ cron: '0 0 2 * * ?', zone: 'Europe/Berlin', paused: true })).toBe(
    'At 02:00 · Europe/Berlin · paused',
  );
  expect(inLanguage('de', () => scheduleWords({ cron: '0 0 2 * * ?', paused: true }))).toBe(
    'Um 02:00 · pausiert',
  );
});

test.each(['nonsense', '', '* * *', '99 99 99 99 99 99'])('not understood, it stands as it is: %j', (cron) =>
  expect(said(cron)).toBe(cron),
);
