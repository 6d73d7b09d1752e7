// The cards of locks: one that was taken, extended or released, and the list of those that stand.
import { type Phrase, phrase } from '../base/language.ts';
import type { Lock } from '../domain/lock.ts';
import { info } from './badge.ts';
import { cell, facts, note, paragraph, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { fitted } from './guard.ts';
import { say } from './press.ts';
import { count, instant } from './words.ts';

export interface LockView {
  readonly lock: Lock;
  /** What just happened to it. */
  readonly what: 'taken' | 'extended' | 'handed over';
  /** Operations that wait in line. */
  readonly waiting?: number;
  readonly now: number;
}

const WORDS = { taken: 'Locked', extended: 'Extended', 'handed over': 'Handed over' } as const;
const SUMMARIES = {
  taken: 'Lock on {environment}: taken by {person} until {time}',
  extended: 'Lock on {environment}: extended by {person} until {time}',
  'handed over': 'Lock on {environment}: handed over to {person} until {time}',
} as const satisfies Record<LockView['what'], Phrase>;

/** A lock that stands. */
export const lockCard = ({ lock, what, waiting, now }: LockView): Face =>
  frame({
    title: `Lock on ${markedName(lock.environment, 32)}`,
    state: info(WORDS[what]),
    line: `${marked(lock.holderName, 60)} · ${phrase('since {time}', { time: instant(lock.takenAt, now) })}`,
    body: [
      paragraph(marked(lock.reason, 300)),
      ...facts([
        ['Until', instant(lock.until, now)],
        [
          'Stays open',
          lock.branch === undefined
            ? phrase('for deploys of {person}', { person: marked(lock.holderName, 60) })
            : phrase('for deploys of {person} and of {branch}', {
                person: marked(lock.holderName, 60),
                branch: markedName(lock.branch, 40),
              }),
        ],
        [
          'Other deploys',
          waiting === undefined || waiting === 0
            ? phrase('wait in line, in the order of asking')
            : phrase('wait in line, in the order of asking; {count} do now', { count: waiting }),
        ],
      ]),
    ],
    foot: marked(`Or type “unlock ${lock.environment}”, “give ${lock.environment} to <person>”`),
    buttons: [
      say('Extend 1 h', `extend ${lock.environment} for 1h`),
      say('Release', `unlock ${lock.environment}`),
      say('Ask for it', `ask for ${lock.environment} because I need it`),
      say('Tell me when free', `tell me when ${lock.environment} is free`),
    ],
    summary: phrase(SUMMARIES[what], {
      environment: plainName(lock.environment, 24),
      person: plain(lock.holderName, 40),
      time: instant(lock.until, now),
    }),
  });

export interface ReleasedView {
  readonly lock: Lock;
  readonly by: string;
  /** Why somebody else's lock was released. */
  readonly reason?: string;
  readonly now: number;
}

/** A lock that was released before its end. */
export const releasedCard = ({ lock, by, reason, now }: ReleasedView): Face =>
  frame({
    title: `Lock on ${markedName(lock.environment, 32)}`,
    state: info('Released'),
    line: `${marked(by, 60)} · ${instant(now, now)}`,
    body: [
      ...facts([
        [
          'Was held by',
          phrase('{person} since {time}', {
            person: marked(lock.holderName, 60),
            time: instant(lock.takenAt, now),
          }),
        ],
        ['For', marked(lock.reason, 200)],
        ['Released because', reason === undefined ? undefined : marked(reason, 200)],
      ]),
      note('Whoever waits first in line goes on now.'),
    ],
    summary: phrase('Lock on {environment}: released by {person}', {
      environment: plainName(lock.environment, 24),
      person: plain(by, 40),
    }),
  });

export const locksCard = (view: { readonly locks: readonly Lock[]; readonly now: number }): Face =>
  fitted([20, 10, 5], (most) => locksFace(view.locks, view.now, most));

const locksFace = (locks: readonly Lock[], now: number, most: number): Face =>
  frame({
    title: 'Locks',
    state: info(locks.length === 0 ? 'None' : count(locks.length, 'lock')),
    line: instant(now, now),
    body:
      locks.length === 0
        ? [paragraph('No environment is locked.')]
        : [
            table(
              [
                ['Environment', 4],
                ['Held by', 6],
              ],
              locks
                .slice(0, most)
                .map((lock) => [
                  cell(
                    [strong(plainName(lock.environment, 32))],
                    [subtle(phrase('until {time}', { time: instant(lock.until, now) }))],
                  ),
                  cell([plain(lock.holderName, 40)], [subtle(plain(lock.reason, 120))]),
                ]),
            ),
          ],
    foot: marked('Type “lock <environment> for 2h because <reason>” to take one'),
    summary: `Locks: ${locks.length === 0 ? 'none' : plain(locks.map((lock) => `${lock.environment} by ${lock.holderName}`).join(', '), 160)}`,
  });
