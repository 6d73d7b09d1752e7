// An operation that is kept out before it did anything rests in its line: others go past, its turn stays, and nothing is done twice.
import { expect, test } from '@jest/globals';
import { systemClock } from '../../../../src/base/clock.ts';
import type { Operations } from '../../../../src/services/operations/index.ts';
import type { Store } from '../../../../src/store/index.ts';
import { endRest } from '../../../../src/store/locks.ts';
import { lineOf } from '../../../../src/store/operations.ts';
import { onEveryEngine } from '../../../stores.ts';
import { asking, bob, engineOn, scripted } from './playbooks.ts';

const LINE = 'environment:staging';
const input = (name: string) => ({ environment: 'staging', line: LINE, name });

onEveryEngine('stepping aside', (bench) => {
  const stage = async (): Promise<{
    readonly store: Store;
    readonly operations: Operations;
    readonly keptOut: Set<string>;
    readonly done: string[];
    start(name: string): Promise<string>;
  }> => {
    const store = await bench.empty(systemClock);
    const keptOut = new Set<string>();
    const done: string[] = [];
    const nameOf = (given: unknown): string => (given as { readonly name: string }).name;
    const { playbook } = scripted({
      one: ({ operation }) =>
        keptOut.has(nameOf(operation.input))
          ? { kind: 'aside', afterMs: 3_600_000, detail: 'waits: locked' }
          : { kind: 'done' },
      two: ({ operation }) => {
        done.push(nameOf(operation.input));
        return { kind: 'done' };
      },
    });
    const operations = engineOn(store, [playbook]);
    return {
      store,
      operations,
      keptOut,
      done,
      start: async (name) => (await operations.start(asking({ input: input(name) }))).operation.op,
    };
  };

  test('others go past it; when its rest ends it takes its old turn', async () => {
    const { store, operations, keptOut, done, start } = await stage();
    try {
      keptOut.add('first');
      const first = await start('first');
      await operations.advance(first);
      expect(await operations.get(first)).toMatchObject({
        state: 'queued',
        steps: [{ state: 'pending', attempts: 0, detail: 'waits: locked' }, { state: 'pending' }],
      });
      await operations.advance(await start('second'));
      expect(done).toEqual(['second']);
      // Woken too early it goes on resting.
      await operations.advance(first);
      expect(done).toEqual(['second']);

      keptOut.add('third');
      const third = await start('third');
      await operations.advance(third);
      expect(await lineOf(store.db, LINE)).toEqual([first, third]);
      keptOut.clear();
      expect([...(await store.transaction((trx) => endRest(trx, LINE)))].sort()).toEqual(
        [first, third].sort(),
      );
      // Whoever is woken first: the turn decides.
      await operations.advance(third);
      expect(done).toEqual(['second']);
      await operations.advance(first);
      await operations.advance(third);
      expect(done).toEqual(['second', 'first', 'third']);
    } finally {
      await store.close();
    }
  });

  test('one that leaves while it rests is cancelled at once, with nothing changed', async () => {
    const { store, operations, keptOut, done, start } = await stage();
    try {
      keptOut.add('first');
      const first = await start('first');
      await operations.advance(first);
      const left = await operations.cancel(first, bob);
      expect(left).toMatchObject({ state: 'cancelled', reason: { changed: 'no' } });
      expect(await lineOf(store.db, LINE)).toEqual([]);
      await operations.advance(await start('second'));
      expect(done).toEqual(['second']);
    } finally {
      await store.close();
    }
  });

  test('one that rests may be put in front, and one at work may not', async () => {
    const { store, operations, keptOut, start } = await stage();
    try {
      keptOut.add('first').add('second');
      const [first, second] = [await start('first'), await start('second')];
      for (const op of [first, second]) await operations.advance(op);
      await operations.jump(second);
      expect(await lineOf(store.db, LINE)).toEqual([second, first]);
      await expect(operations.jump(second)).rejects.toMatchObject({ code: 'not-in-line' });
    } finally {
      await store.close();
    }
  });
});
