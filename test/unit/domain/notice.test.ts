import { describe, expect, test } from '@jest/globals';
import {
  type Change,
  causeOf,
  changeOf,
  changeOverall,
  type Effect,
  effectOf,
  GROUP_MS,
  healthAfter,
  joinsGroup,
  type Outcome,
  outcomeOf,
  UNTRIED,
  usualMs,
} from '../../../src/domain/notice.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { FILTERS, type Filter, subscriptionKey } from '../../../src/domain/subscription.ts';

describe('what is worth saying', () => {
  test.each<[RunState, Outcome]>([
    ['passed', 'good'],
    ['passed-with-failures', 'good'],
    ['failed', 'bad'],
    ['timed-out', 'bad'],
    ['cancelled', 'neutral'],
    ['skipped', 'neutral'],
  ])('a run that %s counts as %s', (state, outcome) => {
    expect(outcomeOf(state)).toBe(outcome);
  });

  test.each<['good' | 'bad' | undefined, Outcome, Change]>([
    [undefined, 'bad', 'first-failure'],
    ['good', 'bad', 'first-failure'],
    ['bad', 'bad', 'still-failing'],
    ['bad', 'good', 'fixed'],
    ['good', 'good', 'passed'],
    [undefined, 'good', 'passed'],
    ['bad', 'neutral', 'neutral'],
    ['good', 'neutral', 'neutral'],
  ])('after %s, %s is %s', (before, after, change) => {
    expect(changeOf(before, after)).toBe(change);
  });

  const TABLE: readonly (readonly [Filter, Change, Effect])[] = [
    ['changes', 'first-failure', 'tell'],
    ['changes', 'still-failing', 'edit'],
    ['changes', 'fixed', 'tell'],
    ['changes', 'passed', 'nothing'],
    ['changes', 'neutral', 'nothing'],
    ['failures', 'first-failure', 'tell'],
    ['failures', 'still-failing', 'tell'],
    ['failures', 'fixed', 'edit'],
    ['failures', 'passed', 'nothing'],
    ['failures', 'neutral', 'nothing'],
    ['all', 'first-failure', 'tell'],
    ['all', 'still-failing', 'tell'],
    ['all', 'fixed', 'tell'],
    ['all', 'passed', 'tell'],
    ['all', 'neutral', 'tell'],
  ];
  test.each(TABLE)('who wants %s, at %s: %s', (filter, change, effect) => {
    expect(effectOf(filter, change, false)).toBe(effect);
  });

  test('muted, nothing new is posted, whatever the filter; what stands stays true', () => {
    for (const [filter, change] of TABLE) expect(effectOf(filter, change, true)).not.toBe('tell');
    expect(effectOf('changes', 'fixed', true)).toBe('edit');
    expect(FILTERS).toHaveLength(3);
  });

  test('health counts failures in a row from the first; a cancelled run is no part of it', () => {
    let health = UNTRIED;
    for (const [at, outcome] of (['bad', 'neutral', 'bad', 'bad'] as const).entries())
      health = healthAfter(health, outcome, at);
    expect(health).toEqual({ last: 'bad', streak: 3, failingSince: 0 });
    expect(healthAfter(health, 'good', 9)).toEqual({ last: 'good', streak: 0 });
  });

  test.each<['good' | 'bad' | undefined, readonly Outcome[], Change]>([
    ['good', ['bad', 'good', 'bad'], 'first-failure'],
    ['good', ['bad', 'good'], 'passed'],
    ['bad', ['bad', 'good'], 'fixed'],
    ['bad', ['good', 'bad'], 'still-failing'],
    ['bad', ['neutral', 'good', 'neutral'], 'fixed'],
    ['good', ['neutral'], 'neutral'],
  ])('after a pause: before %s, meanwhile %j, so %s', (last, outcomes, change) => {
    expect(changeOverall({ last, streak: last === 'bad' ? 1 : 0 }, outcomes)).toBe(change);
  });

  test('one cause is told by its words, not by the numbers in them', () => {
    const cause = (message: string): string => causeOf('DRIVER_ERROR', message);
    expect(cause('Cluster 0812-1244-ab12cd34 did not start after 20 min')).toBe(
      cause('Cluster 0813-0001-ffee9912 did not start after 7 min'),
    );
    expect(cause('Task train failed with message: no space')).toBe(
      cause('Task export failed with message: no space'),
    );
    expect(cause('no space left')).not.toBe(cause('access denied'));
    expect(causeOf('A', 'x')).not.toBe(causeOf('B', 'x'));
  });

  test('only within a minute, and only of one cause, failures share a card', () => {
    const standing = { cause: 'c', openedAt: 1_000 };
    expect(joinsGroup(standing, 'c', 1_000 + GROUP_MS)).toBe(true);
    expect(joinsGroup(standing, 'c', 1_001 + GROUP_MS)).toBe(false);
    expect(joinsGroup(standing, 'd', 1_000)).toBe(false);
  });

  test('the usual time is the median, so one slow night does not bend it', () => {
    expect(usualMs([])).toBeUndefined();
    expect(usualMs([10, 12, 11, 900])).toBe(11);
  });

  test('two subscriptions are one when subject and place are, and a person’s own are apart', () => {
    const base = {
      kind: 'job' as const,
      workspace: 'staging',
      target: '1',
      place: { scope: 'channel' as const, conversationId: 'c', serviceUrl: '', channelId: 'm', botId: 'b' },
      personal: false,
      owner: { id: 'a', name: 'A' },
    };
    expect(subscriptionKey({ ...base, owner: { id: 'b', name: 'B' } })).toBe(subscriptionKey(base));
    expect(subscriptionKey({ ...base, personal: true })).not.toBe(subscriptionKey(base));
    expect(subscriptionKey({ ...base, personal: true, owner: { id: 'b', name: 'B' } })).not.toBe(
      subscriptionKey({ ...base, personal: true }),
    );
  });
});
