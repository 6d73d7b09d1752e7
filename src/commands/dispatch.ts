// From what somebody said to an answer: repair, parse, permit, run. Every failure ends here as a card with a code, what was
// attempted, whether anything changed and what to do next; the log gets the rest under the same reference.

import type { Clock } from '../base/clock.ts';
import { asFault, Fault } from '../base/errors.ts';
import type { Ids } from '../base/ids.ts';
import { inLanguage, languageOf } from '../base/language.ts';
import type { Log } from '../base/log.ts';
import { describeSpan } from '../base/telemetry.ts';
import { askCard, chooseCard, didYouMeanCard, failureCard, noticeText } from '../cards/index.ts';
import type { Permission } from '../domain/roles.ts';
import type { Press, Utterance, Words } from '../domain/utterance.ts';
import type { Services } from '../services/index.ts';
import type { Rights } from '../services/rights.ts';
import { type Answer, type Dispatch, faceAnswer } from './answer.ts';
import { choicesFor, MOST_CHOICES, SEARCHED } from './choices.ts';
import type { Parsed } from './grammar.ts';
import { guessCommands } from './guess.ts';
import type { Registry } from './registry.ts';
import { LONGEST_MESSAGE, repairChatText } from './repair.ts';
import { usageOf, wordingOf } from './usage.ts';
import type { Witness } from './witness.ts';
import { quoteWord } from './words.ts';

export interface DispatchTools {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly rights: Rights;
  services(): Promise<Services>;
  /** Writes down what is said; absent: nobody does. */
  readonly witness?: Witness;
}

/** What somebody said, and what it needs once that is known. */
interface Said {
  readonly utterance: Utterance;
  permission?: Permission;
}

export const createDispatch = (tools: DispatchTools): Dispatch => {
  const { registry, clock } = tools;
  const shared = { catalogue: registry, rights: tools.rights, services: tools.services };

  /** What was said, by somebody whose names are known where the command may change something. */
  const permit = async <Spoken extends Utterance>(
    said: Said,
    utterance: Spoken,
    permission: Permission,
    action: string,
  ): Promise<Spoken> => {
    said.permission = permission;
    // Here the environment is not known yet: whoever may do it nowhere is refused now, the rest is asked again by the service.
    if (!(await tools.rights.somewhere(utterance.person, permission)))
      await tools.rights.require(utterance.person, permission, false, action);
    if (permission === 'look') return utterance;
    return { ...utterance, person: await tools.rights.whois(utterance.person) };
  };

  const runWords = async (utterance: Words, said: Said): Promise<Answer> => {
    if (utterance.text.length > LONGEST_MESSAGE)
      throw new Fault('message-too-long', {
        changed: 'no',
        facts: { length: utterance.text.length, limit: LONGEST_MESSAGE },
      });
    const parsed = registry.parse(repairChatText(utterance.text) || 'help');
    switch (parsed.kind) {
      case 'match': {
        describeSpan({ 'brickbot.command': parsed.record.name });
        const known = await permit(said, utterance, parsed.record.permission, `“${parsed.record.name}”`);
        await tools.witness?.allowed(said.utterance, parsed.record.permission, clock.now());
        return rescued(parsed, () =>
          parsed.record.run({
            ...shared,
            now: clock.now(),
            utterance: known,
            values: parsed.values,
            words: wordingOf(parsed.record, parsed.values),
          }),
        );
      }
      case 'missing':
        await permit(said, utterance, parsed.record.permission, `“${parsed.record.name}”`);
        return ask(parsed);
      case 'problem':
        throw new Fault('bad-argument', {
          changed: 'no',
          facts: { problem: `${parsed.problem}.`, usage: usageOf(parsed.record) },
        });
      case 'unknown': {
        const guesses = guessCommands(registry.records, parsed.words);
        return {
          ...faceAnswer(
            didYouMeanCard({
              typed: parsed.words.join(' '),
              guesses,
              ...(parsed.question && { question: true }),
            }),
          ),
          failure: 'unknown-command',
        } as Answer;
      }
      case 'empty':
        return { kind: 'silence' };
    }
  };

  /** A missing argument is asked for with the values that exist, never answered with an error. */
  const ask = async ({ record, values, argument }: Extract<Parsed, { kind: 'missing' }>): Promise<Answer> => {
    const definition = record.arguments[argument];
    if (!definition) throw new Fault('internal');
    const options = await choicesFor(definition.kind, await tools.services());
    const say = (value: string): string => wordingOf(record, { ...values, [argument]: value });
    return {
      ...faceAnswer(
        askCard({
          command: record.name,
          argument: definition.label ?? argument,
          usage: usageOf(record),
          options: options.map((value) => ({ title: value, say: say(value) })),
          free: say('{value}'),
          ...(options.length >= MOST_CHOICES &&
            SEARCHED.some((kind) => kind === definition.kind) && { dataset: definition.kind }),
        }),
      ),
      failure: 'missing-argument',
    } as Answer;
  };

  /** When a value was not found but others are near, they are offered as buttons that say the corrected command. */
  const rescued = async (
    match: Extract<Parsed, { kind: 'match' }>,
    run: () => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      return await run();
    } catch (error) {
      const fault = asFault(error);
      const { choices } = fault.details;
      if (!choices || choices.options.length === 0) throw fault;
      const say = (value: string): string =>
        wordingOf(match.record, { ...match.values, [choices.argument]: value });
      return {
        ...faceAnswer(
          chooseCard({ fault, options: choices.options.map((value) => ({ title: value, say: say(value) })) }),
        ),
        failure: fault.code,
      } as Answer;
    }
  };

  const runPress = async (utterance: Press, said: Said): Promise<Answer> => {
    if (utterance.verb === 'say') {
      const answer = await runWords({ ...utterance, kind: 'words', text: spoken(utterance.data) }, said);
      return answer.kind === 'card' ? { ...answer, asPost: true } : answer;
    }
    const found = registry.press(utterance.verb);
    if (!found) throw new Fault('press-forged', { changed: 'no' });
    describeSpan({ 'brickbot.command': found.record.name, 'brickbot.press': utterance.verb });
    const known = await permit(said, utterance, found.turn.permission, `“${found.record.name}”`);
    await tools.witness?.allowed(utterance, found.turn.permission, clock.now());
    return found.turn.run({ ...shared, now: clock.now(), press: known });
  };

  const answerTo: Dispatch = async (utterance) => {
    const said: Said = { utterance };
    try {
      const answer = await (utterance.kind === 'words'
        ? runWords(utterance, said)
        : runPress(utterance, said));
      await tools.witness?.answered(utterance, said.permission, answer, clock.now());
      return answer;
    } catch (error) {
      await tools.witness?.refused(utterance, said.permission, error, clock.now());
      const fault = asFault(error);
      describeSpan({ 'brickbot.failure': fault.code });
      const reference = tools.ids.sayable(6);
      const fields = { reference, code: fault.code, utterance: utterance.id, kind: utterance.kind };
      if (fault.code === 'internal')
        tools.log.error({ ...fields, error: fault.cause ?? fault }, 'a turn failed');
      else tools.log.info(fields, 'a turn was refused');
      const face = failureCard(fault, {
        reference,
        ...(fault.details.attempted !== undefined && { attempted: fault.details.attempted }),
      });
      // The pressed card belongs to everybody: a refusal is told to the presser and does not replace it.
      if (utterance.kind === 'press') return { kind: 'text', text: noticeText(fault) };
      return { kind: 'card', ...face, failure: fault.code };
    }
  };
  return (utterance) => inLanguage(languageOf(utterance.locale), () => answerTo(utterance));
};

/** What a `say` button says: its words, with the chosen value put in where the card had a choice. */
const spoken = (data: Press['data']): string => {
  const { say, value } = data;
  if (typeof say !== 'string' || say.length > LONGEST_MESSAGE)
    throw new Fault('press-forged', { changed: 'no' });
  return typeof value === 'string' ? say.replace('{value}', () => quoteWord(value)) : say;
};
