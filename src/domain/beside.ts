// Two things beside each other, whatever they are: runs, versions of a model, branches. The first is judged against the second.
import type { Commit } from './commit.ts';
import type { Difference, MetricComparison } from './evidence.ts';
import type { ExperimentRun } from './experiment.ts';

/** One of the two as it was said. */
export type SideAsked =
  | { readonly kind: 'run'; readonly id: string }
  /** No version: the newest. */
  | { readonly kind: 'version'; readonly model: string; readonly version: string }
  | { readonly kind: 'ref'; readonly ref: string };

/** One of the two as it was found. */
export interface BesideSide {
  /** `churn v12`, `feature-x`, `mighty-fox`. */
  readonly label: string;
  /** What heads its column: `v12`, `feature-x`, `3f2a9c0d`. */
  readonly short: string;
  /** The training run whose figures are compared; a branch may have none yet. */
  readonly run?: ExperimentRun;
  readonly commit?: string;
  /** Verdict of the newest tests of the default suite on the commit. */
  readonly tests?: 'passed' | 'failed' | 'none';
}

export interface Beside {
  readonly left: BesideSide;
  readonly right: BesideSide;
  /** The metric that counts, first among them. */
  readonly metric: string | undefined;
  readonly metrics: readonly MetricComparison[];
  readonly params: readonly Difference[];
  readonly sameParams: number;
  readonly unfair: readonly Difference[];
  /** Commits that the first has and the second has not, newest first, and how many it lacks. */
  readonly commits?: { readonly ahead: readonly Commit[]; readonly more: number; readonly behind: number };
  readonly curves: readonly {
    readonly side: 'left' | 'right';
    readonly points: readonly { readonly step: number; readonly value: number }[];
  }[];
  /** Said where both are versions of one model and the second holds a target: the promotion that would swap them. */
  readonly promotion?: { readonly model: string; readonly version: string; readonly target: string };
  /** What could not be read, a sentence each. */
  readonly missing: readonly string[];
}

const VERSION = /^v?\d+$/i;
const RUN_ID = /^[0-9a-f]{32}$/;
const RUN_WORDS = /^(?:mlflow )?run (\S+)$/i;

/**
 * Reads one of the two. `3f2…` of 32 digits and `run 3f2` are runs; `churn`, `churn v12`, `v12 of churn` are versions of a model that
 * is known; all else is a branch, tag or commit.
 * @param models names of the known models
 * @param other the side that is known already: `v12` alone and `champion` belong to its model
 */
export const readSide = (text: string, models: readonly string[], other?: SideAsked): SideAsked => {
  const said = text.trim();
  const [, run] = RUN_WORDS.exec(said) ?? [];
  if (run !== undefined) return { kind: 'run', id: run.toLowerCase() };
  if (RUN_ID.test(said)) return { kind: 'run', id: said };
  const known = (name: string | undefined): string | undefined =>
    models.find((model) => model.toLowerCase() === name?.toLowerCase());
  const words = said.replace(/^model /i, '').split(' ');
  const [first, second, third] = words;
  const leading = known(first);
  if (leading !== undefined && words.length <= 2)
    return { kind: 'version', model: leading, version: second ?? 'latest' };
  // `champion of churn`, `version 12 of churn`
  const at = words.indexOf('of');
  const behind = known(words[at + 1]);
  if (at > 0 && behind !== undefined && words.length === at + 2)
    return { kind: 'version', model: behind, version: words[at - 1] ?? 'latest' };
  if (leading !== undefined && /^version$/i.test(second ?? '') && third !== undefined)
    return { kind: 'version', model: leading, version: third };
  if (other?.kind === 'version' && words.length === 1) return { ...other, version: said };
  const [only] = models;
  // With one model there is no doubt whose champion is meant.
  if (models.length === 1 && only !== undefined && words.length === 1 && isHolder(said, other))
    return { kind: 'version', model: only, version: said };
  return { kind: 'ref', ref: said };
};

const isHolder = (word: string, other: SideAsked | undefined): boolean =>
  word.toLowerCase() === 'champion' || (other?.kind === 'run' && VERSION.test(word));

/** What a thing is compared with when nobody says. */
export const customaryOther = (
  side: SideAsked,
  champion: string,
  mainBranch: string,
): SideAsked | undefined => {
  switch (side.kind) {
    case 'version':
      return side.version.toLowerCase() === champion.toLowerCase()
        ? undefined
        : { ...side, version: champion };
    case 'ref':
      return side.ref === mainBranch ? undefined : { kind: 'ref', ref: mainBranch };
    case 'run':
      return undefined;
  }
};
