// What the terminal prints: progress as lines, records as JSON, endings as exit codes.
import { CATALOGUE, type ErrorCode } from '../base/catalogue.ts';
import { hasEnded, type Operation } from '../domain/operation.ts';
import type { TerminalAnswer } from '../http/terminal.ts';

const MARKS = {
  pending: '·',
  running: '…',
  waiting: '…',
  done: '✓',
  failed: '✗',
  skipped: '–',
  unknown: '?',
} as const;

/** Lines for what has changed since the last look. */
export const progressLines = (before: Operation | undefined, now: Operation): readonly string[] => {
  const old = new Map(before?.steps.map((step) => [step.name, `${step.state} ${step.detail ?? ''}`]));
  const head = before?.state === now.state ? [] : [`op ${now.op}  ${now.state}`];
  const steps = now.steps
    .filter((step) => step.state !== 'pending' && old.get(step.name) !== `${step.state} ${step.detail ?? ''}`)
    .map(
      (step) => `  ${MARKS[step.state]} ${step.name}${step.detail === undefined ? '' : `: ${step.detail}`}`,
    );
  return [...head, ...steps];
};

const kindOf = (code: string | undefined): 'input' | 'refused' | 'failed' | 'unknown' =>
  code !== undefined && code in CATALOGUE ? CATALOGUE[code as ErrorCode].kind : 'failed';
const EXIT = { failed: 1, input: 2, refused: 2, unknown: 3 } as const;

export const exitCodeOf = {
  failure: (code: string): number => EXIT[kindOf(code)],
  /** 0 while an operation that was not waited for is under way: it was accepted. */
  operation: ({ state, reason }: Operation): number => {
    if (!hasEnded(state)) return state === 'unknown' ? 3 : 0;
    if (state === 'done') return 0;
    return state === 'refused' ? 2 : EXIT[kindOf(reason?.code)];
  },
};

/** The documented shape of `--json`: times in ms since the epoch, steps without what is only of use inside. */
export const printable = {
  operation: (operation: Operation): object => ({
    op: operation.op,
    kind: operation.kind,
    state: operation.state,
    ...(operation.reason && { reason: operation.reason }),
    requester: operation.requester,
    startedAt: operation.startedAt,
    endedAt: operation.endedAt ?? null,
    steps: operation.steps.map(({ name, state, startedAt, endedAt, detail }) => ({
      name,
      state,
      startedAt: startedAt ?? null,
      endedAt: endedAt ?? null,
      ...(detail !== undefined && { detail }),
    })),
    result: operation.result ?? null,
  }),
  answer: (
    answer: TerminalAnswer,
    asked: { readonly words: string; readonly startedAt: number; readonly endedAt: number },
  ): object => ({
    op: null,
    kind: 'answer',
    state: answer.failure === undefined ? 'done' : kindOf(answer.failure) === 'failed' ? 'failed' : 'refused',
    ...(answer.failure !== undefined && { reason: { code: answer.failure } }),
    requester: { id: 'terminal' },
    startedAt: asked.startedAt,
    endedAt: asked.endedAt,
    steps: [],
    result: answer.data ?? { text: answer.text },
  }),
};
