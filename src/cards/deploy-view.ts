// What the card of a deploy is drawn from.
import type { DeployInput, DeployResult } from '../domain/deployment.ts';
import type { Environment } from '../domain/environment.ts';
import type { Operation } from '../domain/operation.ts';
import type { PullRequest } from '../domain/pipeline.ts';

export interface DeployView {
  readonly operation: Operation<DeployInput, DeployResult>;
  readonly environment: Environment;
  /** What the steps are called, in order. */
  readonly titles: readonly string[];
  /** Ids of the operations in front of it, next first. */
  readonly behind?: readonly string[];
  /** About how long it still waits in line. */
  readonly waitMs?: number | undefined;
  /** Web address of the git repository: gives a Compare link where its host is known. */
  readonly repositoryUrl?: string;
  /** Web address of the git folder. */
  readonly folderUrl?: string;
  readonly expectedMs?: number;
  /** Verdict of the last test run on this commit, and when it ended. */
  readonly lastTest?: { readonly verdict: 'passed' | 'failed'; readonly at: number };
  /** Open pull requests of the branch. */
  readonly pulls?: readonly PullRequest[];
  /** One more line for the card, for example that somebody else joined. */
  readonly notice?: string;
  readonly now: number;
}
