// Conversations about keeping an environment, and about the line in front of it. Each leaves the lab free.
import { expect } from '@jest/globals';
import type { Conversations } from './conversations.ts';

export const locking: Conversations = {
  lock: async ({ alice, sees }) => {
    await alice.says('lock lab');
    const asked = await sees('lock: which reason?', 'Your choice');
    await alice.presses(asked, 'Continue', { 'Which reason?': 'data backfill' });
    const taken = await sees('Lock on lab', 'Locked');
    expect(taken.text).toContain('data backfill');
    expect(taken.buttons).toEqual(['Extend 1 h', 'Release', 'Ask for it', 'Tell me when free']);
    await alice.presses(taken, 'Release');
    await sees('Lock on lab', 'Released');
  },

  unlock: async ({ alice, bob, sees }) => {
    await alice.says('lock lab for 1h because data backfill');
    await sees('Lock on lab', 'Locked');
    await bob.says('unlock lab');
    await sees('A reason is needed', 'Refused');
    await bob.says('unlock lab because the backfill is over');
    expect((await sees('Lock on lab', 'Released')).text).toContain('the backfill is over');
  },

  extend: async ({ alice, sees }) => {
    await alice.says('lock lab for 1h because data backfill');
    await alice.presses(await sees('Lock on lab', 'Locked'), 'Extend 1 h');
    await alice.says('extend lab for 10m');
    await sees('Lock on lab', 'Extended');
    await alice.says('unlock lab');
    await sees('Lock on lab', 'Released');
  },

  locks: async ({ alice, dan, sees }) => {
    await dan.says('locks');
    await sees('Locks', 'None');
    await alice.says('lock lab because demo');
    await sees('Lock on lab', 'Locked');
    await dan.says('show locks');
    expect((await sees('Locks', '1 lock')).text).toMatch(/lab\s.*Alice Novak/);
    await alice.says('unlock lab');
    await sees('Lock on lab', 'Released');
  },

  give: async ({ alice, bob, sees }) => {
    await bob.says('locks');
    await sees('Locks');
    await alice.says('lock lab because demo');
    await sees('Lock on lab', 'Locked');
    await alice.says('give lab to Bob Okafor');
    expect((await sees('Lock on lab', 'Handed over')).text).toContain('Bob Okafor');
    await bob.says('unlock lab');
    await sees('Lock on lab', 'Released');
  },

  'ask for': async ({ alice, bob, hears, sees }) => {
    await bob.whispers('version');
    await bob.says('lock lab because review');
    await sees('Lock on lab', 'Locked');
    await alice.says('ask for lab because the demo is at three');
    await hears('Bob Okafor was asked one to one');
    const question = await sees('Alice Novak asks for lab', 'Your choice');
    expect(question.buttons).toEqual(['Hand it over', 'Release', 'Extend 1 h']);
    await bob.presses(question, 'Hand it over');
    await alice.says('unlock lab');
    await sees('Lock on lab', 'Released');
  },

  'tell me when': async ({ alice, bob, hears, sees }) => {
    await bob.says('lock lab because review');
    await sees('Lock on lab', 'Locked');
    await alice.says('tell me when lab is free');
    await hears('Now Bob Okafor has it locked: review');
    await bob.says('unlock lab');
    await hears('lab is free');
  },

  queue: async ({ alice, bob, dan, sees }) => {
    await bob.says('lock lab because review');
    await sees('Lock on lab', 'Locked');
    await alice.says('deploy main to lab');
    const waits = await sees('Deploy main to lab', 'Queued');
    expect(waits.text).toMatch(/Bob Okafor has it until/);
    await dan.says('queue lab');
    const line = await sees('Queue of lab');
    expect(line.text).toMatch(/1 +deploy main to lab/);
    await alice.presses(waits, 'Leave the queue');
    await sees('Deploy main to lab', 'Cancelled');
    await bob.says('unlock lab');
    await sees('Lock on lab', 'Released');
  },

  jump: async ({ alice, ann, bob, hears, sees }) => {
    await bob.says('lock lab because review');
    await sees('Lock on lab', 'Locked');
    await alice.says('deploy main to lab');
    await sees('Deploy main to lab', 'Queued');
    await alice.says('deploy feature-x to lab');
    const last = await sees('Deploy feature-x to lab', 'Queued, 1 before');
    await ann.says(`jump ${last.op} because it mends the outage`);
    await hears(`Operation ${last.op} is next`);
    await bob.says('unlock lab');
    await sees('Deploy feature-x to lab', 'Done');
    await sees('Deploy main to lab', 'Done');
  },
};
