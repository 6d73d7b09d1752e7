// The printed table of rights (docs/rights.md), read as people read it: suites compare with it what the code decides.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES, type Role } from '../src/domain/roles.ts';

export interface PrintedRight {
  /** A command's name, or a button's verb. */
  readonly what: string;
  readonly elsewhere: readonly Role[];
  readonly production: readonly Role[];
}

const rolesIn = (cell: string): readonly Role[] => ROLES.filter((role) => cell.split(', ').includes(role));

/** Every row of the table of what is said and pressed. */
export const printedRights = (): readonly PrintedRight[] =>
  readFileSync(join(import.meta.dirname, '../docs/rights.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6 && cells[1]?.startsWith('`'))
    .map(([, what = '', , elsewhere = '', production = '']) => ({
      what: what.replaceAll('`', ''),
      elsewhere: rolesIn(elsewhere),
      production: rolesIn(production),
    }));
