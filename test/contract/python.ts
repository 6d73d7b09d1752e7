// Runs a Python script that uses an official client, and reads the one JSON value it prints last. Tells, without failing, when this
// machine lacks python3 or the package.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const LIMIT_MS = 120_000;

export interface ScriptResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Why scripts that import these modules cannot run here; undefined when they can.
 * @param modules names as in `import`, `databricks.sdk`
 */
export async function reasonNotToRun(...modules: readonly string[]): Promise<string | undefined> {
  for (const module of modules) {
    const found = await python(['-c', `import ${module}`]);
    if (found === undefined) return 'python3 is not installed';
    if (found.code !== 0)
      return `the Python package of "${module}" is not installed (test/contract/python/requirements.txt)`;
  }
  return undefined;
}

/**
 * Runs `test/contract/python/<script>` and parses the last line that it prints.
 * @param environment added to the little that the script inherits; no credentials of this machine reach it
 * @throws Error with the script's standard error when it fails or prints no JSON
 */
export async function runScript(
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<unknown> {
  const result = await python([join(HERE, 'python', script)], environment);
  if (result === undefined) throw new Error('python3 is not installed');
  const lastLine = result.stdout.trim().split('\n').at(-1) ?? '';
  if (result.code === 0) {
    try {
      return JSON.parse(lastLine) as unknown;
    } catch {
      // Told below, with what the script said.
    }
  }
  throw new Error(`${script} ended with ${result.code}\n${result.stdout}\n${result.stderr}`);
}

/** Undefined when there is no python3. */
function python(
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<ScriptResult | undefined> {
  return new Promise((resolve) => {
    const child = spawn('python3', args, {
      env: { ...environmentForPython(), ...extra },
      timeout: LIMIT_MS,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => err.push(part));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => {
      resolve({
        code,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      });
    });
  });
}

/** The little of this machine's environment that Python needs. */
export function environmentForPython(): Record<string, string> {
  const inherited = ['PATH', 'HOME', 'TMPDIR', 'SYSTEMROOT', 'PYENV_ROOT', 'PYENV_VERSION', 'VIRTUAL_ENV'];
  const found = Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  // An empty configuration: a .databrickscfg of the person must not take part.
  return { ...found, DATABRICKS_CONFIG_FILE: join(HERE, 'python', 'no-such-file'), NO_PROXY: '127.0.0.1' };
}
