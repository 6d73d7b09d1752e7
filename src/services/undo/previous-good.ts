// What an environment goes back to when nothing is named.
import { Fault } from '../../base/errors.ts';
import type { DeployInput } from '../../domain/deployment.ts';
import { marksOn } from '../../store/gates.ts';
import type { Store } from '../../store/index.ts';
import type { DeploymentLedger } from '../deployments/ledger.ts';
import type { Operations } from '../operations/index.ts';

const HISTORY = 100;

/**
 * The commit that stood before the deployment that stands now and is not marked as bad. A way back counts as what it went back to,
 * so that going back twice goes further back, never forth again.
 * @throws Fault `no-earlier-deployment`
 */
export const previousGood = async (
  {
    store,
    ledger,
    operations,
  }: {
    readonly store: Store;
    readonly ledger: DeploymentLedger;
    readonly operations: Pick<Operations, 'find'>;
  },
  environment: string,
): Promise<string> => {
  const history = await ledger.list({ environment, limit: HISTORY });
  const standing = history[0]?.commit;
  const marks = new Set(
    (await marksOn(store.db, [...new Set(history.map(({ commit }) => commit))])).map(({ commit }) => commit),
  );
  let at = 0;
  for (;;) {
    const entry = history[at];
    if (!entry || standing === undefined)
      throw new Fault('no-earlier-deployment', { changed: 'no', facts: { environment } });
    const operation = await operations.find(entry.op);
    const wentBack = (operation?.input as DeployInput | undefined)?.back !== undefined;
    // A way back stands for the older deployment that it restored.
    const original = wentBack
      ? history.findIndex((each, index) => index > at && each.commit === entry.commit)
      : at;
    if (original > at) {
      at = original;
      continue;
    }
    if (entry.commit !== standing && !marks.has(entry.commit)) return entry.commit;
    at += 1;
  }
};
