// The face of the room: what the house can do, in the product's nouns.
import type { GitProvider } from '../devops/git.ts';
import type { Audit } from './audit/index.ts';
import type { Comparisons } from './comparisons/index.ts';
import type { Deployments } from './deployments/index.ts';
import type { Environments } from './environments.ts';
import type { Experiments } from './experiments/index.ts';
import type { GateDecisions } from './gates/decisions.ts';
import type { Gates } from './gates/index.ts';
import type { Jobs } from './jobs/index.ts';
import type { Locks } from './locks/index.ts';
import type { LockKeeper } from './locks/keeper.ts';
import type { LockWishes } from './locks/wishes.ts';
import type { Models } from './models/port.ts';
import type { Notices } from './notices/index.ts';
import type { Operations } from './operations/index.ts';
import type { Plans } from './plans/index.ts';
import type { Promotions } from './promotions/port.ts';
import type { Line } from './queue/index.ts';
import type { Rights } from './rights.ts';
import type { Subscriptions } from './subscriptions/index.ts';
import type { Tests } from './tests/index.ts';
import type { Undo } from './undo/index.ts';

export interface Services {
  readonly git: GitProvider;
  readonly rights: Rights;
  readonly environments: Environments;
  readonly deployments: Deployments;
  readonly tests: Tests;
  readonly jobs: Jobs;
  readonly experiments: Experiments;
  readonly comparisons: Comparisons;
  readonly operations: Operations;
  readonly subscriptions: Subscriptions;
  readonly models: Models;
  readonly promotions: Promotions;
  readonly locks: Locks;
  readonly lockKeeper: LockKeeper;
  readonly lockWishes: LockWishes;
  readonly gates: Gates;
  readonly decisions: GateDecisions;
  readonly queue: Line;
  readonly plans: Plans;
  readonly undo: Undo;
  readonly notices: Notices;
  readonly audit: Audit;
}
