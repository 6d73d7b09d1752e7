// `give <environment> to <person>`: hands a lock over to somebody else.
import { lockCard } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';

export const give = command({
  name: 'give',
  also: ['hand over'],
  group: 'Ship',
  summary: 'Hands your lock on an environment over to somebody else',
  permission: 'lock',
  arguments: {
    environment: { kind: 'environment', positional: true, required: true },
    to: { kind: 'text', label: 'person', keywords: ['to'], positional: true, required: true },
  },
  examples: ['give staging to Alice Novak'],
  run: async ({ values, utterance: { person }, services, now }) => {
    const { lockWishes } = await services();
    const lock = await lockWishes.give({ ...values, person });
    return faceAnswer(lockCard({ lock, what: 'handed over', now }), lock);
  },
});
