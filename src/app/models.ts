// Joins models and promotions with the rest of the house.
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import type { Log } from '../base/log.ts';
import type { Databricks } from '../databricks/client.ts';
import type { GitProvider } from '../devops/git.ts';
import type { Environment } from '../domain/environment.ts';
import type { TestInput } from '../domain/test-report.ts';
import type { Environments } from '../services/environments.ts';
import { modelsService } from '../services/models/index.ts';
import type { Models } from '../services/models/port.ts';
import type { ElsewhereTools } from '../services/promotions/elsewhere.ts';
import { promotionPlaybook } from '../services/promotions/playbook.ts';
import { remind } from '../services/promotions/remind.ts';
import type { Rights } from '../services/rights.ts';
import { lastMove } from '../store/alias-ledger.ts';
import { knownPlace } from '../store/conversations.ts';
import type { Store } from '../store/index.ts';
import { listOperations } from '../store/operations.ts';
import { addPost } from '../store/posts.ts';
import { starterOf } from './starters.ts';

interface Parts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly rights: Rights;
  readonly git: GitProvider;
  readonly environments: Environments;
  databricks(environment: Environment): Databricks;
  tracking(address: string): Databricks;
  rejectedInPipeline: ElsewhereTools['rejectedInPipeline'];
}

const MOST_LOOKED = 200;

/** Verdict of the newest finished run of a suite on a commit. */
const testsOnOf =
  (store: Store) =>
  async (suite: string, commit: string): Promise<'passed' | 'failed' | 'none'> => {
    const runs = await listOperations(store.db, { kind: 'tests', limit: MOST_LOOKED });
    const last = runs.find(({ input, state, reason }) => {
      const { suite: name, commit: on } = input as TestInput;
      return name === suite && on.id === commit && (state === 'done' || reason?.code === 'tests-failed');
    });
    return last === undefined ? 'none' : last.state === 'done' ? 'passed' : 'failed';
  };

export const openModels = ({
  config,
  store,
  clock,
  log,
  rights,
  git,
  environments,
  databricks,
  tracking,
  rejectedInPipeline,
}: Parts) => {
  const testsOn = testsOnOf(store);
  const models: Models = modelsService({
    config,
    environments,
    databricks,
    tracking,
    git,
    now: () => clock.now(),
    lastMove: (target) => lastMove(store.db, target),
    starterOf: starterOf(store),
    testsOn,
  });
  const playbook = promotionPlaybook({
    store,
    clock,
    log,
    models,
    rights,
    rejectedInPipeline,
    databricksAt: (name) => databricks(environments.named(name)),
    remind: (approval) => {
      const { roles, approvals } = models.settings(approval.target.model);
      const approvers = roles?.approver ?? config.roles.approver;
      return remind({ store, clock, rights, approvers, channel: approvals.channel }, approval);
    },
    showTo: async ({ op, input, place, revision }) => {
      const { channel } = models.settings(input.model).approvals;
      if (channel === undefined || channel === place.conversationId) return;
      const there = await knownPlace(store.db, channel);
      if (!there) {
        log.warn({ op, channel }, 'the approvers’ channel is not known: add the bot to it');
        return;
      }
      await store.transaction(async (trx) => {
        await addPost(trx, { kind: 'card', op, place: there, revision, now: clock.now() });
        await store.queue.wake(trx, 'posts', { key: channel });
      });
    },
  });
  return { models, playbook, testsOn };
};
