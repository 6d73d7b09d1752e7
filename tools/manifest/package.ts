// The files of the app package and the zip that Teams takes: manifest and icons at the root, languages below.
import { zipSync } from 'fflate';
import type { CommandRecord } from '../../src/commands/command.ts';
import { type AppFacts, fillLanguage, fillManifest, languageFile } from './fill.ts';
import { readIcon, readOutline, readWords } from './words.ts';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

/** Files by their path in the zip. @throws Error when manifest/ does not fit the commands */
export const packageFiles = (
  records: readonly CommandRecord[],
  facts: AppFacts,
): Readonly<Record<string, Uint8Array>> => {
  const outline = readOutline();
  return {
    'manifest.json': json(fillManifest(outline, readWords('en'), records, facts)),
    'color.png': readIcon(outline.icons.color),
    'outline.png': readIcon(outline.icons.outline),
    ...Object.fromEntries(
      outline.languages.map((language) => [
        languageFile(language),
        json(fillLanguage(outline, readWords(language), language)),
      ]),
    ),
  };
};

/** The same files always give the same bytes: dates are fixed. */
export const zipped = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  zipSync(files, { level: 9, mtime: new Date(1980, 0, 2) });
