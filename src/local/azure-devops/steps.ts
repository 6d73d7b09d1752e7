// One step of a job in its checkout: a shell with the variables of the build, as an agent would give them.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../git/git.ts';
import { childEnvironment } from '../kernel/surroundings.ts';
import type { PlannedStep } from './document.ts';
import { expandMacros } from './expressions.ts';
import type { Build } from './state.ts';

export interface StepWorld {
  readonly build: Build;
  /** Folder of the checkout. */
  readonly folder: string;
  readonly variables: ReadonlyMap<string, { readonly value: string; readonly isSecret?: boolean }>;
  /** Programs that the agent has besides the machine's, as environment for the shell. */
  readonly tools: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** True when the step succeeded. */
export async function runStep(step: PlannedStep, world: StepWorld): Promise<boolean> {
  switch (step.kind) {
    case 'checkout':
      if (step.script !== 'none') await checkOut(world);
      return true;
    case 'publish-tests':
      return publish(step, world);
    case 'bash':
      return shell(step, world);
  }
}

/** The commit of the build, detached, as agents do it. */
export async function checkOut({
  build,
  folder,
  say,
}: Pick<StepWorld, 'build' | 'folder' | 'say'>): Promise<void> {
  await git(['clone', '--quiet', '--no-checkout', '--shared', build.pipeline.repository.bareDir, folder]);
  await git(['-c', 'advice.detachedHead=false', 'checkout', '--quiet', '--detach', build.sourceVersion], {
    cwd: folder,
  });
  say(`HEAD is now at ${build.sourceVersion}`);
}

function shell(step: PlannedStep, { folder, variables, tools, say, signal }: StepWorld): Promise<boolean> {
  const variable = (name: string) => find(variables, name)?.value;
  const secrets = [...variables.values()]
    .filter((each) => each.isSecret)
    .map((each) => each.value)
    .filter(Boolean);
  const masked = (line: string) => secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
  const environment: Record<string, string> = {};
  for (const [name, { value, isSecret }] of variables)
    if (!isSecret) environment[name.replaceAll('.', '_').toUpperCase()] = value;
  for (const [name, value] of Object.entries(step.env)) environment[name] = expandMacros(value, variable);
  const child = spawn('bash', ['-c', expandMacros(step.script, variable)], {
    cwd: step.workingDirectory === undefined ? folder : join(folder, step.workingDirectory),
    env: childEnvironment({ ...tools, ...environment }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  };
  signal.addEventListener('abort', stop, { once: true });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (part: string) => {
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) say(masked(line));
    });
    stream.on('end', () => rest !== '' && say(masked(rest)));
  }
  return new Promise((resolve) => {
    child.on('error', () => {
      say('##[error]bash is not installed');
      resolve(false);
    });
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      if (code !== 0) say(`##[error]Bash exited with code '${code}'.`);
      resolve(code === 0);
    });
  });
}

/** Names of variables are compared without case. */
export const find = <T>(variables: ReadonlyMap<string, T>, name: string): T | undefined => {
  for (const [key, value] of variables) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
};

/** JUnit alone: a case fails with a failure or an error in it. */
async function publish(step: PlannedStep, { build, folder, say }: StepWorld): Promise<boolean> {
  const name = step.inputs['testResultsFiles'] ?? '**/TEST-*.xml';
  const xml = await readFile(join(folder, name), 'utf8').catch(() => undefined);
  if (xml === undefined) {
    say(`##[warning]No test result files matching '${name}' were found.`);
    return step.inputs['failTaskOnMissingResultsFile'] !== 'true';
  }
  const cases = [...xml.matchAll(/<testcase\b[^>]*?\bname="([^"]*)"[^>]*?(\/>|>([\s\S]*?)<\/testcase>)/g)];
  for (const [, title = '', , inner = ''] of cases)
    build.tests.push({ name: title, passed: !/<(failure|error)\b/.test(inner) });
  const failed = build.tests.filter((each) => !each.passed).length;
  say(`Published ${cases.length} test results, ${failed} failed.`);
  return failed === 0 || step.inputs['failTaskOnFailedTests'] !== 'true';
}
