// What every room of the embedded workspace is given when it is made.
import type { EventEmitter } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';
import type { Ids } from './ids.ts';
import type { Principal } from './route.ts';

/** Events of the workspace, by name, with their arguments. */
export interface WorkspaceEvents {
  /** A run (not a task run) reached a terminal state. */
  'run-ended': [run: { readonly runId: bigint; readonly jobId: bigint | undefined }];
}

/** A token that something started by the workspace may use while it runs. */
export interface LentToken {
  readonly token: string;
  /** The token is refused as expired from now on. */
  revoke(): void;
}

export interface WorkspaceContext {
  /** Each room makes its own tables here. */
  readonly state: DatabaseSync;
  /** Absolute path of the folder that holds everything; a room that keeps files makes a folder of its own in it. */
  readonly dataDir: string;
  readonly ids: Ids;
  /** Milliseconds since the epoch. */
  now(): number;
  /** `http://127.0.0.1:port`, without a slash at the end; known once the server listens. */
  baseUrl(): string;
  /** Path of python3, or undefined when this machine has none (or the caller switched it off). */
  readonly python: string | undefined;
  /** The workspace id that `X-Databricks-Org-Id` and links carry. */
  readonly orgId: string;
  /** A token with which a run calls this workspace as that principal (at most a day). */
  lendToken(principal: Principal): LentToken;
  /** The principal with this mail address or application id, for `run_as`. */
  principalNamed(userName: string): Principal | undefined;
  readonly events: EventEmitter<WorkspaceEvents>;
}
