// From builds in Azure DevOps to posts in a chat, on every database: each branch of a pipeline has a story of its own, and an outage of
// Azure DevOps is told of.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Fault } from '../../../../src/base/errors.ts';
import { silentLog } from '../../../../src/base/log.ts';
import type { Build } from '../../../../src/domain/pipeline.ts';
import { buildWatch } from '../../../../src/services/pipelines/builds.ts';
import { type PipelineWatch, pipelineWatch } from '../../../../src/services/pipelines/watch.ts';
import type { Store } from '../../../../src/store/index.ts';
import { deleteSubscription } from '../../../../src/store/subscriptions.ts';
import { onEveryEngine } from '../../../stores.ts';
import { type WoundClock, woundClock } from '../../../wound-clock.ts';
import { MINUTE, type NoticeBench, noticeBench } from './bench.ts';

onEveryEngine('builds', (engines) => {
  let store: Store;
  let clock: WoundClock;
  let bench: NoticeBench;
  let watch: PipelineWatch;
  let subscription: string | undefined;
  let builds: Build[];
  let trouble: Fault | undefined;
  let pipeline = 0;
  let newest = 0;

  beforeAll(async () => {
    clock = woundClock();
    store = await engines.empty(clock);
  }, 60_000);
  afterAll(() => store.close(), 30_000);
  beforeEach(async () => {
    // What stood before is another test's.
    if (subscription !== undefined) await deleteSubscription(store.db, subscription);
    bench = noticeBench(store, clock);
    builds = [];
    trouble = undefined;
    const answer = async <T>(found: T): Promise<T> => {
      if (trouble) throw trouble;
      return found;
    };
    const pipelines = {
      since: () => answer(builds),
      build: () => Promise.reject(new Fault('upstream-not-found')),
      stages: () => answer([]),
    };
    watch = pipelineWatch({
      ...{ store, clock, log: silentLog, notices: bench.notices },
      prompts: { look: async () => false },
      builds: buildWatch({ store, clock, pipelines }),
      pulls: { look: async () => {} },
    });
    pipeline += 1;
    const kind = { kind: 'pipeline', workspace: '', target: String(pipeline), name: 'churn' } as const;
    subscription = (await bench.subscribe('changes', kind)).id;
  });

  const look = async (): Promise<void> => {
    await watch.look();
    await bench.notices.tell({ kind: 'pipeline', workspace: '', target: String(pipeline) }, undefined);
    await bench.send();
  };
  const ends = (ref: string, state: 'passed' | 'failed'): void => {
    clock.wind(2 * MINUTE);
    newest += 1;
    builds.push({
      ...{ id: newest, number: `2026.${newest}`, pipeline: { id: pipeline, name: 'churn' }, state, ref },
      ...{ commit: 'a'.repeat(40), requester: 'Ada', parameters: {} },
      ...{ queuedAt: clock.now() - MINUTE, startedAt: clock.now() - MINUTE, endedAt: clock.now() },
    });
  };

  test('a red branch and a green main are two stories: neither ends nor hides the other', async () => {
    ends('feature-x', 'failed');
    await look();
    ends('main', 'passed');
    await look();
    expect(bench.texts()).toEqual([expect.stringMatching(/^Pipeline churn on feature-x: failed/)]);
    ends('main', 'failed');
    await look();
    expect(bench.texts()).toHaveLength(2);
    expect(bench.texts()[1]).toMatch(/^Pipeline churn on main: failed/);
    ends('feature-x', 'passed');
    await look();
    // The older of the two cards is the one that changes, with a reply under it; main stays red.
    expect(bench.texts()).toEqual([
      expect.stringMatching(/^Pipeline churn on feature-x: fixed/),
      expect.stringMatching(/^Pipeline churn on main: failed/),
      expect.stringMatching(/^Pipeline churn on feature-x: fixed/),
    ]);
  });

  test('endings of several branches that are noticed together are told apart', async () => {
    ends('main', 'passed');
    ends('feature-x', 'failed');
    ends('main', 'passed');
    await look();
    expect(bench.texts()).toEqual([expect.stringMatching(/^Pipeline churn on feature-x: failed/)]);
  });

  test('while Azure DevOps cannot be read, one card says since when, and then that it can be again', async () => {
    await look();
    trouble = new Fault('upstream-unreachable', { facts: { system: 'Azure DevOps' } });
    await look();
    clock.wind(MINUTE);
    await look();
    expect(bench.texts()).toEqual([]);
    for (let times = 0; times < 3; times += 1) {
      clock.wind(MINUTE);
      await look();
    }
    expect(bench.texts()).toEqual([expect.stringMatching(/^Azure DevOps: blind since/)]);
    trouble = undefined;
    await look();
    expect(bench.texts()).toEqual([expect.stringMatching(/^Azure DevOps: seeing again/)]);
  });

  test('a right that is missing is no outage', async () => {
    trouble = new Fault('upstream-forbidden', { facts: { system: 'Azure DevOps' } });
    for (let times = 0; times < 5; times += 1) {
      clock.wind(MINUTE);
      await look();
    }
    expect(bench.texts()).toEqual([]);
  });
});
