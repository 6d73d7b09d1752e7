// `ask for <environment> because <reason>`: asks the holder of a lock for it, one to one.
import { askForSamples } from '../../src/cards/index.ts';
import { command } from '../../src/commands/command.ts';

export const askFor = command({
  name: 'ask for',
  group: 'Ship',
  summary: 'Asks the holder of a lock for it, one to one',
  permission: 'lock',
  arguments: {
    environment: { kind: 'environment', positional: true, required: true },
    reason: { kind: 'text', keywords: ['because'], positional: true, required: true },
  },
  examples: ['ask for staging because the demo is at three'],
  run: async ({ values, utterance: { person, place }, services }) => {
    const { lockWishes } = await services();
    const { lock, inPrivate } = await lockWishes.ask({ ...values, person, place });
    return {
      kind: 'text',
      text: `${lock.holderName} ${inPrivate ? 'was asked one to one' : 'was asked here: brickbot knows no way to them alone'}. You hear when ${lock.environment} is free.`,
      data: { environment: lock.environment, holder: lock.holderName, inPrivate },
    };
  },
  samples: askForSamples,
});
