// The list of all samples, for the gallery, for pictures and for the tests that look at every card.
import type { Face } from './card.ts';
import * as all from './samples/index.ts';

export interface GalleryEntry {
  /** `deploy / happy: done`. */
  readonly title: string;
  readonly face: Face;
}

const GROUPS = {
  deploy: all.deploySamples,
  tests: all.testsSamples,
  job: all.jobSamples,
  'plan of a job': all.jobPlanSamples,
  pipeline: all.pipelineSamples,
  build: all.buildSamples,
  pipelines: all.pipelinesSamples,
  'stage waits': all.stagePromptSamples,
  'pull request': all.pullRequestSamples,
  promotion: all.promotionSamples,
  'promotion, more': all.promotionMoreSamples,
  voting: all.votingSamples,
  approvals: all.approvalsSamples,
  model: all.modelSamples,
  history: all.ledgerSamples,
  drift: all.driftSamples,
  experiment: all.experimentSamples,
  run: all.runSamples,
  compare: all.besideSamples,
  jobs: all.jobsSamples,
  environments: all.environmentsSamples,
  deployments: all.deploymentsSamples,
  'can I deploy': all.canSamples,
  'where is': all.whereSamples,
  lock: all.lockSamples,
  unlock: all.releasedSamples,
  locks: all.locksSamples,
  'ask for': all.askForSamples,
  queue: all.queueSamples,
  rollback: all.rollbackSamples,
  undo: all.undoSamples,
  mark: all.markSamples,
  'override freeze': all.freezeSamples,
  audit: all.auditSamples,
  'audit verify': all.chainSamples,
  link: all.linkSamples,
  notice: all.noticeSamples,
  repair: all.repairSamples,
  'run pipeline': all.pipelineSamples,
  'show build': all.buildSamples,
  'show pipelines': all.pipelinesSamples,
  subscription: all.subscriptionSamples,
  help: all.helpSamples,
  ask: all.askSamples,
  failure: all.failureSamples,
  whoami: all.whoamiSamples,
  version: all.versionSamples,
  welcome: all.welcomeSamples,
} as const;

/** Draws every sample. */
export const gallery = (): readonly GalleryEntry[] =>
  Object.entries(GROUPS).flatMap(([group, samples]) =>
    Object.entries(samples).map(([name, face]) => ({ title: `${group} / ${name}`, face })),
  );
