// Everything that people can say: one line a command. A test compares this list with the folder.

export { auditVerify } from './audit/verify.ts';
export { audit } from './audit.ts';
export { cancel } from './cancel.ts';
export { deploy } from './deploy.ts';
export { extend } from './extend.ts';
export { help } from './help.ts';
export { lock } from './lock.ts';
export { locks } from './locks.ts';
export { mute } from './mute.ts';
export { repair } from './repair.ts';
export { rerun } from './rerun.ts';
export { runJob } from './run/job.ts';
export { runTests } from './run/tests.ts';
export { showDeployments } from './show/deployments.ts';
export { showEnvironments } from './show/environments.ts';
export { showExperiment } from './show/experiment.ts';
export { showJobs } from './show/jobs.ts';
export { showRun } from './show/run.ts';
export { start } from './start.ts';
export { subscribe } from './subscribe.ts';
export { subscriptions } from './subscriptions.ts';
export { unlock } from './unlock.ts';
export { unsubscribe } from './unsubscribe.ts';
export { version } from './version.ts';
export { whoami } from './whoami.ts';
