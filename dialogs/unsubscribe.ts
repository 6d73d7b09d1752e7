// `unsubscribe`: ends a subscription, named by its id or by what it is about.
import { command } from '../src/commands/command.ts';

export const unsubscribe = command({
  name: 'unsubscribe',
  also: ['unwatch'],
  group: 'Look',
  summary: 'Ends a subscription',
  permission: 'look',
  arguments: { subscription: { kind: 'text', label: 'id|name', positional: true, required: true } },
  examples: ['unsubscribe 4KX2', 'unsubscribe job nightly-train'],
  run: async ({ values, utterance: { person, place }, services }) => {
    const { subscriptions } = await services();
    const removed = await subscriptions.remove(values.subscription, { person, place });
    return {
      kind: 'text',
      text: `The subscription to ${removed.kind} ${removed.name} is removed.`,
      data: { id: removed.id },
    };
  },
});
