// Builds a Dockerfile file by file in plain folders, one a stage: COPY copies, what npm installs is installed, and the rest is told. It
// knows the instructions that ours has and refuses the others, so that nothing is passed over unseen.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export interface Image {
  /** The last stage's folder, which stands for `/`. */
  readonly root: string;
  readonly workdir: string;
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly health: readonly string[];
  readonly volumes: readonly string[];
  readonly port: string;
  /** Base of the last stage. */
  readonly base: string;
  /** Commands of the last stage; none of them is carried out. */
  readonly ran: readonly string[];
}

interface Stage {
  readonly root: string;
  readonly base: string;
  workdir: string;
  user: string;
  environment: Record<string, string>;
  entrypoint: readonly string[];
  health: readonly string[];
  volumes: readonly string[];
  port: string;
  ran: string[];
}

/** Lines with their continuations joined, without comments. */
const instructions = (text: string): readonly (readonly [string, string])[] =>
  text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [word = '', ...rest] = line.split(' ');
      return [word, rest.join(' ')] as const;
    });

/** What .dockerignore keeps out: later lines win, `!` takes back, a name covers what is below it. */
export const ignoring = (text: string): ((path: string) => boolean) => {
  const rules = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const kept = line.startsWith('!');
      const pattern = (kept ? line.slice(1) : line)
        .replaceAll(/[.+^$()|[\]\\]/g, '\\$&')
        .replaceAll('**/', '(?:.*/)?')
        .replaceAll(/(?<!\.)\*/g, '[^/]*');
      return { kept, matches: new RegExp(`^${pattern}(?:/.*)?$`) };
    });
  return (path) => {
    let out = false;
    for (const { kept, matches } of rules) if (matches.test(path)) out = !kept;
    return out;
  };
};

/**
 * Builds it.
 * @param context the folder that Docker would be given
 * @param into an empty folder
 * @throws Error at an instruction that it does not know, and when npm fails
 */
export const buildImage = (
  dockerfile: string,
  { context, into, ignored }: { context: string; into: string; ignored: (path: string) => boolean },
): Image => {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  const now = (): Stage => {
    if (!stage) throw new Error('an instruction before FROM');
    return stage;
  };
  const copy = (from: string, source: string, target: string, filtered: boolean): void => {
    const path = join(from, source);
    if (!existsSync(path) || (filtered && ignored(source)))
      throw new Error(`COPY ${source}: not in the context`);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(path, target, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (each) => !filtered || !ignored(relative(context, each)),
    });
  };
  const carryOut: Readonly<Record<string, (rest: string) => void>> = {
    FROM: (rest) => {
      const [base = '', , name = String(stages.size)] = rest.split(' ');
      const root = join(into, `stage-${stages.size}`);
      mkdirSync(root, { recursive: true });
      stage = {
        ...{ root, base, workdir: '/', user: 'root', environment: {} },
        ...{ entrypoint: [], health: [], volumes: [], port: '', ran: [] },
      };
      stages.set(name, stage);
    },
    WORKDIR: (rest) => {
      now().workdir = rest;
      mkdirSync(join(now().root, rest), { recursive: true });
    },
    COPY: (rest) => {
      const words = rest.split(' ');
      const from = words[0]?.startsWith('--from=')
        ? stages.get(words.shift()?.slice('--from='.length) ?? '')
        : undefined;
      const target = words.pop() ?? '';
      const folder = target.endsWith('/') || words.length > 1;
      const below = target.startsWith('/') ? target : join(now().workdir, target);
      for (const source of words)
        copy(
          from?.root ?? context,
          source,
          join(now().root, below, folder ? (source.split('/').at(-1) ?? '') : ''),
          from === undefined,
        );
    },
    RUN: (rest) => {
      const { root, workdir, ran } = now();
      ran.push(rest);
      const cwd = join(root, workdir);
      if (rest.startsWith('npm ci ')) {
        const [command = '', ...args] = rest.split(' ');
        const npm = spawnSync(command, [...args, '--prefer-offline'], { cwd, encoding: 'utf8' });
        if (npm.status !== 0) throw new Error(`${rest}: ${npm.stderr}`);
      } else if (rest.startsWith('rm -rf node_modules/')) {
        for (const [, name = ''] of rest.matchAll(/node_modules\/node-\*\/(\w+)/g))
          for (const each of readdirSync(join(cwd, 'node_modules')).filter((entry) =>
            entry.startsWith('node-'),
          ))
            rmSync(join(cwd, 'node_modules', each, name), { recursive: true, force: true });
      }
    },
    ENV: (rest) => {
      for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) now().environment[name] = value;
    },
    USER: (rest) => {
      now().user = rest;
    },
    VOLUME: (rest) => {
      now().volumes = [...now().volumes, rest];
    },
    EXPOSE: (rest) => {
      now().port = rest;
    },
    STOPSIGNAL: (rest) => {
      if (rest !== 'SIGTERM') throw new Error(`STOPSIGNAL ${rest}`);
    },
    HEALTHCHECK: (rest) => {
      now().health = JSON.parse(rest.slice(rest.indexOf('['))) as readonly string[];
    },
    ENTRYPOINT: (rest) => {
      now().entrypoint = JSON.parse(rest) as readonly string[];
    },
  };
  for (const [word, rest] of instructions(dockerfile)) {
    const work = carryOut[word];
    if (!work) throw new Error(`${word} is not known`);
    work(rest);
  }
  return now();
};
