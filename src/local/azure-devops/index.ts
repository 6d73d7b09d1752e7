// A stand-in for Azure DevOps Services, small but real in what it does: REST over real bare repositories, pipelines whose steps run in
// real shells, approvals and callback checks that hold stages, service hooks that post. It imports nothing of ours but its neighbours here.
import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { backend } from '../git/hosting.ts';
import { checkRoutes } from './checks.ts';
import { triggers } from './document.ts';
import { gitRoutes } from './git-routes.ts';
import { createHooks, type Hooks } from './hooks.ts';
import { type Identity, type Kernel, type Route, startKernel } from './kernel.ts';
import { pipelineRoutes, queueBuild } from './pipeline-routes.ts';
import { type RefFacts, refsOf } from './repository.ts';
import { documentOf, type RunnerTools } from './runner.ts';
import type { Environment, State } from './state.ts';

export interface AzureDevOpsOptions {
  readonly port?: number;
  readonly organisation?: string;
  readonly project?: string;
  /** Bare repositories by name. */
  readonly repositories: Readonly<Record<string, string>>;
  readonly pipelines?: readonly {
    readonly name: string;
    readonly repository: string;
    readonly path?: string;
  }[];
  readonly environments?: readonly Omit<Environment, 'id'>[];
  readonly variableGroups?: State['variableGroups'];
  /** People and services by their token. */
  readonly people: Readonly<Record<string, Identity>>;
  /** What shells of the agent get besides. */
  readonly agent?: () => Readonly<Record<string, string>>;
  /** Looks this often, in ms, for pushes that came by another door. */
  readonly watchEveryMs?: number;
  /** Pauses before a hook that met a passing failure is sent again, in ms. */
  readonly hookPauses?: readonly number[];
}

export interface AzureDevOps {
  /** Address of the organisation, with a slash at its end. */
  readonly url: string;
  readonly project: string;
  /** Clone address, as the service writes it. */
  gitUrl(repository: string): string;
  readonly state: State;
  readonly hooks: Hooks;
  readonly traps: Kernel['traps'];
  readonly journal: Kernel['journal'];
  /** Starts what pushes since the last look trigger. */
  lookForPushes(): Promise<void>;
  close(): Promise<void>;
}

export async function startAzureDevOps(options: AzureDevOpsOptions): Promise<AzureDevOps> {
  const { organisation = 'contoso', project = 'ml' } = options;
  const repositories = Object.entries(options.repositories).map(([name, bareDir]) => ({
    id: randomUUID(),
    name,
    bareDir,
  }));
  const state: State = {
    organisation,
    project: { id: randomUUID(), name: project },
    repositories,
    pipelines: (options.pipelines ?? []).map(({ name, repository, path = 'azure-pipelines.yml' }, at) => {
      const found = repositories.find((each) => each.name === repository);
      if (!found) throw new RangeError(`no repository ${repository}`);
      return { id: at + 1, name, folder: '\\', path, repository: found };
    }),
    environments: (options.environments ?? []).map((each, at) => ({ ...each, id: at + 1 })),
    variableGroups: options.variableGroups ?? {},
    builds: [],
    approvals: [],
    checks: [],
    pullRequests: [],
    statuses: [],
    subscriptions: [],
    deployments: [],
    tokens: new Map(Object.entries(options.people)),
    url: '',
  };
  const hooks = createHooks(state, options.hookPauses);
  state.approvalAsked = (approval) => hooks.approval('approval-pending', approval);
  const tools: RunnerTools = {
    state,
    agent: options.agent ?? (() => ({})),
    emit: (kind, build, record) => {
      if (kind === 'run') hooks.run(build);
      else if (kind === 'build') hooks.build(build);
      else if (record) hooks.stage(build, record);
    },
  };
  const seen = new Map<string, readonly RefFacts[]>();
  for (const repository of repositories) seen.set(repository.name, await refsOf(repository));
  const look = async (): Promise<void> => {
    for (const repository of repositories) {
      const before = new Map(seen.get(repository.name)?.map((ref) => [ref.name, ref.objectId]));
      const now = await refsOf(repository);
      seen.set(repository.name, now);
      for (const { name, objectId } of now) {
        if (!name.startsWith('refs/heads/') || before.get(name) === objectId) continue;
        for (const pipeline of state.pipelines.filter((each) => each.repository === repository)) {
          const about = { pipeline, sourceVersion: objectId, templateParameters: {} };
          const document = await documentOf(about).catch(() => undefined);
          if (document && triggers(document, name.slice('refs/heads/'.length)))
            await queueBuild(tools, {
              pipeline,
              sourceBranch: name,
              sourceVersion: objectId,
              requestedFor: PUSHER,
              reason: 'individualCI',
            });
        }
      }
    }
  };
  // One look at a time, so that a push starts one build.
  let looking: Promise<void> = Promise.resolve();
  const lookForPushes = (): Promise<void> => {
    looking = looking.then(look, look);
    return looking;
  };
  const routes: readonly Route[] = [
    {
      method: 'GET',
      path: '/_apis/projects/{name}',
      handle: () => ({ body: { ...state.project, state: 'wellFormed', visibility: 'private' } }),
    },
    {
      method: 'GET',
      path: '/_apis/connectionData',
      preview: true,
      handle: ({ identity }) => ({
        body: {
          authenticatedUser: {
            id: identity.id,
            providerDisplayName: identity.displayName,
            properties: { Account: { $value: identity.uniqueName } },
          },
        },
      }),
    },
    ...gitRoutes(state, (kind, pull) => hooks.pull(kind, pull)),
    ...checkRoutes(state, (_kind, approval) => hooks.approval('approval-completed', approval)),
    ...pipelineRoutes(tools),
    ...hooks.routes,
  ];
  const kernel = await startKernel({
    port: options.port ?? 0,
    organisation,
    routes,
    identityOf: (token) => state.tokens.get(token),
    raw: async (request, response, url, token) => {
      const [, name, rest] =
        new RegExp(`^/${organisation}/${project}/_git/([^/]+)(/.+)$`).exec(url.pathname) ?? [];
      const repository = repositories.find((each) => each.name === name);
      if (!repository || rest === undefined) return false;
      if (token === undefined || !state.tokens.has(token)) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="Azure DevOps"' }).end();
        return true;
      }
      await backend(request, response, url, {
        root: dirname(repository.bareDir),
        path: `/${basename(repository.bareDir)}${rest}`,
        user: state.tokens.get(token)?.displayName ?? 'git',
      });
      if (rest === '/git-receive-pack') await lookForPushes();
      return true;
    },
  });
  state.url = `http://127.0.0.1:${kernel.port}/${organisation}/`;
  const watch =
    options.watchEveryMs === undefined
      ? undefined
      : setInterval(() => void lookForPushes().catch(() => {}), options.watchEveryMs).unref();
  return {
    url: state.url,
    project,
    gitUrl: (repository) => `${state.url}${project}/_git/${repository}`,
    ...{ state, hooks, lookForPushes },
    traps: kernel.traps,
    journal: kernel.journal,
    close: async () => {
      clearInterval(watch);
      await looking.catch(() => {});
      for (const build of state.builds) build.stop.current.abort();
      while (state.builds.some((build) => build.status !== 'completed'))
        await new Promise((resolve) => setTimeout(resolve, 20));
      await kernel.close();
    },
  };
}

const PUSHER: Identity = { id: 'pusher', displayName: 'Whoever pushed', uniqueName: 'pusher@localhost' };
