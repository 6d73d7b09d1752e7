// What pipelines of the CI system say.
import { type CatalogueEntry, entry } from './entry.ts';

export const PIPELINES = {
  'pipelines-not-configured': entry(
    'refused',
    'No pipelines here',
    'brickbot does not know an Azure DevOps project.',
    'Set git.provider to azure-devops in brickbot.yaml, and AZURE_DEVOPS_EXT_PAT or the three of ARM_*.',
  ),
  'pipeline-not-found': entry(
    'input',
    'No such pipeline',
    'There is no pipeline {pipeline} in the project.',
    'Did you mean one of these: {near}.',
  ),
  'build-failed': entry(
    'failed',
    'Pipeline failed',
    'Build {build} of {pipeline} failed: {reason}',
    'Open the build, mend what failed, then retry it.',
  ),
  'build-cancelled': entry(
    'failed',
    'Pipeline stopped',
    'Build {build} of {pipeline} was cancelled.',
    'Run the pipeline again when it should go on.',
  ),
  'build-not-over': entry(
    'refused',
    'Still running',
    'Build {build} has not ended.',
    'Wait for its end, or cancel it first.',
  ),
  'nothing-waits': entry(
    'input',
    'Nothing to decide',
    'Nothing in build {build} waits for a decision.',
    'Type “show build {build}” to see where it stands.',
  ),
  'stage-waits-for-promotion': entry(
    'input',
    'Decided elsewhere',
    'The stage {stage} waits for the promotion of {model}, which is decided on its own card.',
    'Type “{usage}”.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
