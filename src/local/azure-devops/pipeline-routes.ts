// Pipelines, their runs and builds over REST: start, look, log, stop, retry; environments and variable groups beside them.
import { randomUUID } from 'node:crypto';
import { type Asked, type Identity, paged, Refusal, type Route } from './kernel.ts';
import { buildShape, pipelineShape, runShape } from './pipeline-shapes.ts';
import { commitOf } from './repository.ts';
import { documentOf, type RunnerTools, runBuild } from './runner.ts';
import type { Build, Pipeline, PullRequest } from './state.ts';

export interface BuildWanted {
  readonly pipeline: Pipeline;
  readonly sourceBranch: string;
  readonly sourceVersion?: string | undefined;
  readonly requestedFor: Identity;
  readonly reason: Build['reason'];
  readonly templateParameters?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly stagesToSkip?: readonly string[];
  readonly pullRequest?: PullRequest;
}

/** Validates the pipeline at its commit and starts the build. @throws Refusal */
export async function queueBuild(tools: RunnerTools, wanted: BuildWanted): Promise<Build> {
  const { state } = tools;
  const { pipeline } = wanted;
  const sourceVersion = await commitOf(pipeline.repository, wanted.sourceVersion ?? wanted.sourceBranch);
  if (sourceVersion === undefined)
    throw validation(`The branch or commit ${wanted.sourceBranch} was not found.`);
  const templateParameters = wanted.templateParameters ?? {};
  const document = await documentOf({ pipeline, sourceVersion, templateParameters });
  if (!document)
    throw validation(`File /${pipeline.path} not found in repository at ${wanted.sourceBranch}.`);
  const id = 100 + state.builds.length + 1;
  const build: Build = {
    ...{ id, pipeline, sourceVersion, templateParameters },
    buildNumber: `${new Date().toISOString().slice(0, 10).replaceAll('-', '')}.${id}`,
    planId: randomUUID(),
    sourceBranch: wanted.sourceBranch,
    requestedFor: wanted.requestedFor,
    reason: wanted.reason,
    variables: wanted.variables ?? {},
    ...(wanted.pullRequest && { pullRequest: wanted.pullRequest }),
    queueTime: new Date().toISOString(),
    stagesToSkip: wanted.stagesToSkip ?? [],
    startTime: null,
    finishTime: null,
    status: 'notStarted',
    result: null,
    records: [],
    logs: new Map(),
    tests: [],
    stop: { current: new AbortController() },
    accessToken: randomUUID(),
  };
  state.builds.push(build);
  start(tools, build);
  return build;
}

/** Runs in the background; what breaks the runner itself fails the build. */
const start = (tools: RunnerTools, build: Build): void => {
  documentOf(build)
    .then((document) => document && runBuild(tools, build, document))
    .catch((error: unknown) => {
      build.logs.set(build.logs.size + 1, [String(error)]);
      Object.assign(build, { status: 'completed', result: 'failed', finishTime: new Date().toISOString() });
      tools.emit('run', build);
      tools.emit('build', build);
    });
};

const validation = (message: string): Refusal =>
  new Refusal(400, 'BuildRequestValidationFailedException', message, {
    customProperties: { ValidationResults: [{ result: 'error', message }] },
  });

export const pipelineRoutes = (tools: RunnerTools): readonly Route[] => {
  const { state } = tools;
  const pipelineOf = ({ params }: Asked): Pipeline => {
    const found = state.pipelines.find((each) => each.id === Number(params['id']));
    if (!found) throw new Refusal(404, 'PipelineDoesNotExistException', 'The pipeline does not exist.');
    return found;
  };
  const buildOf = ({ params }: Asked): Build => {
    const found = state.builds.find((each) => each.id === Number(params['id']));
    if (!found)
      throw new Refusal(
        404,
        'BuildNotFoundException',
        `The requested build ${params['id'] ?? ''} could not be found.`,
      );
    return found;
  };
  const retry = (build: Build): void => {
    if (build.status !== 'completed')
      throw new Refusal(409, 'BuildStatusInvalidChangeException', 'The build is not completed.');
    build.stop.current = new AbortController();
    build.status = 'notStarted';
    start(tools, build);
  };
  return [
    {
      method: 'GET',
      path: '/{project}/_apis/pipelines',
      handle: ({ query }) =>
        paged(
          state.pipelines.map((each) => pipelineShape(state, each)),
          query,
        ),
    },
    {
      method: 'GET',
      path: '/{project}/_apis/pipelines/{id}',
      handle: (asked) => ({ body: pipelineShape(state, pipelineOf(asked)) }),
    },
    {
      method: 'POST',
      path: '/{project}/_apis/pipelines/{id}/runs',
      handle: async (asked) => {
        const body = (asked.body ?? {}) as {
          resources?: { repositories?: { self?: { refName?: string; version?: string } } };
          templateParameters?: Record<string, string>;
          variables?: Record<string, { value: string }>;
          stagesToSkip?: string[];
        };
        // A ref that does not stand below `self` is overlooked without a word, and the default branch is run.
        const self = body.resources?.repositories?.self;
        const build = await queueBuild(tools, {
          pipeline: pipelineOf(asked),
          sourceBranch: self?.refName ?? 'refs/heads/main',
          sourceVersion: self?.version,
          requestedFor: asked.identity,
          reason: 'manual',
          templateParameters: body.templateParameters ?? {},
          variables: Object.fromEntries(
            Object.entries(body.variables ?? {}).map(([name, each]) => [name, each.value]),
          ),
          stagesToSkip: body.stagesToSkip ?? [],
        });
        return { body: runShape(state, build) };
      },
    },
    {
      method: 'GET',
      path: '/{project}/_apis/pipelines/{pipeline}/runs/{id}',
      handle: (asked) => ({ body: runShape(state, buildOf(asked)) }),
    },
    {
      method: 'GET',
      path: '/{project}/_apis/build/builds',
      handle: ({ query }) => {
        const definitions = query.get('definitions')?.split(',').map(Number);
        const status = query.get('statusFilter');
        const branch = query.get('branchName');
        const since = query.get('minTime');
        const builds = state.builds
          .filter(
            (each) =>
              (!definitions || definitions.includes(each.pipeline.id)) &&
              (status === null || status === 'all' || each.status === status) &&
              (branch === null || each.sourceBranch === branch) &&
              (since === null || Date.parse(each.queueTime) >= Date.parse(since)),
          )
          .toReversed();
        return paged(
          builds.map((each) => buildShape(state, each)),
          query,
        );
      },
    },
    {
      method: 'GET',
      path: '/{project}/_apis/build/builds/{id}',
      handle: (asked) => ({ body: buildShape(state, buildOf(asked)) }),
    },
    {
      method: 'PATCH',
      path: '/{project}/_apis/build/builds/{id}',
      handle: (asked) => {
        const build = buildOf(asked);
        if (asked.query.get('retry') === 'true') retry(build);
        else if (
          (asked.body as { status?: string } | undefined)?.status === 'cancelling' &&
          build.status !== 'completed'
        ) {
          build.status = 'cancelling';
          build.stop.current.abort();
        }
        return { body: buildShape(state, build) };
      },
    },
    {
      method: 'PATCH',
      path: '/{project}/_apis/build/builds/{id}/stages/{stage}',
      handle: (asked) => {
        if ((asked.body as { state?: string } | undefined)?.state === 'retry') retry(buildOf(asked));
        return {};
      },
    },
    {
      method: 'GET',
      path: '/{project}/_apis/build/builds/{id}/timeline',
      handle: (asked) => {
        const build = buildOf(asked);
        return { body: { id: build.planId, changeId: build.records.length, records: build.records } };
      },
    },
    {
      method: 'GET',
      path: '/{project}/_apis/build/builds/{id}/logs/{log}',
      handle: (asked) => ({ text: (buildOf(asked).logs.get(Number(asked.params['log'])) ?? []).join('\n') }),
    },
    {
      method: 'GET',
      path: '/{project}/_apis/testresults/resultsummarybybuild',
      preview: true,
      handle: ({ query }) => {
        const build = state.builds.find((each) => each.id === Number(query.get('buildId')));
        const passed = build?.tests.filter((each) => each.passed).length ?? 0;
        const total = build?.tests.length ?? 0;
        return {
          body: {
            aggregatedResultsAnalysis: {
              totalTests: total,
              resultsByOutcome: { Passed: { count: passed }, Failed: { count: total - passed } },
            },
            totalRunsCount: total > 0 ? 1 : 0,
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/{project}/_apis/pipelines/environments',
      handle: ({ query }) =>
        paged(
          state.environments
            .filter(({ name }) => name.startsWith(query.get('name') ?? ''))
            .map(({ id, name }) => ({ id, name })),
          query,
        ),
    },
    {
      method: 'GET',
      path: '/{project}/_apis/pipelines/environments/{id}/environmentdeploymentrecords',
      handle: ({ params, query }) =>
        paged(
          state.deployments
            .filter((each) => each.environment.id === Number(params['id']))
            .map(({ build, stage, result, finishTime }) => ({
              owner: { id: build.id, name: build.buildNumber },
              stageName: stage,
              result,
              finishTime,
              planId: build.planId,
            }))
            .toReversed(),
          query,
        ),
    },
    {
      method: 'GET',
      path: '/{project}/_apis/distributedtask/variablegroups',
      handle: ({ query }) => {
        const wanted = query.get('groupName');
        // The filter is a beginning, also without a star.
        const groups = Object.entries(state.variableGroups).filter(
          ([name]) => wanted === null || name.startsWith(wanted.replace(/\*$/, '')),
        );
        return paged(
          groups.map(([name, variables], at) => ({
            id: at + 1,
            name,
            type: 'Vsts',
            variables: Object.fromEntries(
              Object.entries(variables).map(([key, { value, isSecret }]) => [
                key,
                isSecret ? { value: null, isSecret } : { value },
              ]),
            ),
          })),
          query,
        );
      },
    },
  ];
};
