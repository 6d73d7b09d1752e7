// A recognisable secret for every setting that takes one. What is planted is searched for in everything that a suite produced.
import { SETTINGS, type SettingRow } from '../../src/base/config/settings.ts';

/** What every planted value begins with: no word of the product, and the same in any language. */
const MARK = 'pl4nted-s3cret-of-';

export const planted = (what: string): string => `${MARK}${what.toLowerCase().replaceAll('_', '-')}`;

const SECRET = Object.entries(SETTINGS as Readonly<Record<string, SettingRow>>).flatMap(
  ([name, { secret }]) => (secret === true ? [name] : []),
);
/** Their address decides where the store stands: a suite plants their password itself, by `withPassword`. */
const ADDRESSES = ['DATABASE_URL', 'DATABASE_OWNER_URL'];
/** Values that must have a form of their own. */
const FORMED: Readonly<Record<string, string>> = {
  // 32 bytes in base64.
  BRICKBOT_SECRET_KEY: Buffer.from(planted('key').padEnd(32, '.')).toString('base64'),
  OTEL_EXPORTER_OTLP_HEADERS: `authorization=${planted('otlp')}`,
};

/** Every secret setting with its planted value; a setting that becomes secret is planted by that alone. */
export const PLANTED: Readonly<Record<string, string>> = Object.fromEntries(
  SECRET.filter((name) => !ADDRESSES.includes(name)).map((name) => [name, FORMED[name] ?? planted(name)]),
);

/** A PostgreSQL address with a planted password; a server on loopback that trusts everybody does not ask for it. */
export const withPassword = (url: string): string => {
  const address = new URL(url);
  address.password ||= planted('database-password');
  return address.href;
};
