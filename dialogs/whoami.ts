// `whoami`: who brickbot takes you for, and what that allows.
import { whoamiCard, whoamiSamples } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';

export const whoami = command({
  name: 'whoami',
  also: ['who am i', 'me'],
  group: 'About',
  summary: 'Shows who you are to brickbot and which roles you hold',
  permission: 'look',
  arguments: {},
  examples: ['whoami'],
  run: async ({ utterance, rights }) => {
    const { person, place } = utterance;
    const roles = await rights.rolesOf(person);
    return faceAnswer(whoamiCard({ person, roles, scope: place.scope }), { person, roles });
  },
  samples: whoamiSamples,
});
