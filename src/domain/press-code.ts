import { createHash } from 'node:crypto';
import type { Operation } from './operation.ts';

/**
 * The code that a button of an operation's card carries beside the operation's id. It is derived from the operation's
 * secret key, so data made up by somebody who has only read the card's id does not fit. It proves where a press comes
 * from, never what the presser may do.
 */
export const pressCode = (operation: Pick<Operation, 'key'>, verb: string): string =>
  createHash('sha256').update(`${operation.key}\0${verb}`).digest('base64url').slice(0, 16);
