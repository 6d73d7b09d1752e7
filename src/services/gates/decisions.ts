// What people decide about gates, each written to the audit trail in the transaction that makes it so: a commit is marked as bad or no
// longer, deploys are let through a freeze for a while.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import type { GitProvider } from '../../devops/git.ts';
import { personOf } from '../../domain/audit.ts';
import { type Commit, shortCommit } from '../../domain/commit.ts';
import type { Environment } from '../../domain/environment.ts';
import { spanMs } from '../../domain/lock.ts';
import type { Person } from '../../domain/person.ts';
import { markCommit, overrideFreeze, unmarkCommit } from '../../store/gates.ts';
import type { Store } from '../../store/index.ts';
import type { Audit } from '../audit/index.ts';
import { commitNamed } from '../deployments/commit-named.ts';
import type { DeploymentLedger } from '../deployments/ledger.ts';
import type { Environments } from '../environments.ts';
import type { Rights } from '../rights.ts';
import type { Gates } from './index.ts';

export interface GateDecisions {
  /** @throws Fault `not-permitted`, `commit-unknown` and what git throws */
  mark(request: {
    readonly commit: string;
    readonly person: Person;
    readonly reason: string;
  }): Promise<Commit>;
  /** @throws Fault `mark-missing`, `not-permitted`, `commit-unknown` */
  unmark(request: { readonly commit: string; readonly person: Person }): Promise<Commit>;
  /**
   * Lets deploys through the freeze of an environment, an hour when no span is given.
   * @throws Fault `no-freeze`, `not-permitted`, `bad-argument`
   */
  override(request: {
    readonly environment: string;
    readonly person: Person;
    readonly span: string | undefined;
    readonly reason: string;
  }): Promise<{ readonly environment: Environment; readonly until: number }>;
}

const HOUR_MS = 60 * 60_000;
const LONGEST_MS = 24 * HOUR_MS;

export const gateDecisions = (tools: {
  readonly store: Store;
  readonly clock: Clock;
  readonly rights: Rights;
  readonly audit: Audit;
  readonly environments: Environments;
  readonly git: GitProvider;
  readonly ledger: DeploymentLedger;
  readonly gates: Gates;
}): GateDecisions => {
  const { store, clock, rights, audit, environments, gates } = tools;
  const decided = (
    person: Person,
    code: string,
    subject: string,
    effects: Readonly<Record<string, string>>,
  ) =>
    ({
      at: clock.now(),
      kind: 'decided',
      verdict: 'allowed',
      person: personOf(person),
      code,
      subject,
      effects,
    }) as const;
  return {
    mark: async ({ commit: typed, person, reason }) => {
      await rights.require(person, 'mark', true, 'Marking a commit');
      const commit = await commitNamed(tools, typed);
      await store.transaction(async (trx) => {
        await markCommit(trx, { commit: commit.id, reason, by: person, now: clock.now() });
        await audit.record(
          [decided(person, 'commit-marked', shortCommit(commit.id), { commit: commit.id, reason })],
          trx,
        );
      });
      return commit;
    },
    unmark: async ({ commit: typed, person }) => {
      await rights.require(person, 'mark', true, 'Taking a mark away');
      const commit = await commitNamed(tools, typed);
      await store.transaction(async (trx) => {
        if (!(await unmarkCommit(trx, commit.id)))
          throw new Fault('mark-missing', { changed: 'no', facts: { commit: shortCommit(commit.id) } });
        await audit.record(
          [decided(person, 'mark-removed', shortCommit(commit.id), { commit: commit.id })],
          trx,
        );
      });
      return commit;
    },
    override: async ({ environment: name, person, span, reason }) => {
      const environment = environments.named(name);
      await rights.require(
        person,
        'override-freeze',
        environment,
        `Letting deploys through the freeze of ${environment.name}`,
      );
      const now = clock.now();
      const frozen = gates
        .rules(environment.name)
        .freezes.some(({ from, until }) => from <= now && now < until);
      if (!frozen) throw new Fault('no-freeze', { changed: 'no', facts: { environment: environment.name } });
      const length = span === undefined ? HOUR_MS : spanMs(span);
      if (length === undefined || length > LONGEST_MS)
        throw new Fault('bad-argument', {
          changed: 'no',
          facts: {
            problem: 'A freeze is let through for 1m to 24h.',
            usage: 'override freeze <environment> for 1h because <reason>',
          },
        });
      const until = now + length;
      await store.transaction(async (trx) => {
        await overrideFreeze(trx, { environment: environment.name, by: person, reason, now, until });
        await audit.record([decided(person, 'freeze-overridden', environment.name, { reason })], trx);
      });
      return { environment, until };
    },
  };
};
