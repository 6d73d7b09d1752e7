// The sentences of the app package, read from manifest/languages and checked: what one language has, every language has.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../manifest');
const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const sentence = z.string().min(1);

const words = z.strictObject({
  name: z.strictObject({ short: sentence, full: sentence }),
  description: z.strictObject({
    short: sentence,
    full: sentence,
    features: z.record(z.string(), z.strictObject({ title: sentence, description: sentence })),
  }),
  prompts: z.record(z.string(), z.strictObject({ title: sentence, prompt: sentence })),
  search: z.record(
    z.string(),
    z.strictObject({ title: sentence, description: sentence, parameter: sentence }),
  ),
  /** Descriptions of commands by name; in English they are the records' own. */
  commands: z.record(z.string(), sentence).default({}),
});
export type Words = z.infer<typeof words>;

const scope = z.enum(['personal', 'team', 'groupChat']);
const outline = z.strictObject({
  schema: z.string().regex(/^\d+\.\d+$/),
  accentColor: z.string().regex(/^#[\dA-F]{6}$/),
  icons: z.strictObject({ color: sentence, outline: sentence }),
  commandLists: z.array(
    z.strictObject({ scopes: z.array(scope), commands: z.array(sentence), prompts: z.array(sentence) }),
  ),
  search: z.array(sentence),
  languages: z.array(sentence),
});
export type Outline = z.infer<typeof outline>;

/** What the package has, without its sentences. @throws ZodError that names the place */
export const readOutline = (): Outline => outline.parse(read('app.json'));

/** @param language `en`, `de`, `ja`. @throws ZodError that names the missing or superfluous sentence */
export const readWords = (language: string): Words => words.parse(read(`languages/${language}.json`));

/** @throws Error when the file cannot be read */
export const readIcon = (path: string): Uint8Array => readFileSync(join(ROOT, path));
