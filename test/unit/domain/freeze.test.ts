// Weekly freezes as a table: a rule and a moment in, a freeze or none out.
import { expect, test } from '@jest/globals';
import { minuteOfDay, type WeeklyFreeze, weeklyNow } from '../../../src/domain/freeze.ts';

const FRIDAY: WeeklyFreeze = {
  every: ['friday'],
  from: '14:00',
  until: '24:00',
  timeZone: 'Europe/Berlin',
  reason: 'weekend',
};
// 2026-11-27 is a Friday; Berlin is one hour ahead of UTC in winter and two in summer.
const at = (iso: string): number => Date.parse(iso);

test.each<[string, Partial<WeeklyFreeze>, string, string | undefined, string | undefined]>([
  ['a minute before', {}, '2026-11-27T12:59:59Z', undefined, undefined],
  ['the first moment', {}, '2026-11-27T13:00:00Z', '2026-11-27T13:00:00Z', '2026-11-27T23:00:00Z'],
  ['the last moment', {}, '2026-11-27T22:59:59Z', '2026-11-27T13:00:00Z', '2026-11-27T23:00:00Z'],
  ['midnight there is Saturday', {}, '2026-11-27T23:00:00Z', undefined, undefined],
  ['summer time', {}, '2026-07-03T12:30:00Z', '2026-07-03T12:00:00Z', '2026-07-03T22:00:00Z'],
  ['another day', {}, '2026-11-26T15:00:00Z', undefined, undefined],
  [
    'the day there, not in UTC',
    { every: ['saturday'], from: '00:00' },
    '2026-11-27T23:30:00Z',
    '2026-11-27T23:00:00Z',
    '2026-11-28T23:00:00Z',
  ],
  [
    'west of Greenwich',
    { timeZone: 'America/New_York' },
    '2026-11-28T02:00:00Z',
    '2026-11-27T19:00:00Z',
    '2026-11-28T05:00:00Z',
  ],
  ['no time of day', { from: '25:00' }, '2026-11-27T15:00:00Z', undefined, undefined],
])('%s', (_, rule, now, from, until) => {
  const freeze = weeklyNow({ ...FRIDAY, ...rule }, at(now));
  expect(freeze && [new Date(freeze.from).toISOString(), new Date(freeze.until).toISOString()]).toEqual(
    from === undefined ? undefined : [from, until].map((each) => new Date(at(each ?? '')).toISOString()),
  );
});

test('times of day', () => {
  expect(['00:00', '14:30', '24:00', '24:01', '9:00', '10:60'].map(minuteOfDay)).toEqual([
    0,
    870,
    1440,
    undefined,
    undefined,
    undefined,
  ]);
});
