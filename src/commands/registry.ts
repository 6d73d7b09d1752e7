// The registry: the explicit list of commands, checked once at start, compiled into one grammar.
import { PERMISSIONS } from '../domain/roles.ts';
import { type CommandCatalogue, type CommandRecord, type PressRecord, verbOf } from './command.ts';
import { compileGrammar, type Grammar } from './grammar.ts';

export interface Registry extends CommandCatalogue {
  readonly parse: Grammar;
  /** The turn behind a button's verb. */
  press(verb: string): { readonly record: CommandRecord; readonly turn: PressRecord } | undefined;
  named(name: string): CommandRecord | undefined;
}

/**
 * @throws Error when a record is unfit: a fault of the program, found at start. A command without a permission of the closed
 * list does not start the bot.
 */
export const createRegistry = (records: readonly CommandRecord[]): Registry => {
  const names = new Map<string, CommandRecord>();
  const presses = new Map<string, { record: CommandRecord; turn: PressRecord }>();
  for (const record of records) {
    if (!PERMISSIONS.includes(record.permission))
      throw new Error(`Command “${record.name}” has no known permission`);
    if (record.examples.length === 0) throw new Error(`Command “${record.name}” has no example`);
    for (const name of [record.name, ...record.also]) {
      if (names.has(name)) throw new Error(`Two commands are called “${name}”`);
      names.set(name, record);
    }
    for (const [turn, press] of Object.entries(record.presses)) {
      if (!PERMISSIONS.includes(press.permission))
        throw new Error(`Button “${verbOf(record, turn)}” has no known permission`);
      presses.set(verbOf(record, turn), { record, turn: press });
    }
  }
  return {
    records,
    parse: compileGrammar(records),
    press: (verb) => presses.get(verb),
    named: (name) => names.get(name.toLowerCase()),
  };
};
