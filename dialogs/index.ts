// Everything that people can say: one line a command. A test compares this list with the folder.
export { cancel } from './cancel.ts';
export { deploy } from './deploy.ts';
export { help } from './help.ts';
export { rerun } from './rerun.ts';
export { runJob } from './run/job.ts';
export { runTests } from './run/tests.ts';
export { showDeployments } from './show/deployments.ts';
export { showEnvironments } from './show/environments.ts';
export { showExperiment } from './show/experiment.ts';
export { showJobs } from './show/jobs.ts';
export { showRun } from './show/run.ts';
export { start } from './start.ts';
export { version } from './version.ts';
export { whoami } from './whoami.ts';
