// Conversations that only look: experiments, runs, models, comparisons, subscriptions, the audit trail.
import { expect } from '@jest/globals';
import type { Conversations } from './conversations.ts';

export const looking: Conversations = {
  'show experiment': async ({ dan, sees }) => {
    await dan.says('show experiment churn last 1');
    const page = await sees('Experiment churn', '1 run');
    expect(page.text).toMatch(/Best auc/);
    const older = await dan.presses(page, 'Older');
    expect(older.text).not.toBe(page.text);
    expect((await dan.presses(older, 'Newer')).text).toBe(page.text);
  },

  'show run': async ({ bob, dan, sees }) => {
    await bob.says('run job integration-test');
    const done = await sees('Run job integration-test in staging', 'Passed');
    const [, run] = /run (\d+)/.exec(done.text) ?? [];
    await dan.says(`show run ${run}`);
    expect((await sees('Run of integration-test in staging', 'Passed')).text).toContain(`run ${run}`);
  },

  'show model': async ({ dan, sees }) => {
    await dan.says('show model churn');
    const model = await sees('Model churn', '2 versions');
    expect(model.buttons).toContain('History');
    await dan.presses(model, 'History');
    await sees('History of churn');
  },

  'history model': async ({ dan, sees }) => {
    await dan.says('history model churn');
    const ledger = await sees('History of churn');
    await dan.presses(ledger, 'Show model');
    await sees('Model churn');
  },

  compare: async ({ dan, sees }) => {
    await dan.says('compare churn v2 with v1');
    const beside = await sees('Compare churn v2 with churn v1');
    expect(beside.text).toMatch(/learning_rate/);
    const all = await dan.presses(beside, 'All values');
    expect(all.buttons).toContain('Only differences');
    expect((await dan.presses(beside, 'Chart')).buttons).toContain('Without chart');
  },

  subscribe: async ({ alice, sees }) => {
    await alice.says('subscribe job slow-job');
    const told = await sees('Subscribe to job slow-job', 'Subscribed');
    expect(told.buttons).toEqual(['Only failures', 'All', 'Undo']);
    expect((await alice.presses(told, 'Only failures')).text).toContain('failures from now on');
    expect((await alice.presses(told, 'Undo')).text).toContain('is removed');
  },

  subscriptions: async ({ alice, sees }) => {
    await alice.says('subscribe branch feature-x');
    await sees('Subscribe to branch feature-x', 'Subscribed');
    await alice.says('subscriptions');
    const list = await sees('Subscriptions', '1 in all');
    const [, subscription = ''] = /(\w{4}) branch feature-x/.exec(list.text) ?? [];
    expect((await alice.presses(list, 'Mute 1 h', { 'Which one': subscription })).text).toContain(
      'is muted for an hour',
    );
    expect((await alice.presses(list, 'Remove', { 'Which one': subscription })).text).toContain('is removed');
  },

  mute: async ({ alice, hears, sees }) => {
    await alice.says('subscribe model churn');
    await sees('Subscribe to model churn', 'Subscribed');
    await alice.says('mute churn for 8');
    await hears('Nothing new is posted about model churn for 8 hours');
  },

  unsubscribe: async ({ alice, hears, sees }) => {
    await alice.says('watch environment lab failures');
    await sees('Subscribe to environment lab', 'Subscribed');
    await alice.says('unsubscribe environment lab');
    await hears('The subscription to environment lab is removed');
  },

  audit: async ({ ann, sees }) => {
    await ann.says('locks');
    await sees('Locks');
    await ann.says('audit last 5');
    expect((await sees('Audit trail')).text).toContain('locks');
  },

  'audit verify': async ({ ann, sees }) => {
    await ann.says('audit verify');
    const whole = await sees('Audit trail checked', 'Passed');
    await ann.presses(whole, 'Show newest');
    await sees('Audit trail');
  },

  help: async ({ alice, sees }) => {
    await alice.says('help');
    const help = await sees('What you can ask brickbot', 'Help');
    await alice.presses(help, 'How to deploy');
    const how = await sees('How to deploy', 'Help');
    expect(how.text).toMatch(/frozen\s+frozen until/);
    await alice.says('depoly feature-x');
    expect((await sees('Not understood', 'Your choice')).buttons[0]).toBe('deploy feature-x');
  },

  whoami: async ({ bob, dan, sees }) => {
    await bob.says('whoami');
    expect((await sees('Bob Okafor')).state).toBe('releaser');
    await dan.says('who am i');
    await sees('Dan Ito', 'viewer');
  },

  version: async ({ dan, sees }) => {
    await dan.says('version');
    const version = await sees('brickbot 0.1.0', 'Version');
    await dan.presses(version, 'Help');
    await sees('What you can ask brickbot');
  },

  'sign in': async ({ alice, sees }) => {
    await alice.whispers('sign in');
    await sees('Sign-in not set up');
  },

  'sign out': async ({ alice, hears }) => {
    await alice.whispers('sign out');
    await hears('You were not signed in.');
  },
};
