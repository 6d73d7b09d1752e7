// When a job runs by itself, in words: Quartz expressions are for machines.
import { createRequire } from 'node:module';
import type Cronstrue from 'cronstrue';
import { language, own } from '../base/language.ts';
import type { Schedule } from '../domain/run.ts';
import { plain } from './escape.ts';
import { dots } from './frame.ts';

const load = createRequire(import.meta.url);
/** Loaded when the first schedule is shown: it would take a hundredth of every start. */
const words = (): typeof Cronstrue => {
  load('cronstrue/locales/de.js');
  load('cronstrue/locales/ja.js');
  return load('cronstrue') as typeof Cronstrue;
};

/** What the library's Japanese puts before an hour, “is carried out next at”, which the hour says alone. */
const JAPANESE_LEAD = /^次において実施/;

/** The expression in words, or as it stands where nobody can say what it means. */
const inWords = (cron: string): string => {
  try {
    return words()
      .toString(cron, { locale: language(), dayOfWeekStartIndexZero: false, use24HourTimeFormat: true })
      .replace(JAPANESE_LEAD, '');
  } catch {
    return cron;
  }
};

/** `At 02:00 · Europe/Berlin · paused`: plain text. */
export const scheduleWords = ({ cron, zone, paused }: Schedule): string =>
  dots([plain(inWords(cron), 80), zone !== undefined && plain(zone, 32), paused && own('paused')]);
