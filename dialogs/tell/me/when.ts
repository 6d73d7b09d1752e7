// `tell me when <environment> is free`: says so once nobody has it locked and nothing is at work there.
import { command } from '../../../src/commands/command.ts';

export const tellMeWhen = command({
  name: 'tell me when',
  also: ['wait for'],
  group: 'Ship',
  summary: 'Tells you when an environment is free: not locked, and nothing at work there',
  permission: 'subscribe',
  arguments: {
    environment: { kind: 'environment', positional: true, required: true },
    rest: { kind: 'text', label: 'is free', positional: true },
  },
  examples: ['tell me when staging is free'],
  run: async ({ values, utterance: { person, place }, services }) => {
    const { lockWishes, environments } = await services();
    const environment = environments.named(values.environment).name;
    const { free, lock } = await lockWishes.watch({ environment, person, place });
    const why = lock ? `${lock.holderName} has it locked: ${lock.reason}` : 'something is at work there';
    return {
      kind: 'text',
      text: free ? `${environment} is free now.` : `You hear when ${environment} is free. Now ${why}.`,
      data: { environment, free },
    };
  },
});
