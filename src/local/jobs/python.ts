// Runs the driver in a python3 process of its own: clean environment, own process group, capped output, stopped with all its children.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from '../kernel/surroundings.ts';
import { isJson, type Json, type Output, textOf } from './model.ts';

const DRIVER = join(import.meta.dirname, 'driver.py');
/** The platform keeps this much of the output of a task, in bytes. */
const OUTPUT_LIMIT = 5 * 1024 * 1024;
/** How long to wait for the rest of the output after the process has ended, in ms. */
const PIPE_WAIT_MS = 1_000;

export interface Program {
  readonly kind: 'notebook' | 'script';
  /** Absolute path of the code. */
  readonly file: string;
  /** Absolute path of the folder that imports start from. */
  readonly root: string;
  /** How that folder is called in traces. */
  readonly shown: string;
  /** Widgets of a notebook. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Arguments of a script. */
  readonly arguments: readonly string[];
  /** Task values set upstream, by task key. */
  readonly upstream: Json;
}

export interface PythonOptions {
  readonly python: string;
  /** A folder that is the task's own while it runs: home and temporary files. */
  readonly scratch: string;
  /** Folder behind `dbfs:/`. */
  readonly dbfs: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** 'lost': the process ended without a result and was not stopped by us; 'stopped': by the signal; 'missing': python3 cannot be run. */
export interface PythonResult {
  readonly end: 'done' | 'lost' | 'stopped' | 'missing';
  readonly output: Output;
  /** Exit code or signal of a lost process. */
  readonly how?: string;
}

const resolved = new Map<string, Promise<string>>();

/** The interpreter itself: version managers put a slow script in front of it. */
function interpreter(python: string): Promise<string> {
  const known =
    resolved.get(python) ??
    promisify(execFile)(python, ['-I', '-S', '-c', 'import sys; print(sys.executable)'], {
      env: childEnvironment(),
    }).then(
      ({ stdout }) => stdout.trim() || python,
      () => python,
    );
  resolved.set(python, known);
  return known;
}

export async function runPython(program: Program, options: PythonOptions): Promise<PythonResult> {
  const { scratch, signal } = options;
  const home = join(scratch, 'home');
  await mkdir(home, { recursive: true });
  await mkdir(options.dbfs, { recursive: true });
  const specFile = join(scratch, 'spec.json');
  const resultFile = join(scratch, 'result.json');
  await rm(resultFile, { force: true });
  await writeFile(specFile, JSON.stringify({ ...program, dbfs: options.dbfs, result: resultFile }));
  const python = await interpreter(options.python);
  if (signal.aborted) return { end: 'stopped', output: {} };

  const { PATH, LANG, SYSTEMROOT } = childEnvironment();
  const child = spawn(python, ['-u', '-s', DRIVER, specFile], {
    cwd: program.root,
    env: {
      ...(PATH === undefined ? {} : { PATH }),
      ...(SYSTEMROOT === undefined ? {} : { SYSTEMROOT }),
      LANG: LANG ?? 'C.UTF-8',
      HOME: home,
      TMPDIR: home,
      PYTHONIOENCODING: 'utf-8',
      // Compiled files would make git folders dirty, and could outlive the code they came from.
      PYTHONDONTWRITEBYTECODE: '1',
      NO_PROXY: '127.0.0.1,localhost',
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const kept = new Tail(OUTPUT_LIMIT);
  child.stdout.on('data', (part: Buffer) => kept.add(part));
  child.stderr.on('data', (part: Buffer) => kept.add(part));
  const stop = () => stopGroup(child);
  signal.addEventListener('abort', stop, { once: true });
  const exit = await new Promise<{ code: number | null; by: string | null } | 'missing'>((settle) => {
    child.on('error', () => settle('missing'));
    child.on('exit', (code, by) => {
      // What the task started dies with it; then the pipes close and the rest of the output is in. A grandchild that left the group
      // may keep them open: it must not keep the run open.
      stop();
      const late = setTimeout(() => settle({ code, by }), PIPE_WAIT_MS);
      child.once('close', () => {
        clearTimeout(late);
        settle({ code, by });
      });
    });
  });
  signal.removeEventListener('abort', stop);
  const logs = kept.text();
  const output: Output = { logs, ...(kept.truncated ? { logsTruncated: true } : {}) };
  if (exit === 'missing') return { end: 'missing', output };
  if (signal.aborted) return { end: 'stopped', output };
  const result = await readResult(resultFile);
  if (result === undefined) {
    return { end: 'lost', output, how: exit.by === null ? `exit code ${exit.code}` : `signal ${exit.by}` };
  }
  return { end: 'done', output: { ...output, ...result } };
}

async function readResult(file: string): Promise<Output | undefined> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isJson(parsed)) return undefined;
  const error = textOf(parsed['error']);
  const trace = textOf(parsed['trace']);
  return {
    ...(typeof parsed['exit'] === 'string' ? { exit: parsed['exit'] } : {}),
    ...(error === undefined ? {} : { error }),
    ...(trace === undefined ? {} : { trace }),
    ...(isJson(parsed['values']) ? { values: parsed['values'] } : {}),
  };
}

/** Ends the process and everything it started. */
function stopGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // All of them have ended.
  }
}

/** Keeps the last bytes of a stream. */
class Tail {
  truncated = false;
  readonly #limit: number;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(part: Buffer): void {
    this.#parts.push(part);
    this.#size += part.length;
    if (this.#size > this.#limit * 2) this.#trim();
  }

  text(): string {
    this.#trim();
    return Buffer.concat(this.#parts).toString('utf8');
  }

  #trim(): void {
    if (this.#size <= this.#limit) return;
    const kept = Buffer.concat(this.#parts).subarray(-this.#limit);
    this.#parts = [Buffer.from(kept)];
    this.#size = kept.length;
    this.truncated = true;
  }
}
