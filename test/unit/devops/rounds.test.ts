import { describe, expect, test } from '@jest/globals';
import { sharedRounds } from '../../../src/devops/rounds.ts';

/** Work that ends when told to, and tells how often it began and what its signals said. */
const bench = () => {
  const begun: { readonly signal: AbortSignal; readonly end: PromiseWithResolvers<void> }[] = [];
  const round = sharedRounds((signal) => {
    const end = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => end.reject(signal.reason));
    begun.push({ signal, end });
    return end.promise;
  });
  return { begun, round };
};

/** Lets everything run that is ready to. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('rounds', () => {
  test('who asks together shares one; who asks while it runs shares the next', async () => {
    const { begun, round } = bench();
    const early = [round(), round()];
    await settled();
    expect(begun).toHaveLength(1);
    const late = [round(), round(), round()];
    await settled();
    expect(begun).toHaveLength(1);
    begun[0]?.end.resolve();
    await Promise.all(early);
    await settled();
    expect(begun).toHaveLength(2);
    begun[1]?.end.resolve();
    await Promise.all(late);
    expect(begun).toHaveLength(2);
  });

  test('a failed round fails for those who shared it only', async () => {
    const { begun, round } = bench();
    const first = round();
    await settled();
    const second = round();
    begun[0]?.end.reject(new Error('first'));
    await expect(first).rejects.toThrow('first');
    await settled();
    begun[1]?.end.resolve();
    await expect(second).resolves.toBeUndefined();
  });

  test('one of two leaves: it gets its own reason, the work goes on; the last one leaves: the work is stopped', async () => {
    const { begun, round } = bench();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = round(one.signal);
    const second = round(two.signal);
    await settled();
    one.abort(new Error('one'));
    await expect(first).rejects.toThrow('one');
    expect(begun[0]?.signal.aborted).toBe(false);
    two.abort(new Error('two'));
    await expect(second).rejects.toThrow('two');
    expect(begun[0]?.signal.aborted).toBe(true);
  });

  test('a round that everybody left before it began is nobody else’s', async () => {
    const { begun, round } = bench();
    const first = round();
    await settled();
    const stop = new AbortController();
    const left = round(stop.signal);
    stop.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    const third = round();
    begun[0]?.end.resolve();
    await first;
    await settled();
    expect(begun).toHaveLength(2);
    begun[1]?.end.resolve();
    await expect(third).resolves.toBeUndefined();
  });
});
