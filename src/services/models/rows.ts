// Results row by row, as a project logs them: `{"rows": ["id", …], "loss": [0.1, …]}`. Only rows that both versions were measured on
// are compared, matched by id where there are ids, by position where there are none.
import { z } from 'zod';
import { asFault, Fault } from '../../base/errors.ts';
import type { ArtifactsApi } from '../../databricks/artifacts.ts';
import { type BootstrapVerdict, pairedBootstrap } from '../../domain/bootstrap.ts';
import type { ExperimentRun } from '../../domain/experiment.ts';

const shape = z.object({
  rows: z.array(z.union([z.string(), z.number()])).optional(),
  loss: z.array(z.number()).min(1),
});

export const readRows = async (
  artifacts: ArtifactsApi,
  candidate: ExperimentRun,
  champion: ExperimentRun,
  rule: {
    readonly artifact: string;
    readonly resamples: number;
    readonly seed: number;
    readonly required: boolean;
  },
  signal?: AbortSignal,
): Promise<BootstrapVerdict | 'not-logged'> => {
  const [ours, theirs] = await Promise.all(
    [candidate, champion].map(async (run) => {
      const logged = await artifacts.json(run, rule.artifact, signal).catch((error: unknown) => {
        if (!rule.required && asFault(error).code === 'upstream-not-found') return undefined;
        throw error;
      });
      if (logged === undefined) return undefined;
      const parsed = shape.safeParse(logged);
      if (!parsed.success) throw unreadable(rule.artifact);
      return parsed.data;
    }),
  );
  const pairs = ours && theirs ? paired(ours, theirs) : [];
  if (pairs.length === 0) {
    if (!rule.required) return 'not-logged';
    throw unreadable(rule.artifact);
  }
  return pairedBootstrap(
    pairs.map(([loss]) => loss),
    pairs.map(([, loss]) => loss),
    rule,
  );
};

type Rows = z.output<typeof shape>;

const paired = (ours: Rows, theirs: Rows): readonly (readonly [number, number])[] => {
  if (!ours.rows || !theirs.rows)
    return ours.loss.length === theirs.loss.length
      ? ours.loss.map((loss, row) => [loss, theirs.loss[row] ?? 0] as const)
      : [];
  const known = new Map(theirs.rows.map((row, index) => [String(row), theirs.loss[index]]));
  return ours.rows.flatMap((row, index) => {
    const [a, b] = [ours.loss[index], known.get(String(row))];
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
};

const unreadable = (artifact: string): Fault =>
  new Fault('upstream-gibberish', { changed: 'no', facts: { system: 'The run', where: artifact } });
