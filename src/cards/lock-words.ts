// What is said to one person about a lock: the question before its end, and that somebody else wants it.
import { phrase } from '../base/language.ts';
import type { Lock } from '../domain/lock.ts';
import type { Person } from '../domain/person.ts';
import { NEEDS_YOU, QUESTION } from './badge.ts';
import { facts, paragraph } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { say } from './press.ts';
import { about, instant } from './words.ts';

/** Asks the holder a while before the end whether to keep it. */
export const lockAskCard = ({ lock, now }: { readonly lock: Lock; readonly now: number }): Face =>
  frame({
    title: phrase('Your lock on {environment} ends soon', { environment: markedName(lock.environment, 32) }),
    state: NEEDS_YOU,
    line: phrase('until {time}, {span} left', {
      time: instant(lock.until, now),
      span: about(Math.max(60_000, lock.until - now)),
    }),
    body: [
      paragraph(marked(lock.reason, 300)),
      paragraph('Without an answer it ends by itself, and whoever waits first goes on.'),
    ],
    buttons: [
      say('Extend 1 h', `extend ${lock.environment} for 1h`, 'positive'),
      say('Release', `unlock ${lock.environment}`),
    ],
    summary: phrase('Your lock on {environment} ends at {time}: extend or release?', {
      environment: plainName(lock.environment, 24),
      time: instant(lock.until, now),
    }),
  });

/** Tells the holder that somebody asks for the lock. */
export const lockWishCard = ({
  lock,
  by,
  reason,
  now,
}: {
  readonly lock: Lock;
  readonly by: Person;
  readonly reason: string;
  readonly now: number;
}): Face =>
  frame({
    title: phrase('{person} asks for {environment}', {
      person: marked(by.name, 60),
      environment: markedName(lock.environment, 32),
    }),
    state: QUESTION,
    line: phrase('held by {person} until {time}', {
      person: marked(lock.holderName, 60),
      time: instant(lock.until, now),
    }),
    body: [paragraph(marked(reason, 300)), ...facts([['You hold it for', marked(lock.reason, 200)]])],
    buttons: [
      say('Hand it over', `give ${lock.environment} to ${by.id}`, 'positive'),
      say('Release', `unlock ${lock.environment}`),
      say('Extend 1 h', `extend ${lock.environment} for 1h`),
    ],
    summary: phrase('{person} asks for {environment}: {reason}', {
      person: plain(by.name, 40),
      environment: plainName(lock.environment, 24),
      reason: plain(reason, 120),
    }),
  });
