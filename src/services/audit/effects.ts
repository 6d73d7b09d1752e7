// What an operation touched, in scalars: from its result and from what its steps learned.
import type { Operation } from '../../domain/operation.ts';

type Effects = Readonly<Record<string, string | number | boolean | null>>;

const MOST = 24;
const LONGEST = 300;

/** The scalars of the result, and who stopped or repeated what. Lists and nested documents stay in the record itself. */
export const effectsOf = ({ kind, result, steps, cancelledBy, rerunOf, startedAt }: Operation): Effects => {
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
  };
};
