// What an operation touched, in scalars: from its result and from what its steps learned.
import type { Operation } from '../../domain/operation.ts';
import { runSeen } from '../jobs/follow.ts';

type Effects = Readonly<Record<string, string | number | boolean | null>>;

const MOST = 24;
const LONGEST = 300;

/**
 * The platform's own entry of what was done: the page of the run or the build that the operation started, else the page of what it
 * changed.
 */
const linkOf = (operation: Operation, changed: string | undefined): string | undefined => {
  const { url } = (operation.result ?? {}) as { url?: unknown };
  return runSeen(operation)?.url ?? (typeof url === 'string' ? url : changed);
};

/**
 * The scalars of the result, who stopped or repeated what, and where the platform shows it. Lists and nested documents stay in the
 * record itself.
 * @param changed address of the page of what the operation changes
 */
export const effectsOf = (operation: Operation, changed?: string): Effects => {
  const { kind, result, steps, cancelledBy, rerunOf, startedAt } = operation;
  const link = linkOf(operation, changed);
  const scalars: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries((result ?? {}) as Record<string, unknown>).slice(0, MOST)) {
    if (typeof value === 'string') scalars[name] = value.slice(0, LONGEST);
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null) scalars[name] = value;
  }
  const runs = steps.flatMap(({ data }) => {
    const { runId } = (data ?? {}) as { runId?: unknown };
    return typeof runId === 'string' ? [runId] : [];
  });
  return {
    kind,
    startedAt,
    ...scalars,
    ...(runs.length > 0 && { runs: [...new Set(runs)].join(' ') }),
    ...(cancelledBy && { cancelledBy: cancelledBy.name }),
    ...(rerunOf !== undefined && { rerunOf }),
    ...(link !== undefined && { link }),
  };
};
