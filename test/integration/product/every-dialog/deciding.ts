// Conversations about promotions: asked for, decided, waived, handed over, taken back.
import { expect } from '@jest/globals';
import type { Seen, Talk } from './chat.ts';
import type { Conversations } from './conversations.ts';

/** Asks for a place of its own, so that no conversation meets what another one has decided. */
const asked = async ({ alice, sees }: Talk, what: string, state = 'Needs you'): Promise<Seen> => {
  await alice.says(`promote ${what} because it was trained on newer data`);
  return sees(`Promote ${what}`, state);
};
const withdrawn = async ({ alice, sees }: Talk, { op, title }: Seen): Promise<void> => {
  await alice.says(`withdraw ${op}`);
  await sees(title, 'Withdrawn');
};

export const deciding: Conversations = {
  promote: async ({ alice, bob, carol, erin, hears, sees }) => {
    await alice.says('promote churn v1 to champion');
    const why = await sees('Promote churn v1 to champion', 'Your choice');
    await alice.presses(why, 'Request', { Because: 'it is the first' });
    const waits = await sees('Promote churn v1 to champion', 'Needs you');
    expect(waits.text).toContain('because  it is the first');
    expect(waits.buttons).toEqual(['Approve', 'Reject', 'Details', 'Ask a question']);
    expect((await alice.presses(waits, 'Approve')).text).toMatch(/role approver|cannot decide/);
    await bob.says('promote churn v1 to champion because I would have asked too');
    await hears(`Joined operation ${waits.op}`);
    const sure = await carol.presses(waits, 'Approve');
    expect(sure.text).toMatch(/v1 of churn becomes champion/);
    await carol.presses(sure, 'Yes, approve');
    const half = await sees('Promote churn v1 to champion', '1 of 2');
    await erin.presses(await erin.presses(half, 'Approve'), 'Yes, approve');
    const receipt = await sees('Promote churn v1 to champion', 'Promoted');
    expect(receipt.buttons).toContain('Undo');
  },

  approve: async (talk) => {
    const { op } = await asked(talk, 'churn v2 to blue');
    await talk.alice.says(`approve ${op}`);
    await talk.sees('Not permitted', 'Refused');
    await talk.carol.says(`approve ${op} because the slices are fine`);
    await talk.sees('Promote churn v2 to blue', '1 of 2');
    await talk.erin.says(`approve ${op}`);
    const receipt = await talk.sees('Promote churn v2 to blue', 'Promoted');
    expect(receipt.text).toContain('the slices are fine');
  },

  'rollback model': async (talk, town) => {
    await town.world.call('POST', '/api/2.0/mlflow/registered-models/alias', {
      name: 'churn',
      alias: 'champion',
      version: '1',
    });
    const { alice, bob, carol, erin, sees } = talk;
    await alice.says('promote churn v2 to champion because it trains longer');
    const { op } = await sees('Promote churn v2 to champion', 'Needs you');
    await carol.says(`approve ${op}`);
    await sees('Promote churn v2 to champion', '1 of 2');
    await erin.says(`approve ${op}`);
    await sees('Promote churn v2 to champion', 'Promoted');
    await bob.says('rollback model churn because it scores too slowly');
    const back = await sees('Bring back churn v1 to champion', 'Needs you');
    await carol.says(`approve ${back.op}`);
    await sees('Bring back churn v1 to champion', 'Brought back');
  },

  reject: async (talk) => {
    const waits = await asked(talk, 'churn v2 to green');
    const why = await talk.carol.presses(waits, 'Reject');
    await talk.carol.presses(why, 'Reject', { 'Why not': 'the data is old' });
    const ended = await talk.sees('Promote churn v2 to green', 'Rejected');
    expect(ended.text).toContain('the data is old');
    expect(ended.buttons[0]).toBe('Request again');
  },

  approvals: async (talk) => {
    const waits = await asked(talk, 'churn v2 to listed');
    await talk.dan.says('approvals');
    const list = await talk.sees('Approvals', '1 open');
    expect(list.text).toContain(waits.op);
    await talk.dan.presses(list, list.buttons[0] ?? '');
    await withdrawn(talk, waits);
  },

  withdraw: async (talk) => {
    const waits = await asked(talk, 'churn v2 to trial');
    await talk.bob.says(`withdraw ${waits.op}`);
    await withdrawn(talk, waits);
  },

  delegate: async (talk) => {
    const waits = await asked(talk, 'churn v2 to holiday');
    await talk.carol.says(`delegate ${waits.op} to dan@example.com`);
    await talk.reads(waits.title, /Carol Jensen named dan@example.com as deputy/);
    await withdrawn(talk, waits);
  },

  waive: async (talk, { world }) => {
    const { carol, erin, sees } = talk;
    const { model_version: trained } = (await world.call(
      'GET',
      '/api/2.0/mlflow/model-versions/get?name=churn&version=2',
    )) as { model_version: { source: string; run_id: string } };
    await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name: 'strict' });
    await world.call('POST', '/api/2.0/mlflow/model-versions/create', {
      name: 'strict',
      source: trained.source,
      run_id: trained.run_id,
    });
    const waits = await asked(talk, 'strict v1 to trial', 'Blocked');
    expect(waits.buttons).toContain('Reject');
    await carol.says(`waive ${waits.op} absolute:auc because I like it`);
    await erin.says(`waive ${waits.op} absolute:auc because the holdout has label noise`);
    const open = await sees(waits.title, 'Needs you');
    expect(open.text).toContain('the holdout has label noise');
    await withdrawn(talk, waits);
  },
};
