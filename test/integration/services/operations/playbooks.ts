// Playbooks for the engine's suites: what each step does is said by the test, and what it did is written down.
import { randomIds } from '../../../../src/base/ids.ts';
import { silentLog } from '../../../../src/base/log.ts';
import type { Person } from '../../../../src/domain/person.ts';
import type { Place } from '../../../../src/domain/place.ts';
import { createOperations } from '../../../../src/services/operations/engine.ts';
import type { Operations, StartRequest } from '../../../../src/services/operations/index.ts';
import type { Playbook, StepContext, StepOutcome } from '../../../../src/services/operations/playbook.ts';
import type { Store } from '../../../../src/store/index.ts';

export const ada: Person = { id: 'ada', name: 'Ada' };
export const bob: Person = { id: 'bob', name: 'Bob' };
export const chat: Place = {
  scope: 'personal',
  conversationId: 'a:1',
  serviceUrl: 'http://127.0.0.1:1/',
  channelId: 'msteams',
  botId: 'bot',
};
export const terminal: Place = { ...chat, scope: 'terminal', conversationId: 'terminal' };

export type Doing = (context: StepContext) => StepOutcome | Promise<StepOutcome>;

/** What a test may say about a playbook; steps that it does not mention succeed at once. */
export interface Script {
  one?: Doing;
  two?: Doing;
  stop?: NonNullable<Playbook['stop']>;
  cleanup?: NonNullable<Playbook['cleanup']>;
  result?: (steps: readonly string[]) => unknown;
}

/** A playbook of two steps, `one` and `two`; `begun` lists every beginning of a step with its attempt. */
export const scripted = (
  script: Script,
  kind: Playbook['kind'] = 'tests',
): { readonly playbook: Playbook; readonly begun: string[]; readonly keys: Set<string> } => {
  const begun: string[] = [];
  const keys = new Set<string>();
  const step = (name: 'one' | 'two'): Playbook['steps'][number] => ({
    name,
    title: name,
    run: async (context) => {
      begun.push(`${name}#${context.attempt}`);
      keys.add(context.effectKey);
      return (script[name] ?? (() => ({ kind: 'done' as const })))(context);
    },
  });
  const playbook: Playbook = {
    kind,
    steps: [step('one'), step('two')],
    exclusive: (input) => (input as { line?: string }).line,
    result: (operation) => script.result?.(operation.steps.map(({ state }) => state)),
    ...(script.stop && { stop: script.stop }),
    ...(script.cleanup && { cleanup: script.cleanup }),
  };
  return { playbook, begun, keys };
};

let utterances = 0;
export const asking = (more: Partial<StartRequest> = {}): StartRequest => ({
  kind: 'tests',
  input: { environment: 'staging' },
  requester: ada,
  place: chat,
  words: 'run tests',
  utteranceId: `u${++utterances}`,
  ...more,
});

export const engineOn = (store: Store, playbooks: readonly Playbook[], timeLimitMs?: number): Operations =>
  createOperations({
    store,
    clock: store.clock,
    ids: randomIds,
    log: silentLog,
    playbooks,
    ...(timeLimitMs !== undefined && { timeLimitMs }),
  });
