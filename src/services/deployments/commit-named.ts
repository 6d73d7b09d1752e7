// The commit that people mean: a branch, a tag, a whole id, or the beginning of one that brickbot has deployed.
import { Fault } from '../../base/errors.ts';
import type { GitProvider } from '../../devops/git.ts';
import type { Commit } from '../../domain/commit.ts';
import type { DeploymentLedger } from './ledger.ts';

/** How far back the ledger is searched for the beginning of an id. */
const MOST = 500;

/** @throws Fault `commit-unknown`; what git throws for a name that it does not know */
export const commitNamed = async (
  tools: { readonly git: GitProvider; readonly ledger: DeploymentLedger },
  typed: string,
): Promise<Commit> => {
  const word = typed.trim();
  if (/^[0-9a-f]{40}$/i.test(word)) return tools.git.commit(word.toLowerCase());
  if (/^[0-9a-f]{7,39}$/i.test(word)) {
    const begun = word.toLowerCase();
    const known = await tools.ledger.list({ limit: MOST });
    const ids = new Set(
      known
        .flatMap(({ commit, previousCommit }) => [commit, previousCommit ?? ''])
        .filter((id) => id.startsWith(begun)),
    );
    const [only] = ids;
    if (only !== undefined && ids.size === 1) return tools.git.commit(only);
    // A branch may be called like that, or a branch stands at the commit.
    const heads = await Promise.all(
      (await tools.git.branches()).slice(0, 50).map((name) => tools.git.resolve(name).catch(() => undefined)),
    );
    const here = heads.find((ref) => ref?.name === word || ref?.commit.id.startsWith(begun));
    if (here) return here.commit;
    throw new Fault('commit-unknown', { changed: 'no', facts: { commit: word } });
  }
  return (await tools.git.resolve(word)).commit;
};
