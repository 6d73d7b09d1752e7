// `unlock <environment>`: releases a lock; somebody else's needs a releaser and a reason.
import { releasedCard, releasedSamples } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';

export const unlock = command({
  name: 'unlock',
  group: 'Ship',
  summary: 'Releases a lock; somebody else’s needs a releaser and a reason',
  permission: 'lock',
  arguments: {
    environment: { kind: 'environment', positional: true, required: true },
    reason: { kind: 'text', keywords: ['because'], positional: true },
  },
  examples: ['unlock staging', 'unlock staging because the backfill is over'],
  run: async ({ values: { environment, reason }, utterance, services, now }) => {
    const { locks } = await services();
    const lock = await locks.release({ environment, reason, person: utterance.person });
    const by = utterance.person.name;
    return faceAnswer(releasedCard({ lock, by, ...(reason !== undefined && { reason }), now }), {
      released: lock,
      by,
      reason: reason ?? null,
    });
  },
  samples: releasedSamples,
});
