// Times, spans and numbers in words. Cards that stay in the chat carry instants (a relative word would be wrong an hour later);
// lists that are read once may say "3 h ago". Teams does not draw {{DATE()}} in bot cards, so the words are made here, in UTC.
import { language, own, phrase } from '../base/language.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONATE = [
  'Jan.',
  'Feb.',
  'März',
  'Apr.',
  'Mai',
  'Juni',
  'Juli',
  'Aug.',
  'Sep.',
  'Okt.',
  'Nov.',
  'Dez.',
];
const two = (value: number): string => String(value).padStart(2, '0');

/** `23 Nov 07:12 UTC`; with the year when it is not the year of `now`. */
export const instant = (at: number, now: number): string => {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return phrase('at an unknown time');
  const year = date.getUTCFullYear() === new Date(now).getUTCFullYear() ? '' : ` ${date.getUTCFullYear()}`;
  const spoken = language();
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
  if (spoken === 'ja')
    return `${year === '' ? '' : `${year.trim()}年`}${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${time}`;
  if (spoken === 'de') return `${date.getUTCDate()}. ${MONATE[date.getUTCMonth()]}${year} ${time}`;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${year} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
};

/** `23 Nov 07:12–07:20 UTC`; both days when they differ. */
export const stretch = (from: number, to: number, now: number): string => {
  const [begin, end] = [instant(from, now), instant(to, now)];
  const day = begin.slice(0, -' 07:12 UTC'.length);
  return end.startsWith(`${day} `)
    ? `${begin.slice(0, -' UTC'.length)}–${end.slice(day.length + 1)}`
    : `${begin} – ${end}`;
};

/** `just now`, `4 min ago`, `3 h ago`, `2 days ago`, then the date. */
export const ago = (at: number, now: number): string => {
  const span = now - at;
  if (span < MINUTE) return phrase('just now');
  if (span < HOUR) return phrase('{count} min ago', { count: Math.floor(span / MINUTE) });
  if (span < DAY) return phrase('{count} h ago', { count: Math.floor(span / HOUR) });
  if (span < 14 * DAY)
    return Math.floor(span / DAY) === 1
      ? phrase('yesterday')
      : phrase('{count} days ago', { count: Math.floor(span / DAY) });
  return instant(at, now).replace(/ \d\d:\d\d UTC$/, '');
};

/** A measured span: `420 ms`, `8.4 s`, `6:10`, `1:02:10`. */
export const took = (ms: number): string => {
  if (!Number.isFinite(ms) || ms < 0) return '–';
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 9.95 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  if (ms < MINUTE - 500) return `${Math.round(ms / SECOND)} s`;
  const seconds = Math.round(ms / SECOND);
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
};

/** An expected span, no more exact than a guess is: `about 20 s`, `about 6 min`. */
export const about = (ms: number): string => {
  if (ms < 50 * SECOND) return phrase('about {count} s', { count: Math.max(5, Math.round(ms / 5_000) * 5) });
  if (ms < 100 * MINUTE) return phrase('about {count} min', { count: Math.max(1, Math.round(ms / MINUTE)) });
  return phrase('about {count} h', { count: Math.round(ms / HOUR) });
};

/** A metric: four significant digits, whole numbers as they are, NaN and infinities by name. */
export const figure = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text =
    value === 0 || (Number.isInteger(value) && size < 1e7)
      ? String(size)
      : size >= 1e7 || size < 1e-4
        ? size.toExponential(2)
        : size >= 1_000
          ? size.toFixed(1)
          : size >= 100
            ? size.toFixed(2)
            : size.toFixed(size >= 10 ? 3 : 4).replace(/(\.\d{3})0$/, '$1');
  return value < 0 ? `−${text}` : text;
};

/** A difference with its sign, in the digits of a metric: `+0.012`, `−0.004`, `±0`. */
export const difference = (delta: number): string =>
  delta === 0 ? '±0' : delta > 0 ? `+${figure(delta)}` : figure(delta);

interface Counted {
  /** One, many. */
  readonly de: readonly [string, string];
  /** The thing, its counter. */
  readonly ja: readonly [string, string];
}

/** What is counted on cards. */
const THINGS = {
  commit: { de: ['Commit', 'Commits'], ja: ['コミット', '件'] },
  run: { de: ['Lauf', 'Läufe'], ja: ['実行', '件'] },
  test: { de: ['Test', 'Tests'], ja: ['テスト', '件'] },
  task: { de: ['Aufgabe', 'Aufgaben'], ja: ['タスク', '件'] },
  metric: { de: ['Metrik', 'Metriken'], ja: ['指標', '個'] },
  value: { de: ['Wert', 'Werte'], ja: ['値', '個'] },
  row: { de: ['Zeile', 'Zeilen'], ja: ['行', '件'] },
  job: { de: ['Job', 'Jobs'], ja: ['ジョブ', '件'] },
  ending: { de: ['Ende', 'Enden'], ja: ['終了', '件'] },
  post: { de: ['Meldung', 'Meldungen'], ja: ['通知', '件'] },
  failure: { de: ['Fehlschlag', 'Fehlschläge'], ja: ['失敗', '件'] },
  entry: { de: ['Eintrag', 'Einträge'], ja: ['記録', '件'] },
  gate: { de: ['Prüfung', 'Prüfungen'], ja: ['ゲート', '件'] },
  lock: { de: ['Sperre', 'Sperren'], ja: ['ロック', '件'] },
  move: { de: ['Wechsel', 'Wechsel'], ja: ['移動', '件'] },
  pipeline: { de: ['Pipeline', 'Pipelines'], ja: ['パイプライン', '件'] },
  request: { de: ['Anfrage', 'Anfragen'], ja: ['依頼', '件'] },
  subscription: { de: ['Abo', 'Abos'], ja: ['購読', '件'] },
  try: { de: ['Versuch', 'Versuche'], ja: ['試行', '回'] },
  version: { de: ['Version', 'Versionen'], ja: ['バージョン', '件'] },
  'newer commit': { de: ['neuerer Commit', 'neuere Commits'], ja: ['新しいコミット', '件'] },
  'older version': { de: ['ältere Version', 'ältere Versionen'], ja: ['以前のバージョン', '件'] },
} as const satisfies Readonly<Record<string, Counted>>;

/** `1 commit`, `3 commits`. */
export const count = (amount: number, one: keyof typeof THINGS, many = `${one}s`): string => {
  const spoken = language();
  if (spoken === 'en') return `${amount} ${amount === 1 ? one : many}`;
  const forms: Counted = THINGS[one];
  return spoken === 'de'
    ? `${amount} ${amount === 1 ? forms.de[0] : forms.de[1]}`
    : `${forms.ja[0]}${amount}${forms.ja[1]}`;
};

/** `a`, `a or b`, `a, b or c`. */
export const either = (words: readonly string[], last = 'or'): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${own(last)} ${words.at(-1)}`;
