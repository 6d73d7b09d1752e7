// `subscriptions`: what is subscribed to here and by the asker alone, and everything that can be done about it, on one card.

import { Fault } from '../src/base/errors.ts';
import { subscriptionsCard } from '../src/cards/index.ts';
import type { Answer } from '../src/commands/answer.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command, type PressTurn } from '../src/commands/command.ts';
import { FILTERS } from '../src/domain/subscription.ts';
import type { Steering, Subscriptions } from '../src/services/subscriptions/index.ts';

/** What a pressed button of the card asks for; the data is a hint, rights are asked by the service. */
const pressed =
  (act: (subscriptions: Subscriptions, id: string, steering: Steering, turn: PressTurn) => Promise<string>) =>
  async (turn: PressTurn): Promise<Answer> => {
    const { subscriptions } = await turn.services();
    const { subscription } = turn.press.data;
    if (typeof subscription !== 'string') throw new Fault('press-forged', { changed: 'no' });
    const steering = { person: turn.press.person, place: turn.press.place };
    const notice = await act(subscriptions, subscription, steering, turn);
    const left = await subscriptions.list(steering);
    return faceAnswer(subscriptionsCard({ subscriptions: left, notice, now: turn.now }));
  };

export const HOUR_MS = 60 * 60_000;

export const subscriptions = command({
  name: 'subscriptions',
  also: ['show subscriptions'],
  group: 'Look',
  summary: 'Lists what is subscribed to here, to change, mute or remove',
  permission: 'look',
  arguments: {},
  examples: ['subscriptions'],
  run: async ({ utterance: { person, place }, services, now }) => {
    const list = await (await services()).subscriptions.list({ person, place });
    return faceAnswer(subscriptionsCard({ subscriptions: list, now }), list);
  },
  presses: {
    set: {
      permission: 'look',
      run: pressed(async (subscriptions, id, steering, { press }) => {
        const filter = FILTERS.find((each) => each === press.data['filter']);
        if (!filter) throw new Fault('press-forged', { changed: 'no' });
        const { name } = await subscriptions.setFilter(id, filter, steering);
        return `${name}: ${filter} from now on.`;
      }),
    },
    mute: {
      permission: 'look',
      run: pressed(async (subscriptions, id, steering) => {
        const { name } = await subscriptions.mute(id, HOUR_MS, steering);
        return `${name} is muted for an hour.`;
      }),
    },
    remove: {
      permission: 'look',
      run: pressed(async (subscriptions, id, steering) => {
        const { name } = await subscriptions.remove(id, steering);
        return `The subscription to ${name} is removed.`;
      }),
    },
  },
});
