// Makes and joins the rooms of the embedded workspace: state, principals, git, files, git folders. Everything it holds lives in one
// data folder and survives a restart, also on another port.
import { EventEmitter } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openFiles } from './files/access.ts';
import type { WorkspaceFiles } from './files/contract.ts';
import { openGitFolders } from './files/git-folders.ts';
import { workspaceRoutes } from './files/routes.ts';
import { openTree } from './files/tree.ts';
import { type GitHosting, openGitHosting } from './git/hosting.ts';
import { openRemotes } from './git/remote.ts';
import { openPrincipals, type PrincipalConfig } from './identity/principals.ts';
import { identityRoutes } from './identity/routes.ts';
import type { WorkspaceContext, WorkspaceEvents } from './kernel/context.ts';
import { type FaultBoard, openFaultBoard } from './kernel/faults.ts';
import { openIds } from './kernel/ids.ts';
import { type Journal, openJournal } from './kernel/journal.ts';
import type { Principal, Route } from './kernel/route.ts';
import { startServer } from './kernel/server.ts';
import { openState } from './kernel/state.ts';
import { findProgram } from './kernel/surroundings.ts';
import { openGitCredentials } from './repos/credentials.ts';
import { repoRoutes } from './repos/routes.ts';
import { welcomeRoute } from './welcome.ts';

/** An API family that is built on the kernel from outside this file: jobs, MLflow. */
export interface Room {
  readonly routes: readonly Route[];
  close?(): Promise<void>;
}

export interface WorkspaceOptions {
  /** Token of the service identity, which is a service principal and administrator. */
  readonly token: string;
  /** OAuth secret of the service identity (client id: `SERVICE_IDENTITY`); absent: no M2M for it. */
  readonly clientSecret?: string;
  /** More callers. */
  readonly principals?: readonly PrincipalConfig[];
  /** Absent: a temporary folder that goes at `close()`. */
  readonly dataDir?: string;
  readonly host?: string;
  readonly port?: number;
  /** Needed for a host beyond loopback. */
  readonly allowRemote?: boolean;
  /** Issue ids beyond 2^53. */
  readonly bigIds?: boolean;
  /** Workspace id on answers and in links. */
  readonly orgId?: string;
  /** Path of python3; false: act as a machine without one; absent: look for it. */
  readonly python?: string | false;
  /** Let anybody on this machine push to the hosted repositories. */
  readonly openPush?: boolean;
  /** Prefixes of git URLs that may be used; absent: every http and https URL. */
  readonly gitAllowList?: readonly string[];
  readonly gitTimeoutMs?: number;
  /** How long a git operation waits for another one on the same folder, in ms; 30 000 when absent. */
  readonly repoLockWaitMs?: number;
  /** Life of tokens from the OAuth endpoint; 3600 when absent. */
  readonly tokenLifeSeconds?: number;
  /** Clock, in ms since the epoch. */
  readonly now?: () => number;
  /** API families to add to git folders, files and identity. */
  readonly rooms?: readonly ((context: WorkspaceContext, files: WorkspaceFiles) => Room)[];
  /** Told of unexpected errors of handlers. */
  readonly onError?: (error: unknown) => void;
}

export interface RunningWorkspace {
  readonly url: string;
  readonly token: string;
  readonly dataDir: string;
  readonly faults: FaultBoard;
  readonly journal: Journal;
  readonly files: WorkspaceFiles;
  readonly events: EventEmitter<WorkspaceEvents>;
  /** Makes a hosted repository; see `GitHosting.createRepository`. */
  readonly createRepository: GitHosting['createRepository'];
  /** Clone URL of a hosted repository. */
  gitUrl(name: string): string;
  close(): Promise<void>;
}

/** Application id of the service identity. */
export const SERVICE_IDENTITY = '5b0ee6c4-7f3a-4c55-9d0c-9c3c1f6f2a01';

const ORG_ID = '7405612389456120';

export async function startWorkspace(options: WorkspaceOptions): Promise<RunningWorkspace> {
  const dataDir =
    options.dataDir === undefined ? mkdtempSync(join(tmpdir(), 'workspace-')) : resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  // Git credentials lie in here.
  chmodSync(dataDir, 0o700);
  const state = openState(dataDir);
  const now = options.now ?? Date.now;
  const events = new EventEmitter<WorkspaceEvents>();
  const principals = openPrincipals({
    principals: [serviceIdentity(options), ...(options.principals ?? [])],
    tokenLifeSeconds: options.tokenLifeSeconds ?? 3600,
    now,
  });
  const closing = new AbortController();
  let url = '';
  const context: WorkspaceContext = {
    state,
    dataDir,
    ids: openIds(state, { bigIds: options.bigIds === true }),
    now,
    baseUrl: () => url,
    python: options.python === false ? undefined : (options.python ?? findProgram('python3', 'python')),
    orgId: options.orgId ?? ORG_ID,
    events,
    lendToken: (principal) => principals.lend(principal),
    principalNamed: (userName) => principals.named(userName),
  };

  const isService = (principal: Principal) => principals.known(principal)?.kind === 'service';
  const isAdmin = (principal: Principal) => principals.known(principal)?.admin === true;

  const hosting = openGitHosting(dataDir, { openPush: options.openPush === true });
  const credentials = openGitCredentials(context, isService);
  const remotes = openRemotes({
    hosting,
    baseUrl: () => url,
    secretOf: (access, remote) => credentials.secretOf(access, remote, hosting.nameOf(remote) !== undefined),
    allowList: options.gitAllowList,
    timeoutMs: options.gitTimeoutMs,
    signal: closing.signal,
  });
  const tree = openTree(context, openGitFolders(state));
  for (const { userName } of principals.all()) {
    for (const top of ['Users', 'Repos']) await tree.makeFolder(`/${top}/${userName}`);
  }
  const files = openFiles(dataDir, tree, remotes);
  const faults = openFaultBoard();
  const journal = openJournal();

  const rooms = (options.rooms ?? []).map((open) => open(context, files));

  const server = await startServer({
    routes: [
      welcomeRoute(() => hosting.names()),
      ...identityRoutes(context, principals),
      ...credentials.routes,
      ...repoRoutes(context, {
        tree,
        remotes,
        credentials,
        isAdmin,
        lockWaitMs: options.repoLockWaitMs ?? 30_000,
      }),
      ...workspaceRoutes(tree, remotes),
      ...rooms.flatMap((room) => room.routes),
      ...faults.routes,
      ...journal.routes,
    ],
    streams: [hosting.stream],
    principalOf: principals.principalOf,
    faults,
    orgId: context.orgId,
    onRequest: (exchange) => journal.note(exchange),
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.allowRemote === undefined ? {} : { allowRemote: options.allowRemote }),
    ...(options.onError === undefined ? {} : { onError: options.onError }),
  });
  url = server.url;

  return {
    url,
    token: options.token,
    dataDir,
    faults,
    journal,
    files,
    events,
    createRepository: (name, seed, repository) => hosting.createRepository(name, seed, repository),
    gitUrl: (name) => `${url}/git/${name}.git`,
    async close() {
      closing.abort();
      await server.close();
      for (const room of rooms) await room.close?.();
      state.close();
      if (options.dataDir === undefined && existsSync(dataDir)) {
        await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

function serviceIdentity(options: WorkspaceOptions): PrincipalConfig {
  const secret = options.clientSecret === undefined ? {} : { clientSecret: options.clientSecret };
  return {
    token: options.token,
    userName: SERVICE_IDENTITY,
    displayName: 'brickbot',
    kind: 'service',
    admin: true,
    ...secret,
  };
}
