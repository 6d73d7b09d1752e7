// The card that answers whether a deploy may go on now: every gate with its verdict, and what to do about the closed ones.
import type { ResolvedRef } from '../domain/commit.ts';
import { closedGates, type GateVerdict, mayPass } from '../domain/deploy-gates.ts';
import type { Environment } from '../domain/environment.ts';
import { PASSED, QUESTION, REFUSED, type StateWord } from './badge.ts';
import { type Element, headline, line, paragraph } from './blocks.ts';
import type { Face } from './card.ts';
import { commitLine } from './commits.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { gateRows, gateSentence, remedyOf } from './gates.ts';
import { say } from './press.ts';
import { instant } from './words.ts';

export interface CanView {
  readonly environment: Environment;
  readonly target: ResolvedRef;
  readonly gates: readonly GateVerdict[];
  /** Operations in front of a deploy that would be asked for now. */
  readonly line?: readonly string[];
  /** A deploy was asked for and refused; otherwise it was only a question. */
  readonly refused?: boolean;
  readonly now: number;
}

const answerOf = (gates: readonly GateVerdict[]): readonly [StateWord, string] => {
  if (!mayPass(gates)) return [{ ...REFUSED, word: 'Not yet' }, 'not yet'];
  return gates.some(({ verdict }) => verdict === 'wait')
    ? [{ ...QUESTION, word: 'It would wait', icon: 'Clock' }, 'it would wait']
    : [{ ...PASSED, word: 'Yes' }, 'yes'];
};

/** Whether a deploy may go on now, and why not. */
export const canCard = (view: CanView): Face => {
  const { environment, target, gates, line: before = [], refused = false, now } = view;
  const [state, word] = answerOf(gates);
  const on = { ref: target.name, environment: environment.name };
  const remedies = gates.flatMap((gate) => remedyOf(gate, on) ?? []);
  const closed = closedGates(gates);
  const typed = /^\w[\w./+-]*$/.test(target.name) ? target.name : undefined;
  const todo: readonly Element[] =
    remedies.length === 0
      ? []
      : [
          paragraph('**What to do**', 'Medium'),
          ...remedies.map(({ text }) => line(['– ', plain(text, 300)], 'None')),
        ];
  return frame({
    title: `${refused ? 'Deploy' : 'May'} ${markedName(target.name)} ${refused ? 'to' : 'go to'} ${markedName(environment.name, 32)}${refused ? '' : '?'}`,
    state,
    line: refused ? 'Nothing was changed.' : `As it stands ${instant(now, now)}. Nothing was started.`,
    body: [
      ...(closed.length > 0
        ? [headline([closed.length === 1 ? 'One gate is closed.' : `${closed.length} gates are closed.`])]
        : [
            headline([
              word === 'yes' ? 'Every gate lets it through.' : 'Nothing says no; it would wait in line.',
            ]),
          ]),
      commitLine(target.commit),
      ...gateRows(gates, now),
      ...(before.length === 0
        ? []
        : [
            paragraph(
              `In front of it: ${before
                .slice(0, 5)
                .map((op) => `op ${marked(op, 12)}`)
                .join(', ')}`,
            ),
          ]),
      ...todo,
    ],
    buttons: [
      ...remedies
        .flatMap(({ say: words }) => (words ? [words] : []))
        .slice(0, 3)
        .map(([title, words], index) => say(title, words, index === 0 ? 'positive' : undefined)),
      ...(closed.length === 0 && typed !== undefined && !refused
        ? [
            say(
              'Deploy',
              `deploy ${typed} to ${environment.name}`,
              remedies.length === 0 ? 'positive' : undefined,
            ),
          ]
        : []),
    ],
    summary: `${refused ? 'Deploy' : 'May'} ${plainName(target.name, 28)} ${refused ? 'to' : 'go to'} ${plainName(environment.name, 16)}: ${word}${closed[0] ? ` – ${plain(gateSentence(closed[0], now), 120)}` : ''}`,
  });
};
