// The one place in the guest house that looks at the machine's environment: child processes (git, python) need PATH and the like.
// The rest of this house is configured by arguments only.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a child may inherit: enough to find programs, a home and a temporary folder, and no secret of the surrounding process. */
const INHERITED = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'SYSTEMROOT',
  'PATHEXT',
  'COMSPEC',
  'USERPROFILE',
  'PYENV_VERSION',
  'PYENV_ROOT',
];

/** Environment for a child process: the harmless part of ours plus `extra`. */
export function childEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...extra };
}

/** Full path of the first of these programs found in PATH; undefined when none is there. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = (childEnvironment()['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const candidate = join(folder, name + ending);
        try {
          accessSync(candidate, constants.X_OK);
          return candidate;
        } catch {
          // Not in this folder: the next one.
        }
      }
    }
  }
  return undefined;
}
