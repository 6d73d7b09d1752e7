// What turns about operations share: the asking out of an utterance, and the operation behind a pressed button.
import { Fault } from '../base/errors.ts';
import { normaliseSayable } from '../base/ids.ts';
import { type Phrase, phrase } from '../base/language.ts';
import type { Operation } from '../domain/operation.ts';
import { pressCode } from '../domain/press-code.ts';
import type { Utterance } from '../domain/utterance.ts';
import type { Asking } from '../services/operations/asking.ts';
import type { Answer } from './answer.ts';
import type { PressTurn } from './command.ts';

/** Who asks, where and in which words, for a request that starts an operation. */
export const askedBy = (utterance: Utterance, words: string): Asking => ({
  requester:
    utterance.locale === undefined ? utterance.person : { ...utterance.person, locale: utterance.locale },
  place: utterance.place,
  words,
  utteranceId: utterance.id,
});

type JoinedWords = Extract<Phrase, `Joined operation {op}${string}`>;

/** The answer to a request: its operation, and a word of it where another that asks for the same was there already. */
export const requestAnswer = (
  {
    operation: { op },
    joined,
  }: {
    readonly operation: Pick<Operation, 'op'>;
    readonly joined: boolean;
  },
  words: JoinedWords = 'Joined operation {op}, which asks for the same.',
): Answer => ({
  kind: 'operation',
  op,
  ...(joined && { notice: phrase(words, { op }) }),
});

/**
 * The operation of a pressed button. The data is a hint from outside: the id must exist and the code must be the one that
 * brickbot put on the button.
 * @throws Fault `press-forged`
 */
export const pressedOperation = async ({ press, services }: PressTurn, verb: string): Promise<Operation> => {
  const { op, code } = press.data;
  if (typeof op !== 'string' || typeof code !== 'string') throw new Fault('press-forged', { changed: 'no' });
  const { operations } = await services();
  const operation = await operations.find(normaliseSayable(op));
  if (!operation || pressCode(operation, verb) !== code) throw new Fault('press-forged', { changed: 'no' });
  return operation;
};
