// Cards that ask: for a missing argument, which of several things was meant, which command was meant. Choices are buttons while they
// are few, a drop-down to type into when they are many.
import type { Fault } from '../base/errors.ts';
import { phrase } from '../base/language.ts';
import { QUESTION } from './badge.ts';
import { box, type Element, line, mono, note, paragraph } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { fitted } from './guard.ts';
import { type Button, press, say } from './press.ts';

export interface Option {
  readonly title: string;
  /** The whole command with this option in its place. */
  readonly say: string;
}

export interface AskView {
  /** The command's name. */
  readonly command: string;
  /** What is missing, as the usage line calls it. */
  readonly argument: string;
  readonly usage: string;
  /** Values that exist; empty where only free text fits. */
  readonly options: readonly Option[];
  /** The command with `{value}` where free text goes; used where there are no options. */
  readonly free?: string;
  /** There are more values than these: the field asks for them under this name while one types. */
  readonly dataset?: string;
}

/** `branch|tag` of a usage line, as people say it. */
const inWords = (argument: string): string => argument.split('|').join(phrase(' or '));

const FEW = 4;
const MARK = '{value}';

/** The command with a mark where the choice goes: what a drop-down's button says. Undefined when the wording hides the place. */
const wordingWithMark = (options: readonly Option[]): string | undefined => {
  for (const { title, say: words } of options) {
    // Only a bare word stands in the command as it is; others may have been quoted.
    if (!/^[\w./@+-]+$/.test(title)) continue;
    const at = words.split(' ').lastIndexOf(title);
    if (at < 0) continue;
    return words.split(' ').with(at, MARK).join(' ');
  }
  return undefined;
};

const dropDown = (
  argument: string,
  options: readonly Option[],
  words: string,
  dataset: string | undefined,
): { input: Element; button: Button } => ({
  input: {
    type: 'Input.ChoiceSet',
    ...(dataset !== undefined && { 'choices.data': { type: 'Data.Query', dataset } }),
    id: 'value',
    label: phrase('Which {argument}?', { argument: plain(inWords(argument), 60) }),
    style: 'filtered',
    placeholder: phrase('Type to search'),
    isRequired: true,
    errorMessage: phrase('Choose one.'),
    choices: options.map(({ title }) => ({ title: plainName(title, 64), value: title })),
  },
  button: press({
    title: 'Continue',
    verb: 'say',
    data: { say: words },
    style: 'positive',
    withInputs: true,
  }),
});

/** Where nothing can be listed, it can be typed into the card. */
const freeText = (argument: string, words: string): { input: Element; button: Button } => ({
  input: {
    type: 'Input.Text',
    id: 'value',
    label: phrase('Which {argument}?', { argument: plain(inWords(argument), 60) }),
    maxLength: 300,
    isRequired: true,
    errorMessage: phrase('Type it here.'),
  },
  button: press({
    title: 'Continue',
    verb: 'say',
    data: { say: words },
    style: 'positive',
    withInputs: true,
  }),
});

/** Among values that merely exist none is the likely one; of near names the nearest is. */
const buttonsFor = (options: readonly Option[], nearestFirst: boolean): readonly Button[] =>
  options
    .slice(0, FEW)
    .map((option, index) =>
      say(plainName(option.title, 36), option.say, nearestFirst && index === 0 ? 'positive' : undefined),
    );

/** Asks for an argument that was left out. */
export const askCard = (view: AskView): Face => fitted([60, 30, 15], (most) => askFace(view, most));

const askFace = ({ command, argument, usage, options, free, dataset }: AskView, most: number): Face => {
  const words = options.length > FEW ? wordingWithMark(options) : undefined;
  const asked =
    words !== undefined
      ? dropDown(argument, options.slice(0, most), words, dataset)
      : options.length === 0 && free !== undefined
        ? freeText(argument, free)
        : undefined;
  return frame({
    title: phrase('{command}: which {argument}?', {
      command: marked(command, 40),
      argument: marked(inWords(argument), 60),
    }),
    state: QUESTION,
    body: [
      paragraph(
        options.length === 0 && !asked
          ? phrase('Type the command again with the {argument} in it.', {
              argument: marked(inWords(argument), 60),
            })
          : 'One thing is missing. Nothing was started.',
      ),
      ...(asked ? [asked.input] : []),
      ...(asked && options.length > most
        ? [
            note(
              phrase('The first {most} of {total} are listed; others can be typed.', {
                most,
                total: options.length,
              }),
            ),
          ]
        : []),
      box('emphasis', [line([mono(plain(usage, 300))], 'None')]),
    ],
    buttons: asked ? [asked.button] : buttonsFor(options, false),
    summary: phrase('{command}: needs an answer – which {argument}?', {
      command: plain(command, 30),
      argument: plain(inWords(argument), 40),
    }),
  });
};

export interface ChooseView {
  /** Why it could not go on: not found, or ambiguous. */
  readonly fault: Fault;
  /** The nearest, best first. */
  readonly options: readonly Option[];
}

/** A name that was not found or fits several: the nearest are offered as buttons. */
export const chooseCard = ({ fault, options }: ChooseView): Face =>
  frame({
    title: fault.entry.title,
    state: QUESTION,
    body: [
      line([plain(fault.what, 400)], 'Medium'),
      line([
        fault.details.changed === 'no' ? phrase('Nothing was changed. ') : '',
        options.length === 0 ? plain(fault.next, 300) : phrase('Did you mean one of these?'),
      ]),
      ...options.slice(0, FEW).map((option) => line([mono(plain(option.say, 120))])),
    ],
    buttons: buttonsFor(options, true),
    summary: `${fault.entry.title}${fault.entry.title.endsWith('?') ? '' : ':'} ${plain(fault.what, 160)}`,
  });

export interface DidYouMeanView {
  readonly typed: string;
  /** Whole commands, nearest first. */
  readonly guesses: readonly string[];
  /** It was asked, not ordered: “deploy feature-x?”. */
  readonly question?: boolean;
}

/** An unknown command with the nearest ones as buttons; none of them runs by itself. */
export const didYouMeanCard = ({ typed, guesses, question = false }: DidYouMeanView): Face =>
  frame({
    title: question ? 'A question starts nothing' : 'Not understood',
    state: QUESTION,
    body: [
      line(
        [
          question ? phrase('You asked about “') : phrase('There is no command like “'),
          { text: plain(typed, 120), weight: 'Bolder' },
          phrase('”. Nothing was started.'),
        ],
        'Medium',
      ),
      ...(guesses.length === 0
        ? [paragraph('Type **help** to see what can be asked here.')]
        : [
            paragraph(question ? 'To do it, press or type:' : 'Did you mean:'),
            ...guesses.slice(0, 3).map((guess) => line([mono(plain(guess, 120))])),
          ]),
    ],
    buttons: [
      ...guesses
        .slice(0, 3)
        .map((guess, index) => say(plainName(guess, 36), guess, index === 0 ? 'positive' : undefined)),
      say('Help', 'help'),
    ],
    summary:
      (question
        ? phrase('A question starts nothing: “{typed}”', { typed: plain(typed, 60) })
        : phrase('Not understood: “{typed}”', { typed: plain(typed, 60) })) +
      (guesses.length > 0
        ? phrase(' – did you mean “{guess}”?', { guess: plain(guesses[0] ?? '', 60) })
        : phrase(' – type help')),
  });
