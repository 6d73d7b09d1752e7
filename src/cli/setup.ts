// `brickbot setup`: walks through what has to stand before the first deploy. It looks at everything and says what it would do; then it does
// it, when told to by `--yes` or by whoever sits at the terminal. Exit code 0 all stands, 1 something is left, 2 refused, 3 not known.
import { createInterface } from 'node:readline/promises';
import { configured, readConfig } from '../app/configured.ts';
import { openSetup } from '../app/setup.ts';
import { type StepReport, type StepState, walkSteps } from '../services/setup/step.ts';

const USAGE = `brickbot setup [--dry-run] [--yes] [--renew] [--json]
  --dry-run  only looks, and says what it would do
  --yes      does it without asking
  --renew    stores what is configured as token and password anew, also where something is stored
  --json     prints one object`;

const MARKS: Readonly<Record<StepState, string>> = {
  there: '✓',
  done: '+',
  planned: '→',
  'by-hand': '☞',
  'left-out': '–',
  failed: '✗',
  unknown: '?',
};

export interface Terminal {
  print(line: string): void;
  tell(line: string): void;
  /** Asks whoever sits there; undefined where nobody does. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @param argv what follows the word `setup` */
export const runSetup = async (
  argv: readonly string[],
  environment: Environment,
  user: string,
  terminal: Terminal,
): Promise<number> => {
  const strange = argv.find((word) => !['--dry-run', '--yes', '--renew', '--json'].includes(word));
  if (strange !== undefined) {
    terminal.tell(`setup does not know ${strange}.\n${USAGE}`);
    return 2;
  }
  const [dryRun, yes, renew, json] = ['--dry-run', '--yes', '--renew', '--json'].map((word) =>
    argv.includes(word),
  );
  if (!configured(environment)) {
    terminal.tell(
      'Nothing is configured, so there is nothing to set up: npm start brings its own workspace. Write brickbot.yaml first (docs/configuration.md).',
    );
    return 2;
  }
  const startedAt = Date.now();
  const setup = openSetup(readConfig(environment), {
    file: environment['BRICKBOT_CONFIG'] ?? 'brickbot.yaml',
    renew: renew === true,
    surroundings: environment,
  });
  const walk = (apply: boolean) =>
    walkSteps(setup.steps, {
      apply,
      now: Date.now,
      told: (report) => {
        if (!json) for (const line of linesOf(report)) terminal.print(line);
      },
    });
  try {
    let reports = await walk(false);
    const planned = reports.filter(({ state }) => state === 'planned').length;
    let refused = false;
    if (planned > 0 && !dryRun) {
      const agreed =
        yes || (terminal.ask !== undefined && /^y(es)?$/i.test(await asked(terminal.ask, planned)));
      if (agreed) {
        if (!json) terminal.print('');
        reports = await walk(true);
      } else refused = true;
    }
    const code = refused ? 2 : exitCodeOf(reports);
    if (json) terminal.print(JSON.stringify(printable(reports, { user, startedAt, dryRun, refused, code })));
    else terminal.print(`\n${closing(reports, refused)}`);
    return code;
  } finally {
    await setup.close();
  }
};

const asked = (ask: (question: string) => Promise<string>, planned: number): Promise<string> =>
  ask(`\n${planned === 1 ? 'Do this one thing' : `Do these ${planned} things`} (→)? [y/N] `).then((line) =>
    line.trim(),
  );

export const linesOf = ({ title, state, found, action, todo }: StepReport): readonly string[] => [
  `${MARKS[state]} ${title}: ${state === 'done' && action !== undefined ? action : found}`,
  ...(state !== 'done' && action !== undefined
    ? [`    ${state === 'planned' ? 'would ' : ''}${action}`]
    : []),
  ...todo.map((line) => `    ${line}`),
];

const count = (reports: readonly StepReport[], ...states: readonly StepState[]): number =>
  reports.filter(({ state }) => states.includes(state)).length;

export const exitCodeOf = (reports: readonly StepReport[]): 0 | 1 | 3 => {
  if (count(reports, 'unknown') > 0) return 3;
  if (count(reports, 'failed') > 0) return 1;
  // A dry run that found work has done all that it was asked for.
  return count(reports, 'by-hand') > 0 && count(reports, 'planned') === 0 ? 1 : 0;
};

const closing = (reports: readonly StepReport[], refused: boolean): string => {
  const parts = [
    `${count(reports, 'there')} stood already`,
    ...(count(reports, 'done') > 0 ? [`${count(reports, 'done')} done`] : []),
    ...(count(reports, 'planned') > 0 ? [`${count(reports, 'planned')} to do`] : []),
    ...(count(reports, 'by-hand') > 0 ? [`${count(reports, 'by-hand')} for your hand`] : []),
    ...(count(reports, 'failed', 'unknown') > 0 ? [`${count(reports, 'failed', 'unknown')} not well`] : []),
  ].join(', ');
  return refused ? `${parts}. Nothing was changed: say setup --yes to do it.` : `${parts}.`;
};

/** States of steps as every operation of `--json` has them. */
const STATES: Readonly<Record<StepState, string>> = {
  there: 'done',
  done: 'done',
  planned: 'pending',
  'by-hand': 'waiting',
  'left-out': 'skipped',
  failed: 'failed',
  unknown: 'unknown',
};

const printable = (
  reports: readonly StepReport[],
  about: {
    readonly user: string;
    readonly startedAt: number;
    readonly dryRun: boolean | undefined;
    readonly refused: boolean;
    readonly code: number;
  },
): object => ({
  op: null,
  kind: 'setup',
  state: about.refused ? 'refused' : about.code === 0 ? 'done' : about.code === 3 ? 'unknown' : 'failed',
  requester: { id: 'terminal', name: about.user },
  startedAt: about.startedAt,
  endedAt: Date.now(),
  steps: reports.map(({ name, state, startedAt, endedAt, found, action }) => ({
    ...{ name, state: STATES[state], startedAt, endedAt },
    detail: action === undefined ? found : `${found}: ${action}`,
  })),
  result: {
    dryRun: about.dryRun === true,
    changed: count(reports, 'done'),
    steps: reports.map(({ startedAt: _, endedAt: __, ...report }) => report),
  },
});

/** The terminal of this process. */
export const processTerminal = (print: (line: string) => void, tell: (line: string) => void): Terminal => ({
  print,
  tell,
  ask:
    process.stdin.isTTY && process.stdout.isTTY
      ? async (question) => {
          const lines = createInterface({ input: process.stdin, output: process.stdout });
          try {
            return await lines.question(question);
          } finally {
            lines.close();
          }
        }
      : undefined,
});
