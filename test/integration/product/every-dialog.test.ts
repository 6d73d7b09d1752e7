// Every dialog, said as people say it: signed activities in, the connector's calls out, the whole bot between. A dialog without a
// conversation here fails the suite.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import * as dialogs from '../../../dialogs/index.ts';
import { deciding } from './every-dialog/deciding.ts';
import { locking } from './every-dialog/locking.ts';
import { looking } from './every-dialog/looking.ts';
import { running } from './every-dialog/running.ts';
import { shipping } from './every-dialog/shipping.ts';
import { openTown, type Town } from './every-dialog/town.ts';

jest.setTimeout(300_000);
// One town for all: a second try would meet what the first left behind.
jest.retryTimes(0);

const conversations = { ...shipping, ...locking, ...running, ...deciding, ...looking };

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

test('no dialog is without a conversation, and no conversation without a dialog', () => {
  expect(Object.keys(conversations).sort()).toEqual(
    Object.values(dialogs)
      .map(({ name }) => name)
      .sort(),
  );
});

describe('people say', () => {
  test.each(Object.entries(conversations))('%s', async (dialog, conversation) => {
    await conversation(town.talk(dialog), town);
  });
});
