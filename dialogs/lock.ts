// `lock <environment> for <span> because <reason>`: keeps an environment for a purpose, always with an end.
import { lockCard, lockSamples } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';

export const lock = command({
  name: 'lock',
  group: 'Ship',
  summary: 'Keeps an environment for you and a purpose, always with an end',
  permission: 'lock',
  arguments: {
    environment: { kind: 'environment', positional: true, required: true },
    span: { kind: 'span', keywords: ['for'] },
    branch: { kind: 'ref', keywords: ['branch'] },
    reason: { kind: 'text', keywords: ['because'], positional: true, required: true },
  },
  examples: ['lock staging for 2h because data backfill', 'lock staging branch feature-x because demo'],
  run: async ({ values, utterance, services, now }) => {
    const { locks, queue } = await services();
    const taken = await locks.take({ ...values, person: utterance.person });
    const waiting = (await queue.of(taken.environment)).length;
    return faceAnswer(lockCard({ lock: taken, what: 'taken', waiting, now }), taken);
  },
  samples: lockSamples,
});
