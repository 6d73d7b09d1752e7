// `queue [environment]`: who is at work, who waits, in which order and for about how long.
import { queueCard, queueSamples } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';

export const queue = command({
  name: 'queue',
  also: ['show queue', 'line'],
  group: 'Look',
  summary: 'Shows who is at work in an environment and who waits, with the time it may take',
  permission: 'look',
  arguments: { environment: { kind: 'environment', positional: true, keywords: ['of', 'in'] } },
  examples: ['queue', 'queue staging'],
  run: async ({ values, services, now }) => {
    const { environments, queue: lines, locks } = await services();
    const chosen =
      values.environment === undefined ? environments.list() : [environments.named(values.environment)];
    const shown = await Promise.all(
      chosen.map(async (environment) => ({
        environment,
        line: await lines.of(environment.name),
        lock: await locks.of(environment.name),
      })),
    );
    return faceAnswer(queueCard({ lines: shown, now }), {
      queues: shown.map(({ environment, line, lock }) => ({
        environment: environment.name,
        lock: lock ?? null,
        line: line.map(({ op, position, waitMs, operation }) => ({
          op,
          position,
          waitMs: waitMs ?? null,
          words: operation.words,
          by: operation.requester.name,
        })),
      })),
    });
  },
  samples: queueSamples,
});
