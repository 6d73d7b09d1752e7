// Ids that people say aloud and ids that machines compare. Both come from one injected source.
import { randomInt, randomUUID } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so a code read aloud or typed from a phone stays the same code. */
const SAYABLE = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface Ids {
  /** A short code such as `7K3F` that people can say; the caller keeps it unique and asks for more letters on a clash. */
  sayable(length: number): string;
  /** A UUID (version 4), used for idempotency keys and nonces. */
  unique(): string;
}

export const randomIds: Ids = {
  sayable: (length) => {
    // At least one letter, so that a code is never mistaken for a number that was typed.
    for (;;) {
      const code = Array.from({ length }, () => SAYABLE[randomInt(SAYABLE.length)]).join('');
      if (/[A-Z]/.test(code)) return code;
    }
  },
  unique: () => randomUUID(),
};

/** What somebody typed for an operation id, in the form it is stored: upper case, look-alike letters folded. */
export const normaliseSayable = (typed: string): string =>
  typed.trim().toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
