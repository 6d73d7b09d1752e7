// Walks a build: stages in order, checks of their environments first, then jobs with a checkout of their own and real shells.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passChecks } from './checks.ts';
import {
  type PipelineDocument,
  type PlannedJob,
  type PlannedStage,
  readDocument,
  type Variable,
} from './document.ts';
import { evaluate, expandMacros, type Scope } from './expressions.ts';
import { fileOf } from './repository.ts';
import {
  type Build,
  begin,
  finish,
  newRecord,
  type Result,
  type State,
  type TimelineRecord,
} from './state.ts';
import { checkOut, find, runStep } from './steps.ts';

type Variables = Map<string, { value: string; isSecret?: boolean }>;

export interface RunnerTools {
  readonly state: State;
  /** Environment that shells get besides: where the bot's command line is, and the like. */
  readonly agent: () => Readonly<Record<string, string>>;
  /** Something people can subscribe to has happened. */
  emit(kind: 'run' | 'stage' | 'build', build: Build, record?: TimelineRecord): void;
}

/** The pipeline as it stands at the build's commit. @throws Refusal */
export const documentOf = async (
  build: Pick<Build, 'pipeline' | 'sourceVersion' | 'templateParameters'>,
): Promise<PipelineDocument | undefined> => {
  const source = await fileOf(build.pipeline.repository, build.sourceVersion, build.pipeline.path);
  return source === undefined ? undefined : readDocument(source, build.templateParameters);
};

/** Runs the build to its end; a second call runs what failed again. */
export async function runBuild(tools: RunnerTools, build: Build, document: PipelineDocument): Promise<void> {
  const { state } = tools;
  build.status = 'inProgress';
  build.startTime ??= new Date().toISOString();
  build.result = null;
  state.tokens.set(build.accessToken, {
    id: 'build-service',
    displayName: `${state.project.name} Build Service`,
    uniqueName: 'build@localhost',
  });
  tools.emit('run', build);
  for (const stage of document.stages) {
    const known = build.records.find((each) => each.type === 'Stage' && each.identifier === stage.name);
    if (known?.state === 'completed' && known.result === 'succeeded') continue;
    if (known) build.records = build.records.filter((each) => !below(build.records, each, known.id));
    const record =
      known ??
      newRecord(build, { type: 'Stage', name: stage.displayName, identifier: stage.name, parentId: null });
    if (known) {
      record.attempt += 1;
      Object.assign(record, { state: 'pending', result: null, startTime: null, finishTime: null });
    }
    await runStage(tools, build, document, stage, record);
    tools.emit('stage', build, record);
  }
  const stages = build.records.filter((each) => each.type === 'Stage');
  build.result = build.stop.current.signal.aborted
    ? 'canceled'
    : stages.some((each) => each.result === 'failed')
      ? 'failed'
      : 'succeeded';
  build.status = 'completed';
  build.finishTime = new Date().toISOString();
  state.tokens.delete(build.accessToken);
  tools.emit('run', build);
  tools.emit('build', build);
}

const below = (records: readonly TimelineRecord[], record: TimelineRecord, ancestor: string): boolean => {
  for (let parent = record.parentId; parent !== null; ) {
    if (parent === ancestor) return true;
    parent = records.find((each) => each.id === parent)?.parentId ?? null;
  }
  return false;
};

const scopeOf = (build: Build, before: readonly (Result | null)[], variables: Variables): Scope => ({
  succeeded: before.every((result) => result === 'succeeded' || result === null),
  failed: before.includes('failed'),
  canceled: build.stop.current.signal.aborted,
  variable: (name) => find(variables, name)?.value,
});

async function runStage(
  tools: RunnerTools,
  build: Build,
  document: PipelineDocument,
  stage: PlannedStage,
  record: TimelineRecord,
): Promise<void> {
  const variables = variablesFor(tools.state, build, [...document.variables, ...stage.variables]);
  const before = stage.dependsOn.map(
    (name) => build.records.find((each) => each.type === 'Stage' && each.identifier === name)?.result ?? null,
  );
  const skipped = build.stagesToSkip.includes(stage.name);
  if (skipped || evaluate(stage.condition, scopeOf(build, before, variables)) !== true)
    return finish(record, build.stop.current.signal.aborted ? 'canceled' : 'skipped');
  const environments = [...new Set(stage.jobs.flatMap((job) => job.environment ?? []))];
  for (const name of environments) {
    tools.emit('stage', build, record);
    const environment = tools.state.environments.find((each) => each.name === name);
    if (environment && !(await passChecks(tools.state, build, stage.name, record, environment)))
      return finish(record, build.stop.current.signal.aborted ? 'canceled' : 'failed');
  }
  begin(record);
  tools.emit('stage', build, record);
  const results: (Result | null)[] = [];
  for (const job of stage.jobs) results.push(await runJob(tools, build, job, record, variables, results));
  const worst = build.stop.current.signal.aborted
    ? 'canceled'
    : results.includes('failed')
      ? 'failed'
      : 'succeeded';
  finish(record, worst);
  for (const name of environments) {
    const environment = tools.state.environments.find((each) => each.name === name);
    if (environment)
      tools.state.deployments.push({
        ...{ environment, build, stage: stage.name, result: worst },
        finishTime: record.finishTime ?? '',
      });
  }
}

async function runJob(
  tools: RunnerTools,
  build: Build,
  job: PlannedJob,
  stage: TimelineRecord,
  outer: Variables,
  before: readonly (Result | null)[],
): Promise<Result> {
  const record = newRecord(build, {
    type: 'Job',
    name: job.displayName,
    identifier: `${stage.identifier}.${job.name}`,
    parentId: stage.id,
  });
  const variables = new Map([...outer, ...variablesFor(tools.state, build, job.variables)]);
  if (evaluate(job.condition, scopeOf(build, before, variables)) !== true) {
    finish(record, 'skipped');
    return 'skipped';
  }
  begin(record);
  const scratch = await mkdtemp(join(tmpdir(), 'pipeline-'));
  const folder = join(scratch, 's');
  variables.set('Build.SourcesDirectory', { value: folder });
  variables.set('System.DefaultWorkingDirectory', { value: folder });
  const results: Result[] = [];
  try {
    if (!job.steps.some((step) => step.kind === 'checkout')) await checkOut({ build, folder, say: () => {} });
    for (const step of job.steps) {
      const task = newRecord(build, {
        type: 'Task',
        name: step.displayName,
        identifier: `${record.identifier}.${results.length}`,
        parentId: record.id,
      });
      if (evaluate(step.condition, scopeOf(build, results, variables)) !== true) {
        finish(task, build.stop.current.signal.aborted ? 'canceled' : 'skipped');
        continue;
      }
      begin(task);
      const lines: string[] = [];
      const id = build.logs.size + 1;
      build.logs.set(id, lines);
      task.log = {
        id,
        url: `${tools.state.url}${tools.state.project.name}/_apis/build/builds/${build.id}/logs/${id}`,
      };
      const went = await runStep(step, {
        ...{ build, folder, variables },
        tools: tools.agent(),
        say: (line) => lines.push(line),
        signal: build.stop.current.signal,
      }).catch((error: unknown) => {
        lines.push(`##[error]${String((error as Error).message)}`);
        return false;
      });
      const result: Result = build.stop.current.signal.aborted ? 'canceled' : went ? 'succeeded' : 'failed';
      if (result === 'failed')
        task.issues.push({
          type: 'error',
          message:
            lines
              .findLast((line) => line.trim() !== '' && !line.startsWith('##[error]Bash'))
              ?.slice(0, 500) ?? 'failed',
        });
      finish(task, result);
      results.push(result === 'failed' && step.continueOnError ? 'succeeded' : result);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const result: Result = build.stop.current.signal.aborted
    ? 'canceled'
    : results.includes('failed')
      ? 'failed'
      : 'succeeded';
  finish(record, result);
  return result;
}

/** The predefined variables and those that the pipeline names; later ones win, those given at queue time win over all. */
function variablesFor(state: State, build: Build, named: readonly Variable[]): Variables {
  const short = build.sourceBranch.replace(/^refs\/(heads|tags)\//, '');
  const predefined: Readonly<Record<string, string>> = {
    'Build.BuildId': String(build.id),
    'Build.BuildNumber': build.buildNumber,
    'Build.SourceBranch': build.sourceBranch,
    'Build.SourceBranchName': short.split('/').at(-1) ?? short,
    'Build.SourceVersion': build.sourceVersion,
    'Build.Reason':
      build.reason === 'pullRequest' ? 'PullRequest' : build.reason === 'manual' ? 'Manual' : 'IndividualCI',
    'Build.RequestedFor': build.requestedFor.displayName,
    'Build.Repository.Name': build.pipeline.repository.name,
    'Build.DefinitionName': build.pipeline.name,
    'System.CollectionUri': state.url,
    'System.TeamFoundationCollectionUri': state.url,
    'System.TeamProject': state.project.name,
    'System.TeamProjectId': state.project.id,
    'System.PlanId': build.planId,
    'System.HostType': 'build',
    TF_BUILD: 'True',
    ...(build.pullRequest && {
      'System.PullRequest.PullRequestId': String(build.pullRequest.pullRequestId),
      'System.PullRequest.SourceBranch': build.pullRequest.sourceRefName,
      'System.PullRequest.TargetBranch': build.pullRequest.targetRefName,
      'System.PullRequest.SourceCommitId': build.pullRequest.sourceCommit,
    }),
  };
  const variables: Variables = new Map(Object.entries(predefined).map(([name, value]) => [name, { value }]));
  variables.set('System.AccessToken', { value: build.accessToken, isSecret: true });
  for (const each of named) {
    if ('group' in each)
      for (const [name, variable] of Object.entries(state.variableGroups[each.group] ?? {}))
        variables.set(name, variable);
    else
      variables.set(each.name, { value: expandMacros(each.value, (name) => find(variables, name)?.value) });
  }
  for (const [name, value] of Object.entries(build.variables)) variables.set(name, { value });
  return variables;
}
