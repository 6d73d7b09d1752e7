// Options of the terminal itself; everything else is the command's own wording and goes through the grammar.

export interface CliOptions {
  readonly words: string;
  readonly json: boolean;
  /** Wait for the end of an operation; on unless `--no-wait`. */
  readonly wait: boolean;
  /** Start a production deploy at once instead of waiting for a press on Start. */
  readonly yes: boolean;
  /** File for the results of a test run as JUnit XML. */
  readonly junit?: string;
}

/** Splits the terminal's options from the words of the command. A word with a space in it was quoted in the shell and stays one. */
export const readOptions = (argv: readonly string[]): CliOptions => {
  const words: string[] = [];
  const flags = { json: false, wait: true, yes: false };
  let junit: string | undefined;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--json') flags.json = true;
    else if (word === '--wait') flags.wait = true;
    else if (word === '--no-wait') flags.wait = false;
    else if (word === '--yes') flags.yes = true;
    else if (word === '--junit') junit = argv[++at];
    else words.push(/\s/.test(word) && argv.length > 1 ? quoted(word) : word);
  }
  return { words: words.join(' '), ...flags, ...(junit !== undefined && { junit }) };
};

const quoted = (word: string): string => {
  const [, key, value] = /^([A-Za-z_][\w.-]*=)(.*)$/s.exec(word) ?? [];
  return key === undefined ? `"${word.replaceAll('"', '')}"` : `${key}"${(value ?? '').replaceAll('"', '')}"`;
};
