// The files behind `mlflow-artifacts:/`: paths that stay inside their folder, listings one level deep.
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { invalid } from '../fields.ts';
import { ARTIFACT_SCHEME } from '../room.ts';

export interface ArtifactFile {
  /** Relative to the folder that was listed, with the asked path in front. */
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

/**
 * Checks a relative path of `/`-separated names and gives its parts; none for the root.
 * @throws ApiRefusal INVALID_PARAMETER_VALUE for anything that could mean a place elsewhere
 */
export function partsOf(path: string): readonly string[] {
  const trimmed = path.replace(/\/$/, '');
  if (trimmed === '') return [];
  const parts = trimmed.split('/');
  const strays = parts.some(
    (part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part) || /^[a-z]:/i.test(part),
  );
  if (strays || path.length > 1024) throw invalid(`Invalid path: '${path}'`);
  return parts;
}

/** Where an address of ours lies below the artifacts folder; undefined for an address elsewhere (dbfs:, s3:, …). */
export function placeOf(uri: string): readonly string[] | undefined {
  return uri.startsWith(ARTIFACT_SCHEME) ? partsOf(uri.slice(ARTIFACT_SCHEME.length)) : undefined;
}

/** One level of a folder, sorted by name; a file lists nothing, and so does what is not there. Paths begin with `prefix`. */
export function listArtifacts(folder: string, prefix: readonly string[]): readonly ArtifactFile[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
  return entries
    .filter((entry) => !entry.name.endsWith(PARTIAL))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => {
      const path = [...prefix, entry.name].join('/');
      return entry.isDirectory()
        ? { path, is_dir: true }
        : { path, is_dir: false, file_size: lstatSync(join(folder, entry.name)).size };
    });
}

/** Ending of a file that is still being written. */
export const PARTIAL = '.partial~';
