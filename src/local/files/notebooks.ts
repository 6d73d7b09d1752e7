// What makes a file a notebook: the first line of Databricks' source format, or Jupyter's own format. A notebook's workspace path
// has no extension; a file's has.
import { open } from 'node:fs/promises';

export type Language = 'PYTHON' | 'SQL' | 'SCALA' | 'R';

interface Dialect {
  readonly language: Language;
  readonly extension: string;
  readonly header: string;
}

const DIALECTS: readonly Dialect[] = [
  { language: 'PYTHON', extension: '.py', header: '# Databricks notebook source' },
  { language: 'SQL', extension: '.sql', header: '-- Databricks notebook source' },
  { language: 'SCALA', extension: '.scala', header: '// Databricks notebook source' },
  { language: 'R', extension: '.r', header: '# Databricks notebook source' },
];

/** Extensions a notebook may have on the disk. */
export const NOTEBOOK_EXTENSIONS = [...DIALECTS.map((dialect) => dialect.extension), '.R', '.ipynb'];

export function dialectOf(language: Language): Dialect {
  const found = DIALECTS.find((dialect) => dialect.language === language);
  if (found === undefined) throw new RangeError(`no such notebook language: ${language}`);
  return found;
}

/** Reads an API field; undefined for anything but a notebook language. */
export function readLanguage(value: unknown): Language | undefined {
  return DIALECTS.find((dialect) => dialect.language === value)?.language;
}

/** Language of the notebook that this content makes under this file name; undefined when it is a plain file. */
export function notebookLanguage(fileName: string, content: string): Language | undefined {
  if (fileName.toLowerCase().endsWith('.ipynb')) return 'PYTHON';
  const dialect = DIALECTS.find((each) => fileName.toLowerCase().endsWith(each.extension));
  if (dialect === undefined) return undefined;
  const firstLine = content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/, 1)[0]
    ?.trimEnd();
  return firstLine === dialect.header ? dialect.language : undefined;
}

/** As `notebookLanguage`, for a file on the disk (reads its first bytes only). */
export async function notebookLanguageOf(file: string): Promise<Language | undefined> {
  if (!NOTEBOOK_EXTENSIONS.some((extension) => file.endsWith(extension))) return undefined;
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(200), 0, 200, 0);
    return notebookLanguage(file, buffer.subarray(0, bytesRead).toString('utf8'));
  } finally {
    await handle.close();
  }
}

/** `unit_tests.py` → `unit_tests`. */
export function withoutExtension(name: string): string {
  return name.replace(/\.(py|sql|scala|r|ipynb)$/i, '');
}
