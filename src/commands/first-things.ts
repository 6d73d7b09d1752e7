// What newcomers are shown to try: the three things that brickbot is for, then a promotion, then everything else.
import type { CommandRecord } from './command.ts';

const FIRST: readonly string[] = ['deploy', 'run tests', 'show experiment', 'promote'];

/** The records, those to try first in front. */
export const firstThings = (records: readonly CommandRecord[]): readonly CommandRecord[] => {
  const place = ({ name }: CommandRecord): number =>
    FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length;
  return [...records].sort((a, b) => place(a) - place(b));
};
