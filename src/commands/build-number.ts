// The id of a build as people type it.
import { Fault } from '../base/errors.ts';

/** @throws Fault `bad-argument` */
export const buildNumber = (typed: string, usage: string): number => {
  const id = Number(typed.replace(/^#/, ''));
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new Fault('bad-argument', {
    changed: 'no',
    facts: { problem: `“${typed.slice(0, 40)}” is not the id of a build.`, usage },
  });
};
