// The gates of a deploy as a service: reads the facts and asks the policy. Asked before a card is drawn, before an operation starts,
// and again just before the effect.
import type { Clock } from '../../base/clock.ts';
import type { ConfigFile } from '../../base/config/schema.ts';
import { evaluateGates, type GateRules, type GateVerdict, rulesOfReturn } from '../../domain/deploy-gates.ts';
import type { Environment } from '../../domain/environment.ts';
import { weeklyNow } from '../../domain/freeze.ts';
import { keepsOut, type Lock } from '../../domain/lock.ts';
import type { Person } from '../../domain/person.ts';
import { RIGHTS } from '../../domain/roles.ts';
import { freezeOverride, marksOn, newestVerdict } from '../../store/gates.ts';
import type { Store } from '../../store/index.ts';
import type { DeploymentLedger } from '../deployments/ledger.ts';
import type { Rights } from '../rights.ts';

export interface GateQuestion {
  readonly environment: Environment;
  /** Branch or tag, as it is compared with the branch of a lock. */
  readonly ref: string;
  /** Full id. */
  readonly commit: string;
  readonly person: Person;
  readonly evenIfMarked?: boolean;
  /** The way back to what stood there before: no order and no tests are asked for. */
  readonly back?: boolean;
  /** Nothing but the rights keeps it out; every closed gate is shown as overridden. */
  readonly emergency?: { readonly by: string; readonly reason: string };
}

export interface Gates {
  rules(environment: string): GateRules;
  /** The newest result of the default suite on a commit. */
  lastTests(
    commit: string,
  ): Promise<{ readonly verdict: 'passed' | 'failed'; readonly at: number } | undefined>;
  /** Every gate with its verdict now. @throws Fault `store-unavailable` */
  evaluate(question: GateQuestion): Promise<readonly GateVerdict[]>;
}

export const gatesService = ({
  config,
  store,
  clock,
  rights,
  ledger,
  lock,
}: {
  readonly config: Pick<ConfigFile, 'environments' | 'defaults'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly rights: Rights;
  readonly ledger: DeploymentLedger;
  /** The lock that stands on an environment now. */
  lock(environment: string): Promise<Lock | undefined>;
}): Gates => {
  const rules: Gates['rules'] = (name) => rulesOf(config.environments[name], clock.now());
  return {
    rules,
    lastTests: (commit) => newestVerdict(store.db, commit, config.defaults.suite),
    evaluate: async ({ environment, ref, commit, person, evenIfMarked, back, emergency }) => {
      const given = rules(environment.name);
      const inForce = back === true ? rulesOfReturn(given) : given;
      const now = clock.now();
      const [allowed, before, tests, override, [mark], standing] = await Promise.all([
        rights.may(person, 'deploy', environment),
        inForce.after === undefined ? undefined : ledger.latest(inForce.after),
        inForce.suite === undefined ? undefined : newestVerdict(store.db, commit, inForce.suite),
        inForce.freezes.length === 0 ? undefined : freezeOverride(store.db, environment.name, now),
        marksOn(store.db, [commit]),
        lock(environment.name),
      ]);
      const kept = keepsOut(standing, { personId: person.id, ref, now }) ? standing : undefined;
      const needs = RIGHTS.deploy[environment.production ? 'production' : 'elsewhere'][0] ?? 'admin';
      const verdicts = evaluateGates(inForce, {
        commit,
        now,
        rights: { allowed, needs },
        ...(before && { standsBefore: before.commit }),
        ...(tests && { tests }),
        ...(override && { override }),
        ...(mark && { mark: { ...mark, accepted: evenIfMarked === true } }),
        ...(kept && { lock: { holder: kept.holderName, reason: kept.reason, until: kept.until } }),
      });
      return emergency === undefined ? verdicts : verdicts.map((verdict) => waived(verdict, emergency));
    },
  };
};

/** In an emergency somebody answers for every closed gate but the rights. */
const waived = (
  verdict: GateVerdict,
  { by, reason }: { readonly by: string; readonly reason: string },
): GateVerdict =>
  verdict.gate !== 'rights' && (verdict.verdict === 'fail' || verdict.verdict === 'wait')
    ? { ...verdict, verdict: 'overridden', subject: by, reason }
    : verdict;

const rulesOf = (environment: ConfigFile['environments'][string] | undefined, now: number): GateRules => {
  const { gates, freeze = [], weeklyFreeze = [] } = environment ?? {};
  return {
    ...(gates?.after !== undefined && { after: gates.after }),
    ...(gates?.suite !== undefined && { suite: gates.suite }),
    ...(gates?.freshForMinutes !== undefined && { freshForMs: gates.freshForMinutes * 60_000 }),
    freezes: [
      ...freeze.map(({ from, until, reason }) => ({
        from: Date.parse(from),
        until: Date.parse(until),
        reason,
      })),
      ...weeklyFreeze.flatMap((rule) => weeklyNow(rule, now) ?? []),
    ],
  };
};
