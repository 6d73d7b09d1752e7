// `sign in`: lets brickbot act as you where an environment asks for it.
import { Fault } from '../../src/base/errors.ts';
import { phrase } from '../../src/base/language.ts';
import { command } from '../../src/commands/command.ts';

export const signIn = command({
  name: 'sign in',
  also: ['login', 'log in'],
  group: 'About',
  summary: 'Signs you in, so that brickbot acts as you where an environment asks for it',
  permission: 'look',
  arguments: {},
  examples: ['sign in'],
  run: async ({ utterance, services }) => {
    if (utterance.place.scope === 'terminal') throw new Fault('sign-in-elsewhere', { changed: 'no' });
    const { acting } = await services();
    if (!acting.ready)
      throw new Fault('sign-in-not-set-up', { changed: 'no', facts: { what: 'BRICKBOT_OAUTH_CONNECTION' } });
    // In a channel everybody would see the card.
    return utterance.place.scope === 'personal'
      ? {
          kind: 'text',
          text: phrase('Signing in works in Teams, in a chat with brickbot alone.'),
          signIn: true,
        }
      : {
          kind: 'text',
          text: phrase('Write “sign in” to brickbot in a chat of your own: here everybody would see it.'),
        };
  },
});
