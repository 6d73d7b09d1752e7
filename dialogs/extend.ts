// `extend <environment>`: moves the end of one's own lock.
import { lockCard } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';

export const extend = command({
  name: 'extend',
  group: 'Ship',
  summary: 'Keeps your lock on an environment for an hour more, or for as long as you say',
  permission: 'lock',
  arguments: {
    environment: { kind: 'environment', positional: true, required: true },
    span: { kind: 'span', keywords: ['for', 'by'] },
  },
  examples: ['extend staging', 'extend staging for 30m'],
  run: async ({ values, utterance, services, now }) => {
    const { locks, queue } = await services();
    const extended = await locks.extend({ ...values, person: utterance.person });
    const waiting = (await queue.of(extended.environment)).length;
    return faceAnswer(lockCard({ lock: extended, what: 'extended', waiting, now }), extended);
  },
});
