// Which samples there are: no dialog without a face in the gallery, and every face in the states in which it is easily got wrong.
import { describe, expect, test } from '@jest/globals';
import * as dialogs from '../../../dialogs/index.ts';
import { gallery } from '../../../src/cards/gallery.ts';

const entries = gallery().map(({ title, face }) => {
  const [group = '', name = ''] = title.split(' / ');
  // A group may stand in two files.
  return { group: group.replace(/, more$/, ''), name, summary: face.summary };
});
const groups = [...new Set(entries.map(({ group }) => group))];
const namesIn = (group: string): readonly string[] =>
  entries.filter((entry) => entry.group === group).map(({ name }) => name);

/** Dialogs whose answer is the card of another thing, or a line of text: the group in which it stands. */
const BORROWED: Readonly<Record<string, string>> = {
  apply: 'deploy',
  approve: 'voting',
  'approve stage': 'build',
  cancel: 'job',
  delegate: 'promotion',
  emergency: 'rollback',
  extend: 'lock',
  give: 'lock',
  jump: 'queue',
  mute: 'subscription',
  reject: 'voting',
  'reject stage': 'build',
  rerun: 'job',
  'retry build': 'pipeline',
  'rollback model': 'promotion',
  'sign in': 'failure',
  'sign out': 'failure',
  start: 'deploy',
  subscriptions: 'subscription',
  'tell me when': 'queue',
  unsubscribe: 'subscription',
  waive: 'voting',
  withdraw: 'promotion',
};

describe.each(Object.values(dialogs))('the dialog $name', ({ name, samples }) => {
  test('has its faces in the gallery', () => {
    const own = Object.entries(samples);
    const borrowed = BORROWED[name];
    expect(own.length > 0).toBe(borrowed === undefined);
    if (borrowed !== undefined) expect(groups).toContain(borrowed);
    for (const [sample, { summary }] of own)
      expect(entries).toContainEqual({ group: expect.any(String), name: sample, summary });
  });
});

const HAPPY = /^happy|^list: happy|^failure that explains|^approve: the first/;
const FOREIGN = /hostile|text from outside|long/;
const TURNED = /right-to-left|text from outside|hostile/;
const EMPTY = /empty|^no |nobody|nothing|nowhere/;
const IN_STATES = [/happy/, /queued/, /running/, /failure|failed/, /denied/, /cancelled/, /unknown/];

describe.each(groups)('%s', (group) => {
  const names = namesIn(group);
  const has = (kind: RegExp): boolean => names.some((name) => kind.test(name));

  test('is seen when all is well, and with names that others chose', () => {
    const SAYS_ONLY = ['ask', 'failure', 'repair', 'plan of a job'];
    if (!SAYS_ONLY.includes(group)) expect(has(HAPPY) ? '' : names).toBe('');
    // What brickbot says of itself has no names of others in it; a repair is drawn as the job that it repairs.
    const OWN_WORDS = ['version', 'welcome', 'help', 'audit verify', 'repair', 'undo'];
    if (OWN_WORDS.includes(group)) return;
    expect(has(FOREIGN) ? '' : names).toBe('');
    expect(has(TURNED) ? '' : names).toBe('');
  });

  test('is seen with nothing in it, where it is a list', () => {
    const LISTS = [
      ...['approvals', 'model', 'history', 'experiment', 'run', 'compare', 'jobs', 'environments'],
      ...['deployments', 'locks', 'queue', 'audit', 'subscription', 'pipelines', 'where is', 'ask'],
    ];
    if (LISTS.includes(group)) expect(has(EMPTY) ? '' : names).toBe('');
  });

  test('is seen in every state, where it is at work for longer', () => {
    if (!['deploy', 'tests', 'job', 'pipeline'].includes(group)) return;
    expect(IN_STATES.filter((state) => !has(state)).map(String)).toEqual([]);
  });
});
