// Where a branch or commit stands: in which environment exactly, in which as part of something newer, in which not at all.
import type { GitProvider } from '../../devops/git.ts';
import type { Commit } from '../../domain/commit.ts';
import type { Mark } from '../../domain/deploy-gates.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { Environment } from '../../domain/environment.ts';
import { marksOn } from '../../store/gates.ts';
import type { Store } from '../../store/index.ts';
import type { Environments } from '../environments.ts';
import { commitNamed } from './commit-named.ts';
import type { DeploymentLedger } from './ledger.ts';

/**
 * `here`: it stands there. `inside`: what stands there has it, and more. `before`: it stood there and does not any more. `unknown`:
 * git does not know what stands there (after a force push).
 */
export type Presence = 'here' | 'inside' | 'before' | 'absent' | 'unknown';

export interface Whereabouts {
  readonly commit: Commit;
  readonly mark: Mark | undefined;
  readonly places: readonly {
    readonly environment: Environment;
    readonly presence: Presence;
    /** What stands there now. */
    readonly standing: Deployment | undefined;
    /** Commits that it has and the environment has not, and the other way round. */
    readonly ahead?: number;
    readonly behind?: number;
    /** When it last came there. */
    readonly came?: Deployment;
  }[];
}

const MOST = 500;
const HISTORY = 200;

export const whereIs = async (
  tools: {
    readonly git: GitProvider;
    readonly ledger: DeploymentLedger;
    readonly environments: Environments;
    readonly store: Store;
  },
  typed: string,
): Promise<Whereabouts> => {
  const commit = await commitNamed(tools, typed);
  const [mark] = await marksOn(tools.store.db, [commit.id]);
  const places = await Promise.all(
    tools.environments.list().map(async (environment) => {
      const history = await tools.ledger.list({ environment: environment.name, limit: HISTORY });
      const [standing] = history;
      const came = history.find((each) => each.commit === commit.id);
      const told = { environment, standing, ...(came && { came }) };
      if (!standing) return { ...told, presence: 'absent' as const };
      if (standing.commit === commit.id) return { ...told, presence: 'here' as const };
      const between = await tools.git.between(standing.commit, commit.id, MOST).catch(() => undefined);
      if (!between) return { ...told, presence: came ? ('before' as const) : ('unknown' as const) };
      const ahead = between.ahead.length;
      const presence = ahead === 0 ? ('inside' as const) : came ? ('before' as const) : ('absent' as const);
      return { ...told, presence, ahead, behind: between.behind };
    }),
  );
  return { commit, mark, places };
};
