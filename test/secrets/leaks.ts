// Searches text for secrets in whatever spelling they may have got out. What it answers names the secret by its kind only: a report of
// a leak must not be the next one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets by their kind. */
export type Secrets = Readonly<Record<string, string>>;

export interface Leak {
  readonly where: string;
  readonly kind: string;
  readonly spelling: string;
}

const SHORTEST = 8;

/** base64 of whatever holds the text, at each of the three places where it may begin; what its neighbours decide is cut off. */
const within = (secret: string, encoding: 'base64' | 'base64url'): readonly string[] =>
  [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    return bytes.toString(encoding).slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });

const spellings = (secret: string): readonly (readonly [name: string, text: string])[] => [
  ['plain', secret],
  ['in JSON', JSON.stringify(secret).slice(1, -1)],
  ['URL-encoded', encodeURIComponent(secret)],
  // A Basic header is one of these, whoever the user is.
  ...within(secret, 'base64').map((text) => ['base64', text] as const),
  ...within(secret, 'base64url').map((text) => ['base64url', text] as const),
  ['hexadecimal', Buffer.from(secret).toString('hex')],
];

/**
 * Every secret that stands in a text, each once, in the first spelling that is found.
 * @param texts by the name of the place where they were found
 * @throws Error for a secret that is too short to be told from a word
 */
export const findLeaks = (texts: Readonly<Record<string, string>>, secrets: Secrets): readonly Leak[] => {
  const wanted = Object.entries(secrets).map(([kind, secret]) => {
    if (secret.length < SHORTEST) throw new Error(`The secret ${kind} is too short to be searched for.`);
    return { kind, spelled: spellings(secret) };
  });
  return Object.entries(texts).flatMap(([where, text]) =>
    wanted.flatMap(({ kind, spelled }) => {
      const found = spelled.find(([, spelling]) => text.includes(spelling));
      return found ? [{ where, kind, spelling: found[0] }] : [];
    }),
  );
};

/** The same over every file that lies in a folder. */
export const leaksBelow = (folder: string, secrets: Secrets): readonly Leak[] =>
  findLeaks(
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
    secrets,
  );
