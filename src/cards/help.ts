// Help: everything that can be said here in its groups, and one command explained. A card cannot put words into the message box, so
// help's buttons only explain or look; nothing that changes anything runs from help.
import { language, own, phrase } from '../base/language.ts';
import type { GateRules } from '../domain/deploy-gates.ts';
import type { Scope } from '../domain/place.ts';
import { info } from './badge.ts';
import { box, type Element, facts, heading, line, mono, note, paragraph, subtle } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { fitted } from './guard.ts';
import { type Button, say } from './press.ts';
import { instant } from './words.ts';

export interface CommandLine {
  readonly usage: string;
  readonly summary: string;
  /** One wording that works here. */
  readonly example: string;
}

export interface HelpView {
  readonly groups: readonly { readonly group: string; readonly commands: readonly CommandLine[] }[];
  readonly scope: Scope;
}

/** How to be heard in this place. */
const manner = (scope: Scope): string => {
  switch (scope) {
    case 'personal':
      return 'Type what you want; no special form is needed.';
    case 'group':
    case 'channel':
      return 'Mention brickbot, then type what you want. It answers in the thread.';
    case 'terminal':
      return 'Type the words after the command’s name.';
  }
};

/** What most people come for. The rest of a group is named, so that the card is looked at rather than read. */
const FIRST: readonly string[] = [
  ...['deploy', 'can i deploy', 'promote'],
  ...['run tests', 'run job'],
  ...['show experiment', 'show model', 'show environments', 'compare'],
  ...['cancel', 'rerun', 'subscribe'],
  ...['help', 'whoami'],
];

/** What is typed before any argument: `show experiment`. */
const nameOf = ({ usage }: CommandLine): string => usage.split(/ (?=[<[])/)[0] ?? usage;

const sentences = (commands: readonly CommandLine[]): readonly Element[] =>
  commands.map(({ example, summary }) =>
    line([mono(plain(example, 80)), subtle(`  ${plain(own(summary), 110)}`)], 'Small'),
  );

/** In a terminal everything scrolls by anyway: there each command has its sentence. */
const groupBlock = (commands: readonly CommandLine[], scope: Scope): readonly Element[] => {
  if (scope === 'terminal') return sentences(commands);
  const place = (command: CommandLine): number => FIRST.indexOf(nameOf(command));
  const first = commands.filter((command) => place(command) >= 0).toSorted((a, b) => place(a) - place(b));
  const told = first.length > 0 ? first : commands.slice(0, 2);
  const rest = commands.filter((command) => !told.includes(command)).map(nameOf);
  return [
    ...sentences(told),
    ...(rest.length === 0
      ? []
      : [
          line(
            [subtle('+ '), { ...mono(plain(rest.join(' · '), 600)), isSubtle: true, size: 'Small' }],
            'Small',
          ),
        ]),
  ];
};

/** Buttons of the overview: only those whose command exists. */
const SHORTCUTS: readonly (readonly [title: string, words: string, needs: string])[] = [
  ['How to deploy', 'help deploy', 'deploy'],
  ['How to test', 'help run tests', 'run tests'],
  ['What stands where', 'show environments', 'show environments'],
  ['Who am I', 'whoami', 'whoami'],
];

const shortcuts = ({ groups }: HelpView): readonly Button[] =>
  SHORTCUTS.filter(([, , needs]) =>
    groups.some(({ commands }) =>
      commands.some(({ usage }) => usage === needs || usage.startsWith(`${needs} `)),
    ),
  ).map(([title, words]) => say(title, words));

/** Everything that can be said: a sentence for what is asked most, the names of the rest. */
export const helpCard = (view: HelpView): Face =>
  fitted([60, 20, 8, 3], (most) =>
    frame({
      title: 'What you can ask brickbot',
      state: info('Help'),
      line: own(manner(view.scope)),
      body: view.groups.flatMap(({ group, commands }) => [
        heading(plainName(own(group), 30)),
        ...groupBlock(commands.slice(0, most), view.scope),
      ]),
      foot: 'Type “help deploy” for everything about one command. Slips of the keyboard are asked about, never guessed.',
      buttons: shortcuts(view),
      summary: phrase('Help: what you can ask brickbot – {examples}', {
        examples: view.groups
          .flatMap(({ commands }) => commands.slice(0, 1).map(({ example }) => plain(example, 40)))
          .join(', '),
      }),
    }),
  );

export interface CommandHelpView {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Other words for the same. */
  readonly also: readonly string[];
  readonly examples: readonly string[];
  /** Whether the asker may do it outside production and in production. */
  readonly allowed: { readonly elsewhere: boolean; readonly production: boolean };
  /** What must hold before it is done, by environment; empty for commands that no gate decides on. */
  readonly gates: readonly {
    readonly environment: string;
    readonly production: boolean;
    readonly rules: GateRules;
  }[];
  readonly now: number;
}

const HOUR = 3_600_000;

/** What must hold in an environment, in a few words. */
const gateWords = ({ production, rules }: CommandHelpView['gates'][number], now: number): string => {
  const { after, suite, freshForMs, freezes } = rules;
  const frozen = freezes.find(({ from, until }) => from <= now && now < until);
  const words = [
    after !== undefined && phrase('stands on {environment} first', { environment: markedName(after, 32) }),
    suite !== undefined &&
      (freshForMs === undefined
        ? phrase('suite {suite} green', { suite: markedName(suite, 32) })
        : phrase('suite {suite} green within {time}', {
            suite: markedName(suite, 32),
            time:
              freshForMs < HOUR
                ? `${Math.round(freshForMs / 60_000)} min`
                : `${Math.round(freshForMs / HOUR)} h`,
          })),
    frozen && phrase('frozen until {time}', { time: instant(frozen.until, now) }),
    production && phrase('press on Start'),
  ].filter((word) => typeof word === 'string');
  return words.length === 0 ? phrase('no gate') : words.join(' · ');
};

const may = (allowed: boolean): string => (allowed ? phrase('✓ you may') : phrase('✕ you may not'));

/** One command: its grammar, examples, and what the asker may do. */
export const commandHelpCard = ({
  name,
  usage,
  summary,
  also,
  examples,
  allowed,
  gates,
  now,
}: CommandHelpView): Face =>
  frame({
    title: phrase('How to {command}', { command: marked(name, 40) }),
    state: info('Help'),
    body: [
      paragraph(`${marked(own(summary), 160)}${language() === 'ja' ? '。' : '.'}`),
      box('emphasis', [line([mono(plain(usage, 300))], 'None')]),
      heading('Examples'),
      ...examples.slice(0, 5).map((example) => line([mono(plain(example, 120))])),
      ...(gates.length === 0
        ? []
        : [
            heading('Gates in force'),
            ...facts(
              gates.slice(0, 6).map((gate) => [plainName(gate.environment, 32), gateWords(gate, now)]),
            ),
          ]),
      heading('Your rights'),
      ...facts([
        ['In production', may(allowed.production)],
        ['Elsewhere', may(allowed.elsewhere)],
      ]),
      ...(also.length === 0
        ? []
        : [note(phrase('Also understood: {words}', { words: marked(also.slice(0, 6).join(', '), 120) }))]),
      note(
        marked(phrase('Words in <angle brackets> are yours to fill in; [square brackets] may be left out.')),
      ),
    ],
    buttons: [say('All commands', 'help')],
    summary: phrase('Help: how to {command} – {usage}', {
      command: plain(name, 40),
      usage: plain(usage, 120),
    }),
  });
