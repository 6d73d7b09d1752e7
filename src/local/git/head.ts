// Reads where a clone stands straight from its files: cheap enough to do on every answer, and true whoever moved it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Head {
  /** Absent when HEAD is detached (a tag or a commit is checked out). */
  readonly branch?: string;
  /** Full commit id; absent in a clone without commits. */
  readonly commit?: string;
}

/** HEAD of the clone in this folder; undefined when the folder is no clone. */
export async function readHead(dir: string): Promise<Head | undefined> {
  const head = await textOf(join(dir, '.git', 'HEAD'));
  if (head === undefined) return undefined;
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  if (ref === undefined) return { commit: head };
  const branch = ref.replace(/^refs\/heads\//, '');
  const commit = (await textOf(join(dir, '.git', ...ref.split('/')))) ?? (await packed(dir, ref));
  return commit === undefined ? { branch } : { branch, commit };
}

async function packed(dir: string, ref: string): Promise<string | undefined> {
  const lines = (await textOf(join(dir, '.git', 'packed-refs')))?.split('\n') ?? [];
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0];
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    return undefined;
  }
}
