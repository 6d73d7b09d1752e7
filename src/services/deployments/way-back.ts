// The way back to a commit that stood in an environment before. Databricks takes a branch or a tag, never a commit, so where no branch
// stands at the old commit any more a tag is made for it first.
import type { GitProvider } from '../../devops/git.ts';
import { type Commit, shortCommit } from '../../domain/commit.ts';
import type { DeployInput } from '../../domain/deployment.ts';
import type { Inverse } from '../operations/playbook.ts';
import type { DeploymentLedger } from './ledger.ts';

export interface WayBackTools {
  readonly git: GitProvider;
  readonly ledger: DeploymentLedger;
  /** What was run in an environment since an instant, in words: it is not undone. */
  ranSince(environment: string, at: number): Promise<readonly string[]>;
}

const HISTORY = 100;
const MOST_RUNS = 5;

/** The tag that keeps an old commit within reach. */
export const keptTag = (commit: string): string => `brickbot-${shortCommit(commit)}`;

/**
 * @param from the commit that stands there now
 * @param of the operation that is undone
 * @throws Fault `ref-not-found` when git does not have the commit any more
 */
export const wayBackTo = async (
  tools: WayBackTools,
  {
    environment,
    commit: id,
    from,
    of,
  }: { readonly environment: string; readonly commit: string; readonly from: string; readonly of?: string },
): Promise<Inverse> => {
  const commit: Commit = await tools.git.commit(id);
  const history = await tools.ledger.list({ environment, limit: HISTORY });
  const now = history.find((each) => each.commit === from);
  const then = history.find((each) => each.commit === id);
  const here = await tools.git.resolve(id).catch(() => undefined);
  const tag = here?.commit.id === id ? undefined : keptTag(id);
  const input: DeployInput = {
    environment,
    ref: tag ?? here?.name ?? keptTag(id),
    refKind: tag === undefined ? (here?.kind ?? 'tag') : 'tag',
    commit,
    back: { from, ...(of !== undefined && { of }), ...(tag !== undefined && { tag }) },
  };
  const ran = now ? await tools.ranSince(environment, now.at) : [];
  return {
    kind: 'deploy',
    input,
    from: told(from, now),
    to: told(id, then ?? { ref: input.ref }),
    stays: [
      ...ran.slice(0, MOST_RUNS).map((run) => `${run}: what it wrote stays as it is`),
      ...(ran.length > MOST_RUNS ? [`and ${ran.length - MOST_RUNS} more runs`] : []),
      'Rows that were written, models that were logged and messages that were sent stay.',
      ...(tag === undefined
        ? []
        : [`No branch stands at ${shortCommit(id)}: git gets the tag ${tag} first.`]),
    ],
  };
};

/** `feature-x at 4f2a91c0, by Alice Novak (op 7K3F)` */
const told = (
  commit: string,
  by: { readonly ref: string; readonly by?: string; readonly op?: string } | undefined,
): string =>
  by === undefined
    ? shortCommit(commit)
    : `${by.ref} at ${shortCommit(commit)}${by.by === undefined ? '' : `, by ${by.by} (op ${by.op ?? ''})`}`;
