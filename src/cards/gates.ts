// Gates on cards: a row each with a sign, what it says in words, and what to do about a closed one.
import type { GateName, GateVerdict } from '../domain/deploy-gates.ts';
import { type Element, heading, line, strong, subtle } from './blocks.ts';
import { plain, plainName } from './escape.ts';
import { instant } from './words.ts';

const NAMES: Readonly<Record<GateName, string>> = {
  rights: 'Rights',
  order: 'Order',
  tests: 'Tests',
  marked: 'Bad commits',
  freeze: 'Freeze',
  lock: 'Lock',
};

const SIGNS = {
  pass: ['✓', 'Good'],
  fail: ['✕', 'Attention'],
  wait: ['●', 'Accent'],
  overridden: ['!', 'Warning'],
  off: ['–', 'Default'],
} as const;

/** What a gate says, as plain text that ends without a full stop. */
export const gateSentence = (
  { gate, verdict, why, until, since, subject, reason }: GateVerdict,
  now: number,
): string => {
  const who = plainName(subject ?? '', 40);
  const at = until ?? since;
  const when = at === undefined ? '' : instant(at, now);
  const because = reason === undefined ? '' : `: ${plain(reason, 120)}`;
  const answered = verdict === 'overridden';
  switch (gate) {
    case 'rights':
      return verdict === 'fail' ? `needs the role ${who}` : 'permitted';
    case 'order':
      return verdict === 'fail' ? `this commit does not stand on ${who}` : `stands on ${who}`;
    case 'tests':
      if (why === 'never-tested') return `${who} has not run on this commit`;
      if (why === 'red') return `${who} failed on this commit, ${when}`;
      return `${who} passed ${when}${why === 'stale' ? ', which is too long ago' : ''}`;
    case 'marked':
      return answered ? `marked bad by ${who}, asked for all the same` : `marked bad by ${who}${because}`;
    case 'freeze':
      if (verdict === 'pass') return 'not frozen';
      return answered
        ? `frozen until ${when}; let through by ${who}${because}`
        : `frozen until ${when}${because}`;
    case 'lock':
      if (verdict === 'pass') return 'not locked for this';
      return answered ? `passed over by ${who}${because}` : `${who} has it until ${when}${because}`;
  }
};

/** Rows of the gates that are in force. */
export const gateRows = (verdicts: readonly GateVerdict[], now: number): readonly Element[] => {
  const shown = verdicts.filter(
    ({ gate, verdict }) => verdict !== 'off' && !(gate === 'rights' && verdict === 'pass'),
  );
  return shown.length === 0
    ? []
    : [
        heading('Gates'),
        ...shown.map((verdict, index) => {
          const [sign, color] = SIGNS[verdict.verdict];
          return line(
            [strong(`${sign} `, color), NAMES[verdict.gate], subtle(`  ${gateSentence(verdict, now)}`)],
            index === 0 ? 'Small' : 'None',
          );
        }),
      ];
};

/** What to do about a closed gate, as the words to type or as a sentence. */
export interface Remedy {
  readonly text: string;
  /** A command that helps, with the title of its button. */
  readonly say?: readonly [title: string, words: string];
}

const bare = (name: string): boolean => /^\w[\w./+-]*$/.test(name);

/** What helps against a closed or waiting gate. */
export const remedyOf = (
  { gate, verdict, subject = '', why }: GateVerdict,
  { ref, environment }: { readonly ref: string; readonly environment: string },
): Remedy | undefined => {
  if (verdict !== 'fail' && verdict !== 'wait') return undefined;
  const typed = bare(ref) ? ref : `"${ref.replaceAll('"', '')}"`;
  switch (gate) {
    case 'rights':
      return { text: `Ask somebody with the role ${subject}; “whoami” shows yours.` };
    case 'order':
      return {
        text: `Deploy it to ${subject} first.`,
        say: [`Deploy to ${subject}`, `deploy ${typed} to ${subject}`],
      };
    case 'tests':
      return {
        text: why === 'red' ? `Mend what ${subject} found, or run it again.` : `Run ${subject} on it.`,
        say: ['Run tests', `run tests on ${typed} suite ${subject}${why === 'red' ? ' --fresh' : ''}`],
      };
    case 'marked':
      return { text: 'Choose another commit, or add --even-if-marked.' };
    case 'freeze':
      return {
        text: `Wait for its end, or have an approver type “override freeze ${environment} because <reason>”.`,
      };
    case 'lock':
      return {
        text: 'The deploy waits in line until then. You can ask for the lock.',
        say: ['Ask for it', `ask for ${environment} because I want to deploy ${typed}`],
      };
  }
};
