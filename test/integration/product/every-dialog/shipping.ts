// Conversations about bringing commits to environments, and back again.
import { expect } from '@jest/globals';
import type { Seen, Talk } from './chat.ts';
import type { Conversations } from './conversations.ts';

/** The plan that a card offers to carry out. */
const planOn = ({ text }: Seen): string => /\bapply (\w{5})\b/.exec(text)?.[1] ?? '';

const deployed = async ({ bob, sees }: Talk, ref: string, environment: string): Promise<Seen> => {
  await bob.says(`deploy ${ref} to ${environment}`);
  const title = `Deploy ${ref} to ${environment}`;
  if (environment === 'production') await bob.presses(await sees(title, 'Needs you'), 'Start');
  return sees(title, 'Done');
};

export const shipping: Conversations = {
  deploy: async ({ alice, bob, sees }) => {
    await alice.says('deploy feature-x to staging');
    const done = await sees('Deploy feature-x to staging', 'Done');
    expect(done.text).toMatch(/Alice Novak · branch at [0-9a-f]{8}/);
    expect(done.buttons[0]).toBe('Run tests');
    expect((await alice.presses(done, 'Run tests')).text).toMatch(/^Operation \w+: see its card/);
    await sees('Run tests on feature-x', 'Passed');

    await bob.says('ship feature-x into production');
    const waits = await sees('Deploy feature-x to production', 'Needs you');
    expect(waits.buttons).toEqual(['Start', 'Cancel']);
    expect((await alice.presses(waits, 'Start')).text).toContain('needs the role releaser');
    await bob.presses(waits, 'Start');
    await sees('Deploy feature-x to production', 'Done');

    await alice.says('deploy');
    const asked = await sees('deploy: which branch or tag?', 'Your choice');
    expect(asked.buttons).toContain('main');
    await alice.presses(asked, 'main');
    await sees('Deploy main to staging', 'Done');
  },

  start: async ({ bob, hears, sees }) => {
    await bob.says('deploy main to production');
    const { op } = await sees('Deploy main to production', 'Needs you');
    await bob.says(`start ${op}`);
    await hears(`Operation ${op} has started`);
    await sees('Deploy main to production', 'Done');
  },

  'can i deploy': async ({ alice, dan, sees }) => {
    await dan.says('can I deploy main to staging?');
    const no = await sees('May main go to staging?', 'Not yet');
    expect(no.text).toMatch(/Rights .*developer/);
    await alice.says("why can't I deploy feature-x to lab");
    const yes = await sees('May feature-x go to lab?', 'Yes');
    await alice.presses(yes, 'Deploy');
    await sees('Deploy feature-x to lab', 'Done');
  },

  apply: async ({ alice, bob, hears, sees }) => {
    await alice.says('deploy feature-x to lab --dry-run');
    const plan = await sees('Plan: deploy feature-x to lab', 'Plan only');
    expect(plan.text).toContain('A dry run: nothing was changed.');
    await bob.says(`apply ${planOn(plan)}`);
    await sees('Deploy feature-x to lab', 'Done');
    await alice.says(`apply ${planOn(plan)}`);
    await hears('was carried out already');
  },

  'where is': async (talk) => {
    await deployed(talk, 'main', 'lab');
    await talk.dan.says('where is main');
    const found = await talk.sees('Where is main?');
    expect(found.text).toMatch(/lab\s+✓ stands there/);
    const all = await talk.dan.presses(found, 'What stands where');
    expect(all.text).toContain('Answered below');
    await talk.sees('What stands where');
  },

  'show environments': async (talk) => {
    await deployed(talk, 'main', 'staging');
    await talk.dan.says('what is deployed');
    const standing = await talk.sees('What stands where', '4 in all');
    expect(standing.text).toMatch(/staging\s+main/);
    await talk.dan.presses(standing, 'History');
    await talk.sees('Deployments');
  },

  'show deployments': async (talk) => {
    await deployed(talk, 'feature-x', 'staging');
    await talk.dan.says('show deployments in staging last 1');
    const last = await talk.sees('Deployments to staging', 'Last 1');
    expect(last.text).toMatch(/feature-x to staging|feature-x/);
    await talk.dan.presses(last, 'What stands where');
    await talk.sees('What stands where');
  },

  undo: async (talk) => {
    const { alice, bob, sees } = talk;
    await deployed(talk, 'main', 'lab');
    const done = await deployed(talk, 'feature-x', 'lab');
    expect(done.buttons).toContain('Undo');
    expect((await alice.presses(done, 'Undo')).text).toContain('needs the role releaser');
    await bob.says(`undo ${done.op}`);
    const way = await sees(`Undo op ${done.op}`, 'Plan only');
    expect(way.text).toContain('What this does not undo');
    await bob.presses(way, 'Start');
    const [, commit] = /main at (\w{8})/.exec(way.text) ?? [];
    await sees(`Roll lab back to ${commit}`, 'Done');
  },

  rollback: async (talk) => {
    await deployed(talk, 'main', 'lab');
    await deployed(talk, 'feature-x', 'lab');
    await talk.bob.says('rollback lab');
    const way = await talk.sees('Roll lab back', 'Plan only');
    await talk.bob.presses(way, 'Start');
    const [, commit] = /main at (\w{8})/.exec(way.text) ?? [];
    await talk.sees(`Roll lab back to ${commit}`, 'Done');
  },

  emergency: async (talk) => {
    const { ann, bob, hears, sees } = talk;
    await ann.announces('version');
    await deployed(talk, 'main', 'production');
    await deployed(talk, 'feature-x', 'production');
    await ann.says('rollback production');
    const way = await sees('Roll production back', 'Plan only');
    const plan = planOn(way);
    await bob.says(`emergency ${plan} production ${plan} because scoring is down`);
    await sees('Not permitted', 'Refused');
    await ann.says(`emergency ${plan} production ${plan} because scoring is down`);
    await hears('Emergency: Ann Lindqvist takes production back');
    const [, commit] = /main at (\w{8})/.exec(way.text) ?? [];
    await sees(`Roll production back to ${commit}`, 'Done');
  },

  mark: async ({ alice, bob, sees }, { world }) => {
    const commit = await world.push('units', { 'units.txt': 'months' }, { from: 'origin/main' });
    const id = commit.slice(0, 8);
    await bob.says(`mark ${id} bad because wrong units`);
    const marked = await sees(`Commit ${id}`, 'Marked bad');
    expect(marked.buttons).toEqual(['Where does it stand?']);
    await alice.says('deploy units to lab');
    const refused = await sees('Deploy units to lab', 'Not yet');
    expect(refused.text).toContain('wrong units');
    await bob.says(`mark ${id} good`);
    await sees(`Commit ${id}`, 'Mark removed');
  },

  'override freeze': async ({ bob, carol, sees }) => {
    await bob.says('deploy main to frozen');
    expect((await sees('Deploy main to frozen', 'Not yet')).text).toContain('end of the quarter');
    await bob.says('override freeze frozen for 1h because the API is down');
    await sees('Not permitted', 'Refused');
    await carol.says('override freeze frozen for 1h because the API is down');
    const through = await sees('Freeze of frozen', 'Let through');
    expect(through.text).toContain('the API is down');
    await bob.says('deploy main to frozen');
    await sees('Deploy main to frozen', 'Done');
  },
};
