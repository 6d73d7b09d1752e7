// `sign out`: brickbot forgets your sign-in, here and at the token service.
import { phrase } from '../../src/base/language.ts';
import { command } from '../../src/commands/command.ts';

export const signOut = command({
  name: 'sign out',
  also: ['logout', 'log out'],
  group: 'About',
  summary: 'Makes brickbot forget your sign-in',
  permission: 'look',
  arguments: {},
  examples: ['sign out'],
  run: async ({ utterance, services }) => {
    const { acting } = await services();
    const was = await acting.signOut(utterance.person);
    return {
      kind: 'text',
      text: was
        ? phrase('You are signed out. What waits for you as yourself stays where it is.')
        : phrase('You were not signed in.'),
      data: { signedOut: was },
    };
  },
});
