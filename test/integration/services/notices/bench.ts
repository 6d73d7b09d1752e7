// Everything between a workspace and a chat that has to do with notices, put together for a test that plays the workers: the clock
// is wound, the workspace answers what the test puts there, and what reaches the chat is written down.

import { Fault } from '../../../../src/base/errors.ts';
import { randomIds } from '../../../../src/base/ids.ts';
import { silentLog } from '../../../../src/base/log.ts';
import type { Message, OpenOutcome, Sender, SendOutcome } from '../../../../src/domain/delivery.ts';
import type { Place } from '../../../../src/domain/place.ts';
import type { JobRun, RunState } from '../../../../src/domain/run.ts';
import type { Filter, Subscription } from '../../../../src/domain/subscription.ts';
import { type Notices, noticesService } from '../../../../src/services/notices/index.ts';
import { tellKey } from '../../../../src/store/events.ts';
import type { Store } from '../../../../src/store/index.ts';
import { conversationsToServe } from '../../../../src/store/posts.ts';
import {
  findSubscription,
  putSubscription,
  type StoredSubscription,
} from '../../../../src/store/subscriptions.ts';
import { createJobWatch } from '../../../../src/workers/job-watch.ts';
import { createNotifier } from '../../../../src/workers/notifier.ts';
import { createPoller } from '../../../../src/workers/poller.ts';
import { brokenKey, createTeller, hintKey } from '../../../../src/workers/teller.ts';
import type { WoundClock } from '../../../wound-clock.ts';

export const MINUTE = 60_000;

export interface Shown {
  readonly id: string;
  readonly place: Place;
  readonly message: Message;
  readonly edits: number;
}

export interface NoticeBench {
  readonly workspace: string;
  readonly calls: { list: number; completed: number; get: number; owner: number };
  /** Who keeps the job. */
  owner: string | undefined;
  /** What stands in the chat now, the first post first. */
  readonly chat: Map<string, Shown>;
  /** Answers of the connector to the next requests; then everything succeeds. */
  readonly answers: SendOutcome[];
  /** What opening a one-to-one conversation answers. */
  opening: OpenOutcome;
  /** Thrown by every call while it is set. */
  trouble: Fault | undefined;
  readonly notices: Notices;
  /** Puts a run into the workspace; gives it. */
  put(run: Partial<JobRun> & { readonly runId: string; readonly state: RunState }): JobRun;
  subscribe(filter: Filter, more?: Partial<Subscription>): Promise<StoredSubscription>;
  found(id: string): Promise<StoredSubscription | undefined>;
  /** One look of the poller, then everything told and sent. */
  look(): Promise<void>;
  hint(runId: string): Promise<void>;
  tell(target?: string): Promise<void>;
  send(): Promise<void>;
  broken(subscription: string, why: string): Promise<void>;
  /** Keys of the queue of events that begin so, as this bench woke them. */
  woken(start: string): Promise<readonly string[]>;
  texts(): readonly string[];
}

let benches = 0;

export const noticeBench = (real: Store, clock: WoundClock): NoticeBench => {
  const keys: string[] = [];
  const store: Store = {
    ...real,
    queue: {
      ...real.queue,
      wake: async (trx, queue, options) => {
        if (queue === 'events') keys.push(options.key);
        await real.queue.wake(trx, queue, options);
      },
    },
  };
  benches += 1;
  const workspace = `w${benches}`;
  const place: Place = {
    scope: 'channel',
    conversationId: `19:${benches}`,
    serviceUrl: 'http://127.0.0.1:1/',
    channelId: 'msteams',
    botId: 'bot',
  };
  const runs = new Map<string, JobRun>();
  const signal = new AbortController().signal;
  const guard = (): void => {
    if (bench.trouble) throw bench.trouble;
  };
  const over = ({ state }: JobRun): boolean => state !== 'running' && state !== 'queued';
  const source = {
    activePages: async function* () {
      bench.calls.list += 1;
      guard();
      yield [...runs.values()].filter((run) => !over(run));
    },
    completedPages: async function* (since: number) {
      bench.calls.completed += 1;
      guard();
      yield [...runs.values()].filter((run) => over(run) && run.startedAt >= since);
    },
    get: async (runId: string) => {
      bench.calls.get += 1;
      guard();
      const run = runs.get(runId);
      if (!run) throw new Fault('run-not-found', { facts: { run: runId } });
      return run;
    },
    output: async () => ({ error: 'KeyError: tenure', trace: 'line one\nline two' }),
  };
  const notices = noticesService({
    store,
    clock,
    log: silentLog,
    runs: () => source,
    ownerOf: async () => {
      bench.calls.owner += 1;
      return bench.owner;
    },
  });
  const jobs = createJobWatch({ store, clock, notices, runs: () => source });
  const poller = createPoller({ store, clock, log: silentLog, runs: () => source, jobs });
  const record = (to: Place, message: Message, id?: string): SendOutcome => {
    const answer = bench.answers.shift();
    if (answer) return answer;
    const key = id ?? `m${bench.chat.size + 1}`;
    bench.chat.set(key, {
      id: key,
      place: to,
      message,
      edits: id ? (bench.chat.get(id)?.edits ?? 0) + 1 : 0,
    });
    return { kind: 'sent', activityId: key };
  };
  const sender: Sender = {
    post: async (to, message) => record(to, message),
    update: async (to, id, message) => record(to, message, id),
    createPersonal: async () => bench.opening,
  };
  const teller = createTeller({ notices, jobs, sender });
  const notifier = createNotifier({
    store,
    clock,
    log: silentLog,
    operations: { find: async () => undefined },
    sender,
    rate: { turn: async () => {} },
    face: () => Promise.reject(new Error('no operation is drawn here')),
  });
  const bench: NoticeBench = {
    workspace,
    calls: { list: 0, completed: 0, get: 0, owner: 0 },
    owner: undefined,
    chat: new Map(),
    answers: [],
    opening: { kind: 'opened', place: { ...place, scope: 'personal', conversationId: `a:${benches}` } },
    trouble: undefined,
    notices,
    put: (run) => {
      const whole: JobRun = {
        jobId: '7',
        name: 'nightly',
        startedAt: clock.now() - 1_000,
        ...(run.state !== 'running' && run.state !== 'queued' && { endedAt: clock.now() }),
        tasks: [{ key: 'train', runId: `${run.runId}1`, state: run.state, attempt: 0 }],
        ...run,
      };
      runs.set(whole.runId, whole);
      return whole;
    },
    subscribe: async (filter, more = {}) =>
      (
        await putSubscription(store.db, {
          id: randomIds.sayable(6),
          kind: 'job',
          workspace,
          target: '7',
          name: 'nightly',
          filter,
          owner: { id: 'ada', name: 'Ada' },
          place,
          personal: false,
          createdAt: clock.now(),
          ...more,
        })
      ).subscription,
    found: (id) => findSubscription(store.db, id),
    look: async () => {
      await poller.look(workspace, signal);
      await bench.tell();
    },
    hint: (runId) => teller(hintKey(workspace, runId), signal),
    tell: async (target) => {
      for (const each of target === undefined ? ['7', '8'] : [target])
        await teller(tellKey({ kind: 'job', workspace, target: each }), signal);
      await bench.send();
    },
    send: async () => {
      // Past every pause between edits.
      clock.wind(2_000);
      for (const conversation of await conversationsToServe(store.db)) {
        if (!conversation.endsWith(`:${workspace.slice(1)}`) && !conversation.startsWith(`${workspace}-`))
          continue;
        let done = false;
        const going = notifier.serve(conversation, signal).finally(() => {
          done = true;
        });
        while (!done) {
          await Promise.race([going, clock.asleep(1)]);
          if (clock.sleepers > 0) clock.wind(200);
        }
        await going;
      }
    },
    broken: (subscription, why) => teller(brokenKey(subscription, why), signal),
    woken: async (start) => keys.filter((key) => key.startsWith(start)),
    texts: () => [...bench.chat.values()].map(({ message }) => message.text ?? message.summary),
  };
  return bench;
};
