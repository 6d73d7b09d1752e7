// `locks`: which environments are locked, by whom, for what and until when.
import { locksCard, locksSamples } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';

export const locks = command({
  name: 'locks',
  also: ['show locks'],
  group: 'Look',
  summary: 'Shows which environments are locked, by whom, for what and until when',
  permission: 'look',
  arguments: {},
  examples: ['locks'],
  run: async ({ services, now }) => {
    const standing = await (await services()).locks.standing();
    return faceAnswer(locksCard({ locks: standing, now }), { locks: standing });
  },
  samples: locksSamples,
});
