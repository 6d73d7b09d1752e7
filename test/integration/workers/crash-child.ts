// A bot without its edges: store, engine and workers, with a playbook whose effects and posts go to the suite over HTTP.
// Arguments: folder or PostgreSQL address; address of the outside world; how many operations to start.
import { systemClock } from '../../../src/base/clock.ts';
import { Fault } from '../../../src/base/errors.ts';
import { randomIds } from '../../../src/base/ids.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { SendOutcome } from '../../../src/domain/delivery.ts';
import type { JobRun } from '../../../src/domain/run.ts';
import { createOperations } from '../../../src/services/operations/engine.ts';
import type { Playbook } from '../../../src/services/operations/playbook.ts';
import { openStore } from '../../../src/store/index.ts';
import { startWorkers } from '../../../src/workers/index.ts';
import { chat } from '../services/operations/playbooks.ts';

const [, , where = '', outside = '', count = '0'] = process.argv;
const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await fetch(`${outside}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return answer.json();
};

const playbook: Playbook = {
  kind: 'tests',
  steps: [
    {
      name: 'submit',
      title: 'Submit',
      run: async ({ effectKey }) => {
        const { runId } = (await ask('POST', `/submit?token=${encodeURIComponent(effectKey)}`)) as {
          runId: string;
        };
        return { kind: 'done', data: { runId } };
      },
    },
    {
      name: 'run',
      title: 'Run',
      run: async (context) => {
        const { watched } = context;
        const runId = context.data<{ runId: string }>('submit')?.runId;
        if (runId === undefined) throw new Fault('internal');
        return watched?.state === 'passed'
          ? { kind: 'done' }
          : { kind: 'watch', workspace: 'w', runId, ...(watched && { detail: watched.state }) };
      },
    },
  ],
  result: () => ({ fine: true }),
  cleanup: async ({ effectKey }) => {
    await ask('POST', `/cleanup?token=${encodeURIComponent(effectKey)}`);
  },
};

const target = where.startsWith('postgres') ? { url: where } : { folder: where };
const store = await openStore({ ...target, clock: systemClock });
const operations = createOperations({
  store,
  clock: systemClock,
  ids: randomIds,
  log: silentLog,
  playbooks: [playbook],
});
const workers = await startWorkers({
  store,
  operations,
  clock: systemClock,
  log: silentLog,
  sender: {
    post: async (place, message) =>
      (await ask('POST', `/post/${place.conversationId}`, message)) as SendOutcome,
    update: async (_place, id, message) => (await ask('PUT', `/post/${id}`, message)) as SendOutcome,
  },
  face: async ({ op, state }) => ({ card: { op, state }, summary: `${op} ${state}` }),
  runs: () => ({
    activePages: async function* () {
      yield (await ask('GET', '/runs')) as JobRun[];
    },
    get: async (runId) => (await ask('GET', `/run/${runId}`)) as JobRun,
  }),
});
say({ ready: true });
for (let index = 0; index < Number(count); index += 1) {
  const { operation } = await operations.start({
    kind: 'tests',
    input: { environment: 'staging' },
    requester: { id: 'ada', name: 'Ada' },
    place: { ...chat, conversationId: `c${index % 3}` },
    words: 'run tests',
    utteranceId: randomIds.unique(),
  });
  say({ started: operation.op });
}
say({ allStarted: true });
await new Promise((resolve) => {
  process.stdin.once('data', resolve);
});
await workers.close();
await store.close();
process.exit(0);
