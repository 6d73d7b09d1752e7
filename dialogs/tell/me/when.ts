// `tell me when <environment> is free`: says so once nobody has it locked and nothing is at work there.
import { phrase } from '../../../src/base/language.ts';
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
    const busy = (): string =>
      lock
        ? phrase('You hear when {environment} is free. Now {person} has it locked: {reason}', {
            environment,
            person: lock.holderName,
            reason: lock.reason,
          })
        : phrase('You hear when {environment} is free. Now something is at work there.', { environment });
    return {
      kind: 'text',
      text: free ? phrase('{environment} is free now.', { environment }) : busy(),
      data: { environment, free },
    };
  },
});
