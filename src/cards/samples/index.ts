// Every sample, by the command it belongs to.
export { auditSamples, chainSamples } from './audit.ts';
export { besideSamples } from './beside.ts';
export { canSamples } from './can.ts';
export { freezeSamples, markSamples } from './decision.ts';
export { deploySamples } from './deploy.ts';
export { experimentSamples } from './experiments.ts';
export { failureSamples } from './failures.ts';
export { linkSamples } from './found.ts';
export { jobPlanSamples } from './job-plan.ts';
export { jobSamples, jobsSamples, runSamples } from './jobs.ts';
export { lockSamples, locksSamples, releasedSamples } from './lock.ts';
export { approvalsSamples, driftSamples, ledgerSamples, modelSamples } from './models.ts';
export { noticeSamples, repairSamples, subscriptionSamples } from './notices.ts';
export { buildSamples, pipelineSamples, pipelinesSamples } from './pipelines.ts';
export { promotionSamples } from './promotion.ts';
export { promotionMoreSamples } from './promotion-more.ts';
export { askForSamples, queueSamples } from './queue.ts';
export { testsSamples } from './tests.ts';
export { votingSamples } from './voting.ts';
export { pullRequestSamples, stagePromptSamples } from './watched.ts';
export { rollbackSamples, undoSamples } from './way-back.ts';
export { whereSamples } from './where.ts';
export {
  askSamples,
  deploymentsSamples,
  environmentsSamples,
  helpSamples,
  versionSamples,
  welcomeSamples,
  whoamiSamples,
} from './words.ts';
