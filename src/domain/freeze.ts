// Freezes that come again every week: "Fridays from 14:00 in Berlin". Pure: turned into instants for a given moment.
import type { Freeze } from './deploy-gates.ts';

export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface WeeklyFreeze {
  readonly every: readonly Weekday[];
  /** `HH:MM` on the clock of the time zone. */
  readonly from: string;
  /** `HH:MM`, later on the same day; `24:00` is its end. */
  readonly until: string;
  /** IANA name: `Europe/Berlin`. */
  readonly timeZone: string;
  readonly reason: string;
}

const MINUTE = 60_000;

/** Minutes after midnight; undefined for what is no time of day. */
export const minuteOfDay = (text: string): number | undefined => {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= 24 * 60 ? minutes : undefined;
};

/**
 * The freeze that this rule puts in force at a moment; undefined when it puts none. On a day on which the clock is changed its ends
 * may be off by that hour; whether it is in force now never is.
 */
export const weeklyNow = (rule: WeeklyFreeze, now: number): Freeze | undefined => {
  const [from, until] = [minuteOfDay(rule.from), minuteOfDay(rule.until)];
  if (from === undefined || until === undefined) return undefined;
  const parts = new Map(
    new Intl.DateTimeFormat('en-US', {
      timeZone: rule.timeZone,
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(now)
      .map(({ type, value }) => [type, value] as const),
  );
  const day = parts.get('weekday')?.toLowerCase();
  const at = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  if (!rule.every.some((each) => each === day) || at < from || at >= until) return undefined;
  const minute = now - (now % MINUTE);
  return {
    from: minute - (at - from) * MINUTE,
    until: minute + (until - at) * MINUTE,
    reason: rule.reason,
  };
};
