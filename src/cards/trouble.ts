// Why something ended otherwise than wished: what happened, whether anything was changed, what to do next. The sentences come from
// the catalogue; facts in them are outside text, so a whole sentence is treated as such.
import { CATALOGUE, type ErrorCode } from '../base/catalogue.ts';
import { type Changed, Fault } from '../base/errors.ts';
import { own, phrase } from '../base/language.ts';
import type { Reason } from '../domain/operation.ts';
import { box, type Element, line, sentence, strong, subtle } from './blocks.ts';
import { plain } from './escape.ts';

const known = (code: string): code is ErrorCode => Object.hasOwn(CATALOGUE, code);

/** The fault that a stored reason tells of; a code of another version of brickbot counts as `internal`. */
export const faultOf = ({ code, facts, attempted, changed }: Reason): Fault =>
  new Fault(known(code) ? code : 'internal', {
    ...(facts && { facts }),
    ...(attempted !== undefined && { attempted }),
    ...(changed && { changed }),
  });

const CHANGED = {
  no: 'Nothing was changed.',
  yes: 'Something was changed: look at what stands there now.',
  unknown: 'Whether anything was changed is not known yet.',
  started: 'A run was started in Databricks and may still be at work there.',
} as const satisfies Record<Changed, string>;

/**
 * The box with the whole story of a failure.
 * @param titled false where the card's title already names it
 */
export const troubleBox = (
  fault: Fault,
  {
    changed = fault.details.changed,
    titled = true,
  }: { changed?: Changed | undefined; titled?: boolean } = {},
): Element =>
  box(fault.entry.kind === 'unknown' || fault.entry.kind === 'input' ? 'warning' : 'attention', [
    line([...(titled ? [strong(`${fault.entry.title}. `)] : []), plain(fault.what, 600)], 'None'),
    ...(changed === undefined ? [] : [line([own(CHANGED[changed])])]),
    line([strong(`${phrase('Next:')} `), plain(fault.next, 400)]),
  ]);

/** What was attempted, and in which system it went wrong. */
export const attemptedLine = (fault: Fault, attempted: string | undefined): readonly Element[] =>
  attempted === undefined && fault.details.system === undefined
    ? []
    : [
        line([
          ...(attempted === undefined ? [] : [subtle(`${phrase('Attempted:')} `), plain(attempted, 200)]),
          ...(fault.details.system === undefined
            ? []
            : [
                subtle(attempted === undefined ? `${phrase('System:')} ` : ` · ${phrase('system:')} `),
                plain(fault.details.system, 60),
              ]),
        ]),
      ];

/** A one-line answer for a failure that needs no card. */
export const noticeText = (fault: Fault): string =>
  [plain(fault.what, 600), fault.details.changed === 'no' ? own(CHANGED.no) : '', plain(fault.next, 400)]
    .filter((part) => part !== '')
    .join(' ');

/** The failing message of a run in a box of its own. */
export const messageBox = (text: string): Element => box('attention', [sentence(text, 'None')]);
