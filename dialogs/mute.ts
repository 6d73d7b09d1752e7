// `mute`: nothing new is posted for a while; a card that stands stays true.
import { Fault } from '../src/base/errors.ts';
import { command } from '../src/commands/command.ts';

const HOUR_MS = 60 * 60_000;

export const mute = command({
  name: 'mute',
  group: 'Look',
  summary: 'Mutes a subscription for an hour, or for as many as you say',
  permission: 'look',
  arguments: {
    subscription: { kind: 'subscription', label: 'id|name', positional: true, required: true },
    hours: { kind: 'count', keywords: ['for'] },
  },
  examples: ['mute 4KX2', 'mute nightly-train for 8'],
  run: async ({ values, utterance: { person, place }, services }) => {
    const { subscriptions } = await services();
    const hours = values.hours ?? 1;
    const { kind, name, id } = await subscriptions.mute(values.subscription, hours * HOUR_MS, {
      person,
      place,
    });
    return {
      kind: 'text',
      text: `Nothing new is posted about ${kind} ${name} for ${hours === 1 ? 'an hour' : `${hours} hours`}.`,
      data: { id, hours },
    };
  },
  presses: {
    hour: {
      permission: 'look',
      run: async ({ press: { data, person, place }, services }) => {
        const { subscription } = data;
        if (typeof subscription !== 'string') throw new Fault('press-forged', { changed: 'no' });
        const { subscriptions } = await services();
        const { name } = await subscriptions.mute(subscription, HOUR_MS, {
          person,
          place,
        });
        return { kind: 'text', text: `Nothing new is posted about ${name} for an hour.` };
      },
    },
  },
});
