// The line in front of environments: who is at work, who waits, for about how long, and a lock that holds it up.
import type { Environment } from '../domain/environment.ts';
import type { Lock } from '../domain/lock.ts';
import type { Operation } from '../domain/operation.ts';
import { info } from './badge.ts';
import { cell, heading, note, paragraph, strong, subtle, table } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, plain, plainName } from './escape.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { say } from './press.ts';
import { about, ago, instant } from './words.ts';

export interface QueueView {
  readonly lines: readonly {
    readonly environment: Environment;
    readonly lock: Lock | undefined;
    readonly line: readonly {
      readonly op: string;
      readonly position: number;
      readonly waitMs?: number;
      readonly operation: Pick<Operation, 'words' | 'requester' | 'startedAt' | 'state'>;
    }[];
  }[];
  readonly now: number;
}

export const queueCard = (view: QueueView): Face => fitted([12, 6, 3, 1], (most) => queueFace(view, most));

const queueFace = ({ lines, now }: QueueView, most: number): Face => {
  const busy = lines.filter(({ line, lock }) => line.length > 0 || lock !== undefined);
  const waiting = lines.flatMap(({ line }) => line.filter(({ position }) => position > 0)).length;
  const [only] = lines.length === 1 ? lines : [];
  return frame({
    title: only ? `Queue of ${marked(only.environment.name, 32)}` : 'Queues',
    state: info(waiting === 0 ? 'Nobody waits' : `${waiting} waiting`),
    line: instant(now, now),
    body:
      busy.length === 0
        ? [paragraph('Nothing is at work and nothing is locked: a deploy starts at once.')]
        : busy.slice(0, most).flatMap(({ environment, line, lock }) => [
            heading(plainName(environment.name, 32)),
            ...(lock === undefined
              ? []
              : [
                  note(
                    `Locked by ${marked(lock.holderName, 60)} until ${instant(lock.until, now)}: ${marked(lock.reason, 120)}`,
                  ),
                ]),
            ...(line.length === 0
              ? []
              : [
                  table(
                    [
                      ['Operation', 6],
                      ['Wait', 3.4],
                    ],
                    line
                      .slice(0, most)
                      .map(({ op, position, waitMs, operation }) => [
                        cell(
                          [strong(position === 0 ? '● ' : `${position}  `), plain(operation.words, 60)],
                          [
                            subtle(
                              dots([
                                plain(operation.requester.name, 40),
                                `op ${op}`,
                                ago(operation.startedAt, now),
                              ]),
                            ),
                          ],
                        ),
                        cell([
                          position === 0
                            ? 'at work'
                            : waitMs === undefined
                              ? position === 1
                                ? 'next'
                                : '–'
                              : about(waitMs),
                        ]),
                      ]),
                  ),
                  ...(line.length > most ? [note(`and ${line.length - most} more`)] : []),
                ]),
          ]),
    buttons: busy[0] ? [say('Tell me when free', `tell me when ${busy[0].environment.name} is free`)] : [],
    foot: waiting === 0 ? '' : marked('Leave with “cancel <op>”; an admin may “jump <op> because <reason>”'),
    summary: `${only ? `Queue of ${plainName(only.environment.name, 24)}` : 'Queues'}: ${waiting === 0 ? 'nobody waits' : `${waiting} waiting`}`,
  });
};
