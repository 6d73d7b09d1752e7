// Joins the CI system with the rest of the house: its client, the playbook of runs, the gate, the statuses of commits.
import { hkdfSync } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import { Fault } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { VERSION } from '../base/version.ts';
import { type AzureAddress, azureAddress } from '../devops/azure/address.ts';
import { type AzureDevOps, azureDevOps } from '../devops/azure/index.ts';
import type { GitProvider } from '../devops/git.ts';
import { gitHubAddress, gitHubStatuses } from '../devops/github.ts';
import type { Approval } from '../domain/approval.ts';
import type { Operation } from '../domain/operation.ts';
import { hasEnded } from '../domain/operation.ts';
import type { PromotionInput } from '../domain/promotion.ts';
import { seal } from '../identity/seal.ts';
import type { Acting } from '../services/acting/index.ts';
import type { Audit } from '../services/audit/index.ts';
import type { Environments } from '../services/environments.ts';
import type { Notices } from '../services/notices/index.ts';
import type { Operations } from '../services/operations/index.ts';
import type { Playbook } from '../services/operations/playbook.ts';
import { buildWatch } from '../services/pipelines/builds.ts';
import { type ModelDecisions, pipelineChecks } from '../services/pipelines/checks.ts';
import { type Pipelines, pipelinesService } from '../services/pipelines/index.ts';
import { pipelinePlaybook } from '../services/pipelines/playbook.ts';
import { stagePrompts } from '../services/pipelines/prompts.ts';
import { pullWatch } from '../services/pipelines/pulls.ts';
import { type StatusWriter, testStatuses } from '../services/pipelines/statuses.ts';
import { pipelineWatch } from '../services/pipelines/watch.ts';
import type { Promotions } from '../services/promotions/port.ts';
import type { Rights } from '../services/rights.ts';
import type { Store } from '../store/index.ts';
import { azureAsPeople, ownAzureCredentials } from './azure-identity.ts';

export interface OpenPipelines {
  readonly azure: AzureDevOps | undefined;
  readonly playbook: Playbook;
  service(parts: {
    readonly operations: Operations;
    readonly promotions: Pick<Promotions, 'find'>;
    readonly audit: Audit;
    readonly notices: Notices;
  }): Pipelines;
  close(): Promise<void>;
}

interface Parts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly rights: Rights;
  readonly git: GitProvider;
  readonly environments: Environments;
  /** Asked with each request, long after everything is made. */
  readonly acting: () => Acting;
}

export const openPipelines = (parts: Parts): OpenPipelines => {
  const { config, clock, environments, rights, acting } = parts;
  const address = addressOf(config);
  const own = address && ownAzureCredentials(config, clock);
  const asPeople =
    address && config.azureDevOps?.identity === 'user' ? azureAsPeople(acting, own) : undefined;
  const credentials = own ?? asPeople;
  const line =
    address && credentials && azureDevOps(address, { credentials, clock, userAgent: `brickbot/${VERSION}` });
  // Statuses and gates are brickbot's own; what people look at, run and decide may be done as them.
  const azure = own && line;
  const people = asPeople ? line?.as(asPeople) : line;
  return {
    azure,
    playbook: pipelinePlaybook(
      {
        rights,
        environment: (name) => environments.named(name),
        pipelines: () => {
          if (!people) throw new Fault('pipelines-not-configured', { changed: 'no' });
          return people.pipelines;
        },
      },
      () => clock.now(),
    ),
    service: ({ operations, promotions, audit, notices }) => {
      const password = config.settings.BRICKBOT_WEBHOOK_PASSWORD;
      const writer = writerOf(config, azure);
      return pipelinesService({
        ...{ ...parts, azure: people, operations, audit },
        checks:
          azure && password !== undefined
            ? pipelineChecks({
                ...{ ...parts, azure, audit },
                // Who knows the password can call the gate; the tokens that it brings are as secret.
                seal: seal(Buffer.from(hkdfSync('sha256', password, '', 'brickbot gate tokens', 32))),
                decisions: promotionDecisions(operations, promotions),
              })
            : undefined,
        watch:
          azure &&
          pipelineWatch({
            ...{ log: parts.log, store: parts.store, clock: parts.clock, notices },
            prompts: stagePrompts({
              ...{ ...parts, azure, operations },
              channel: config.azureDevOps?.approvalsChannel,
              channelOf: (model) => config.models[model]?.approvals.channel,
              modelChannels: Object.values(config.models).some(
                ({ approvals }) => approvals.channel !== undefined,
              ),
              promotionOf: (commit) => promotionFrom(operations, promotions, commit),
            }),
            builds: buildWatch({ ...parts, pipelines: azure.pipelines }),
            pulls: pullWatch({ ...parts, git: azure.git }),
          }),
        statuses: writer && testStatuses({ ...parts, writer, operations, usual: config.defaults.suite }),
      });
    },
    close: async () => line?.close(),
  };
};

export const addressOf = ({ git, azureDevOps: said }: Config): AzureAddress | undefined => {
  const read = azureAddress(git.url);
  if (said?.url !== undefined) {
    const collection = `${said.url.replace(/\/+$/, '')}/`;
    const project = said.project ?? read?.project;
    const repository = said.repository ?? read?.repository ?? project;
    return project === undefined || repository === undefined
      ? undefined
      : { collection, project, repository };
  }
  if (git.provider !== 'azure-devops' && !said) return undefined;
  return (
    read && {
      ...read,
      ...(said?.project && { project: said.project }),
      ...(said?.repository && { repository: said.repository }),
    }
  );
};

const writerOf = (config: Config, azure: AzureDevOps | undefined): StatusWriter | undefined => {
  if (config.azureDevOps?.statuses === false) return undefined;
  if (azure) return azure.git;
  const token = config.settings.GITHUB_TOKEN;
  const address = config.git.provider === 'github' ? gitHubAddress(config.git.url) : undefined;
  return address && token !== undefined ? gitHubStatuses(address, token, `brickbot/${VERSION}`) : undefined;
};

const MOST_LOOKED = 200;
/** Requests among which a card looks for the one of its commit. */
const MOST_SHOWN = 50;

/** The newest request for a version decides: done is approved, over in any other way is rejected, none is to be waited for. */
const promotionDecisions = (
  operations: Operations,
  promotions: Pick<Promotions, 'find'>,
): ModelDecisions => ({
  decisionOf: async (model, which) => {
    const all = (await operations.list({
      kind: 'promote',
      limit: MOST_LOOKED,
    })) as readonly Operation<PromotionInput>[];
    const ofModel = all.filter(({ input }) => input.model === model);
    const newest =
      'version' in which
        ? ofModel.find(({ input }) => input.version === which.version)
        : await firstOf(
            ofModel,
            async ({ op }) => (await promotions.find(op))?.evidence.candidateCommit === which.commit,
          );
    if (!newest) return { state: 'pending' };
    if (!hasEnded(newest.state)) return { state: 'pending', op: newest.op };
    const approval = await promotions.find(newest.op);
    const votes = approval?.votes.map(({ person }) => person.name).join(', ');
    return {
      state: newest.state === 'done' ? 'approved' : 'rejected',
      op: newest.op,
      by:
        votes === undefined || votes === '' ? `operation ${newest.op}` : `${votes} (operation ${newest.op})`,
      ...(newest.reason && { because: newest.reason.code }),
    };
  },
});

/** The newest request for any version that was trained from the commit. */
const promotionFrom = async (
  operations: Operations,
  promotions: Pick<Promotions, 'find'>,
  commit: string,
): Promise<Approval | undefined> => {
  for (const { op } of await operations.list({ kind: 'promote', limit: MOST_SHOWN })) {
    const approval = await promotions.find(op);
    if (approval?.evidence.candidateCommit === commit) return approval;
  }
  return undefined;
};

const firstOf = async <T>(all: readonly T[], fits: (each: T) => Promise<boolean>): Promise<T | undefined> => {
  for (const each of all) if (await fits(each)) return each;
  return undefined;
};
