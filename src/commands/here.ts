// Examples that work here: the names in the commands' examples are replaced by names that this configuration knows.
import type { ConfigFile } from '../base/config/schema.ts';
import type { ArgumentKind, CommandRecord } from './command.ts';
import { compileGrammar } from './grammar.ts';
import { wordingOf } from './usage.ts';

/** Names that exist here, by the kind of argument, what is meant first. */
export type Here = Partial<Readonly<Record<ArgumentKind, readonly string[]>>> & {
  readonly production?: string | undefined;
  /** No environment is meant when none is named. */
  readonly environmentNeeded: boolean;
};

/** Not a folder, and not a server on this machine. */
const remote = (url: string): boolean =>
  /^(?:https?|ssh):|^[\w.-]+@/.test(url) &&
  !(URL.canParse(url) && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname));

export const hereOf = ({ git, environments, defaults, tests, experiments, models }: ConfigFile): Here => {
  const names = Object.keys(environments);
  const production = names.find((name) => environments[name]?.production);
  const first = defaults.environment ?? names.find((name) => !environments[name]?.production);
  const leading = (wanted: string | undefined, all: readonly string[]): readonly string[] =>
    wanted === undefined ? all : [wanted, ...all.filter((name) => name !== wanted)];
  return {
    environment: leading(first, names),
    suite: leading(defaults.suite, Object.keys(tests)),
    experiment: Object.keys(experiments),
    model: Object.keys(models),
    // Nearly every remote repository has a branch of that name; the sample, which this machine serves itself, has those of the examples.
    ...(remote(git.url) && { ref: ['main'] }),
    production,
    environmentNeeded: defaults.environment === undefined && names.length > 1,
  };
};

/** The records with their examples fitted; an example that cannot be fitted stays as it is. */
export const fittedTo = (records: readonly CommandRecord[], here: Here): readonly CommandRecord[] => {
  const parse = compileGrammar(records);
  const refitted = (record: CommandRecord, example: string): string => {
    const parsed = parse(example);
    if (parsed.kind !== 'match' || parsed.record !== record) return example;
    const values = { ...parsed.values };
    for (const [name, { kind, positional }] of Object.entries(record.arguments)) {
      const better = valueHere(kind, values[name], here, record.permission !== 'look' && !positional);
      if (better !== undefined) values[name] = better;
    }
    const changed = Object.keys(values).some((name) => values[name] !== parsed.values[name]);
    return changed ? wordingOf(record, values) : example;
  };
  return records.map((record) => ({
    ...record,
    examples: [...new Set(record.examples.map((example) => refitted(record, example)))],
  }));
};

/** What stands here in the place of an example's value; undefined when the value is as good. */
const valueHere = (kind: ArgumentKind, value: unknown, here: Here, asked: boolean): string | undefined => {
  const known = here[kind];
  const [first] = known ?? [];
  if (!known || first === undefined) return undefined;
  // A command that changes something is not understood without an environment where none is the default.
  if (value === undefined)
    return kind === 'environment' && asked && here.environmentNeeded ? first : undefined;
  if (typeof value !== 'string' || known.includes(value)) return undefined;
  // Commits and tags stand for themselves.
  if (kind === 'ref') return /^(?:feature|fix)[-/]/.test(value) ? first : undefined;
  return kind === 'environment' && value === 'production' ? (here.production ?? first) : first;
};
