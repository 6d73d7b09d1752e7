// The command record: everything the house knows of one thing that people can say. Help, the manifest's command list, the
// README's table, the card gallery, the CLI and the table of rights are read from it.
import type { Face } from '../cards/card.ts';
import type { Operation, OperationKind } from '../domain/operation.ts';
import type { Permission } from '../domain/roles.ts';
import type { Press, Utterance, Words } from '../domain/utterance.ts';
import type { Services } from '../services/index.ts';
import type { Rights } from '../services/rights.ts';
import type { Answer } from './answer.ts';

/** What an argument is, for parsing and for offering choices when it is missing. */
export type ArgumentKind =
  | 'ref'
  | 'environment'
  | 'suite'
  | 'job'
  | 'experiment'
  | 'model'
  /** Of a model: a number, an alias, a stage, `latest`. */
  | 'version'
  /** Where a model is promoted to. */
  | 'target'
  | 'gate'
  | 'run'
  | 'operation'
  | 'metric'
  /** One of two things that are compared: words up to the next keyword. */
  | 'compared'
  /** A length of time: `30m`, `2h`. */
  | 'span'
  | 'person'
  | 'command'
  /** What can be subscribed to; which of its endings, and where to. */
  | 'subject'
  | 'filter'
  | 'subscription'
  /** What the audit trail is asked about: an environment, a model, `@person`, a span such as `7d`. */
  | 'audited'
  /** What a commit is marked as: bad or good. */
  | 'mark'
  | 'count'
  | 'flag'
  | 'pairs'
  | 'text';

export interface Argument {
  readonly kind: ArgumentKind;
  /** What stands between the angle brackets of the usage line; the key of the argument when absent. */
  readonly label?: string;
  /** Given without a keyword, in the order of declaration. */
  readonly positional?: boolean;
  /** Words that announce it: `to`, `in`. A flag's keyword is its own name: `dry-run` is typed `--dry-run`. */
  readonly keywords?: readonly string[];
  readonly required?: boolean;
}

export type Arguments = Readonly<Record<string, Argument>>;

type ValueOf<A extends Argument> = A['kind'] extends 'flag'
  ? boolean
  : A['kind'] extends 'pairs'
    ? Readonly<Record<string, string>>
    : A['kind'] extends 'count'
      ? number | undefined
      : A extends { readonly required: true }
        ? string
        : string | undefined;

/** Parsed values by argument name. */
export type Values<A extends Arguments> = { readonly [Name in keyof A]: ValueOf<A[Name]> };

interface TurnBase {
  readonly now: number;
  /** What the house can do. Opened behind the front door, so a turn that needs nothing never waits for the store. */
  services(): Promise<Services>;
  readonly catalogue: CommandCatalogue;
  readonly rights: Rights;
}

export interface Turn<V = unknown> extends TurnBase {
  readonly values: V;
  readonly utterance: Utterance;
  /** The command in its canonical wording. */
  readonly words: string;
}

export interface PressTurn extends TurnBase {
  readonly press: Press;
}

/** What help and guesses need to know of all commands, without a way to run them. */
export interface CommandCatalogue {
  readonly records: readonly CommandRecord[];
}

export const GROUPS = ['Ship', 'Test', 'Look', 'Steer', 'About'] as const;
export type Group = (typeof GROUPS)[number];

export interface CommandRecord {
  /** What is typed; also the path of the file below dialogs/: `run tests` is dialogs/run/tests.ts. */
  readonly name: string;
  /** Other words for the same: `ship`. */
  readonly also: readonly string[];
  readonly group: Group;
  /** One line for help and lists, at most 100 characters (the manifest's limit for a description is 128). */
  readonly summary: string;
  readonly arguments: Arguments;
  readonly permission: Permission;
  readonly examples: readonly string[];
  run(turn: Turn): Promise<Answer>;
  /** Turns that buttons lead to, by the part of the verb behind the dot. */
  readonly presses: Readonly<Record<string, PressRecord>>;
  /** Draws the operations of a kind from what is stored alone. */
  readonly paints?: {
    readonly kind: OperationKind;
    paint(operation: Operation, services: Services, now: number): Promise<Face>;
  };
  /** Faces for the gallery, by name. */
  readonly samples: Readonly<Record<string, Face>>;
}

export interface PressRecord {
  readonly permission: Permission;
  run(turn: PressTurn): Promise<Answer>;
}

type Optional = 'also' | 'presses' | 'samples';
type Declaration<A extends Arguments> = Omit<CommandRecord, Optional | 'arguments' | 'run'> &
  Partial<Pick<CommandRecord, Optional>> & {
    readonly arguments: A;
    run(turn: Turn<Values<A>>): Promise<Answer>;
  };

/**
 * Declares a command.
 * @example
 * export const version = command({
 *   name: 'version', group: 'About', summary: 'Which brickbot this is', permission: 'look',
 *   arguments: {}, examples: ['version'],
 *   run: async () => ({ kind: 'text', text: '0.1.0' }),
 * });
 */
export const command = <const A extends Arguments>(declaration: Declaration<A>): CommandRecord => ({
  also: [],
  presses: {},
  samples: {},
  ...declaration,
  // The grammar builds the values from the same table, so they have the declared shape.
  run: (turn) => declaration.run(turn as Turn<Values<A>>),
});

/** The verb of a button: `run tests` + `on` is `run-tests.on`. */
export const verbOf = (record: Pick<CommandRecord, 'name'>, turn: string): string =>
  `${record.name.replaceAll(' ', '-')}.${turn}`;

/** A command said by a press, for turns that treat both alike. */
export const isWords = (utterance: Utterance): utterance is Words => utterance.kind === 'words';
