// Acting as the person, from the message in Teams to the platform's own audit: true msal-node and the SDK's sign-in activities, over
// HTTPS to stand-ins for Entra and the token service, and to a workspace that writes down who called.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TERMINAL_PLACE } from '../../../../src/http/terminal.ts';
import { ALICE, composeExtension, signInInvoke } from '../../../protocol-cloud/activities.ts';
import type { EntraRefusal } from '../../../protocol-cloud/sign-ins.ts';
import { ALICE_AT_WORK, ALICE_TOKEN, everythingBelow, openTown, type Town } from './town.ts';

jest.setTimeout(60_000);
jest.retryTimes(0);

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(async () => {
  await town.close();
});
beforeEach(() => {
  town.forget();
});

const signIn = () => town.exchange(randomUUID());
/** Alice is nobody to brickbot again. */
const signOut = async (): Promise<void> => {
  await town.says('sign out');
  await town.posted('You are signed out');
};
const opIn = (text: string): string => /\bop ([0-9A-Z]{4,8})\b/.exec(text)?.[1] ?? '';
const rows = async () => {
  const { store } = await town.app.house.open();
  return {
    sealed: await store.db.selectFrom('sealed_tokens').selectAll().execute(),
    signIns: await store.db.selectFrom('sign_ins').selectAll().execute(),
  };
};

describe('the first time', () => {
  test('a deploy waits with a card for signing in; two clients answer it, it goes on once, and as Alice', async () => {
    await town.says('deploy feature-x');
    const card = await town.posted('application/vnd.microsoft.card.oauth');
    expect(card).toContain('tokenExchangeResource');
    expect(card).toContain('"type":"signin"');
    const waiting = await town.posted('waits for Alice to sign in');
    expect(town.changers()).toEqual([]);
    expect(await town.exchange('broken', 'refused')).toMatchObject({
      status: 412,
      body: { id: 'broken', connectionName: 'entra' },
    });

    const [first, second] = await Promise.all([town.exchange('one'), town.exchange('one')]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body).toEqual({ id: 'one', connectionName: 'entra' });
    const told = await town.posted('You are signed in');
    expect(told).toContain(`Going on: op ${opIn(waiting)}`);
    await town.posted('Deploy feature-x to staging', 'Done');
    expect(town.tokens.asked.filter((call) => call === 'POST exchange')).toHaveLength(2);
    expect(town.entra.lent).toHaveLength(1);
    expect(town.changers()).toEqual([ALICE_AT_WORK]);
  });

  test('from then on it is silent', async () => {
    const before = { exchanged: town.entra.lent.length, posts: town.all() };
    await town.says('deploy main');
    await town.posted('Deploy main to staging', 'Done');
    expect(town.changers()).toEqual([ALICE_AT_WORK]);
    expect(town.entra.lent).toHaveLength(before.exchanged);
    expect(town.all().slice(before.posts.length)).not.toContain('card.oauth');
  });

  test('what the database keeps is sealed, and opens for nobody else', async () => {
    const { sealed } = await rows();
    expect(sealed).toHaveLength(1);
    expect(sealed[0]?.sealed).toMatch(/^v1\.[\w-]+$/);
    expect(JSON.stringify(sealed)).not.toContain(ALICE_TOKEN);
    expect(await everythingBelow(town.folder)).not.toContain(ALICE_TOKEN);
    expect(town.all()).not.toContain(ALICE_TOKEN);
    expect(town.all()).not.toContain(town.entra.assertion(ALICE.aadObjectId).split('.')[1]);
  });

  test('at the command line nobody can sign in: refused at once, with the way out', async () => {
    const person = { id: 'terminal', name: 'root' };
    for (const text of ['show experiment churn', 'sign in'])
      expect(
        await town.app.house.dispatch({ kind: 'words', id: text, person, place: TERMINAL_PLACE, text }),
      ).toMatchObject({ failure: 'sign-in-elsewhere' });
  });

  test('signing out is told to the token service, and the next look needs a sign-in', async () => {
    await signOut();
    expect(await rows()).toEqual({ sealed: [], signIns: [] });
    expect(town.tokens.asked.at(-1)).toBe('DELETE SignOut');
    await town.says('show experiment churn');
    expect(await town.posted('Sign in to go on')).toContain('Alice has not signed in');
    await town.posted('application/vnd.microsoft.card.oauth');
    expect(town.world.asked('GET', /mlflow/)).toEqual([]);
    expect(town.world.asked('POST', /mlflow/)).toEqual([]);
  });

  test('in a channel the card would be everybody’s: there is none', async () => {
    const before = town.all();
    await town.saysInChannel('show experiment churn');
    await town.posted('Sign in to go on');
    expect(town.all().slice(before.length)).not.toContain('card.oauth');
  });
});

describe('the message box', () => {
  /** A late answer says so; the same letters again are answered from what was read. */
  const searched = async (from: object): Promise<string> => {
    const value = {
      commandId: 'experiments',
      parameters: [{ name: 'query', value: 'churn' }],
      queryOptions: { skip: 0, count: 10 },
    };
    for (;;) {
      const { body } = await town.deliver(
        composeExtension(town.cloud.connector.serviceUrl, 'query', value, { from }),
      );
      const text = JSON.stringify(body);
      if (!text.includes('takes long to answer')) return text;
    }
  };

  test('a search reads as its asker, and what it read is shown to nobody else', async () => {
    expect(await searched(ALICE)).toContain('Alice has not signed in');
    expect(town.world.asked('GET', /mlflow/)).toEqual([]);
    await signIn();
    await town.posted('You are signed in');
    // There is no experiment yet: that is what she sees, and Bob does not.
    expect(await searched(ALICE)).toContain('Nothing found');
    const bob = { id: '29:bob', name: 'Bob', aadObjectId: 'b0b00000-0000-4000-8000-000000000002' };
    const answer = await searched(bob);
    expect(answer).toContain('Bob has not signed in');
    expect(answer).not.toContain('Nothing found');
    await signOut();
  });
});

describe('what Entra and Teams refuse', () => {
  beforeEach(async () => {
    if ((await rows()).signIns.length > 0) await signOut();
  });

  const REFUSED: readonly (readonly [EntraRefusal, string])[] = [
    ['consent needed', 'the consent is missing or was withdrawn'],
    ['expired', 'has not signed in'],
    ['revoked', 'has not signed in'],
    ['more factors', 'has not signed in'],
    ['wrong audience', 'did not take the sign-in'],
    ['other tenant', 'did not take the sign-in'],
  ];
  test.each(REFUSED)(
    '%s, said by Entra: the client shows its button, nothing is kept, nothing is done',
    async (why, told) => {
      town.entra.refuse(why);
      expect((await signIn()).status).toBe(412);
      await town.posted(told);
      expect(await rows()).toEqual({ sealed: [], signIns: [] });
      await town.says('show experiment churn');
      await town.posted('Sign in to go on');
      expect(town.world.asked('POST', /mlflow/)).toEqual([]);
      expect(town.changers()).toEqual([]);
    },
  );

  test.each([
    ['for another application', () => town.entra.assertion(ALICE.aadObjectId, { audience: 'api://other' })],
    ['of another tenant', () => town.entra.assertion(ALICE.aadObjectId, { tenant: 'other' })],
    ['of somebody else', () => town.entra.assertion('b0b00000-0000-4000-8000-000000000002')],
    ['that is none', () => 'gibberish'],
  ])('a sign-in %s is not even shown to Entra', async (_what, token) => {
    const asked = town.cloud.login.asked.length;
    expect((await town.exchange(randomUUID(), token())).status).toBe(412);
    await town.posted('did not take the sign-in');
    expect(town.cloud.login.asked).toHaveLength(asked);
    expect(await rows()).toEqual({ sealed: [], signIns: [] });
  });

  test('another connection, an unreadable invoke, somebody whom Entra does not know: refused', async () => {
    const { serviceUrl } = town.cloud.connector;
    const value = { id: 'x', connectionName: 'other', token: town.entra.assertion(ALICE.aadObjectId) };
    expect((await town.deliver(signInInvoke(serviceUrl, 'tokenExchange', value))).status).toBe(400);
    expect((await town.deliver(signInInvoke(serviceUrl, 'tokenExchange', { id: 'x' }))).status).toBe(400);
    expect((await town.deliver(signInInvoke(serviceUrl, 'verifyState', { state: '12' }))).status).toBe(400);
    const anonymous = { from: { id: '29:nobody', name: 'Nobody' } };
    expect(
      (await town.deliver(signInInvoke(serviceUrl, 'verifyState', { state: '123456' }, anonymous))).status,
    ).toBe(400);
  });

  test('Teams says that it could not: the person is told what to do', async () => {
    const { serviceUrl } = town.cloud.connector;
    const failed = { code: 'installedappnotfound', message: 'x' };
    expect((await town.deliver(signInInvoke(serviceUrl, 'failure', failed))).status).toBe(200);
    await town.posted('Press the button on the card');
  });

  test('a wrong code is not found; the right one signs in', async () => {
    const { serviceUrl } = town.cloud.connector;
    const code = (state: string) => town.deliver(signInInvoke(serviceUrl, 'verifyState', { state }));
    town.tokens.codes.set('123456', town.entra.assertion(ALICE.aadObjectId));
    expect((await code('654321')).status).toBe(404);
    expect((await code('123456')).status).toBe(200);
    await town.posted('You are signed in');
    expect((await rows()).sealed).toHaveLength(1);
  });

  test('the token service is silent: nobody is taken for signed out, and a failed exchange may be sent again', async () => {
    town.tokens.fail(503);
    expect((await town.exchange('again')).status).toBe(412);
    town.tokens.fail(undefined);
    expect((await town.exchange('again')).status).toBe(200);
    await town.posted('You are signed in');
  });
});

describe('later on', () => {
  test.each(['consent needed', 'revoked'] as const)(
    '%s: Databricks refuses the kept token, the deploy waits for Alice and is never brickbot’s; signed in again, it goes on',
    async (why) => {
      await signIn();
      await town.posted('You are signed in');
      town.world.faults.add({ kind: '401', path: '/api/2.0/repos', times: 1 });
      town.entra.refuse(why);
      await town.says('deploy feature-x');
      const waiting = await town.posted('waits for Alice to sign in');
      await town.posted(`op ${opIn(waiting)} waits for you to sign in`);
      expect((await rows()).sealed).toEqual([]);
      expect(town.changers().filter((who) => who !== ALICE_AT_WORK)).toEqual([]);

      town.entra.refuse(undefined);
      await signIn();
      await town.posted(`Going on: op ${opIn(waiting)}`);
      await town.posted('Deploy feature-x to staging', 'Done');
      expect(town.changers()).toEqual([ALICE_AT_WORK]);
      await signOut();
    },
  );

  test('a kept token that Databricks takes for old is renewed in silence', async () => {
    await signIn();
    await town.posted('You are signed in');
    const lent = town.entra.lent.length;
    town.world.faults.add({ kind: 'expired-token', path: '/api/2.0/repos', times: 1 });
    await town.says('deploy main');
    await town.posted('Deploy main to staging', 'Done');
    expect(town.entra.lent).toHaveLength(lent + 1);
    expect(town.changers()).toEqual([ALICE_AT_WORK]);
  });
});
