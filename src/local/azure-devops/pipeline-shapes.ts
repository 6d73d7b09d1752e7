// How pipelines, their runs and builds look in answers: one build is both a run of a pipeline and a build of a definition.
import type { Build, Pipeline, State } from './state.ts';

const web = (state: State, build: Build): string =>
  `${state.url}${state.project.name}/_build/results?buildId=${build.id}`;

export const pipelineShape = (state: State, { id, name, folder }: Pipeline): object => ({
  ...{ id, name, folder, revision: 1 },
  url: `${state.url}${state.project.name}/_apis/pipelines/${id}?revision=1`,
  _links: { web: { href: `${state.url}${state.project.name}/_build/definition?definitionId=${id}` } },
});

export const runShape = (state: State, build: Build): object => ({
  id: build.id,
  name: build.buildNumber,
  state:
    build.status === 'completed' ? 'completed' : build.status === 'cancelling' ? 'canceling' : 'inProgress',
  ...(build.result && { result: build.result }),
  createdDate: build.queueTime,
  ...(build.finishTime && { finishedDate: build.finishTime }),
  pipeline: pipelineShape(state, build.pipeline),
  resources: { repositories: { self: { refName: build.sourceBranch, version: build.sourceVersion } } },
  templateParameters: build.templateParameters,
  _links: { web: { href: web(state, build) } },
});

export const buildShape = (state: State, build: Build): object => ({
  id: build.id,
  buildNumber: build.buildNumber,
  status: build.status,
  ...(build.result && { result: build.result }),
  reason: build.reason,
  definition: { id: build.pipeline.id, name: build.pipeline.name },
  project: state.project,
  repository: { id: build.pipeline.repository.id, type: 'TfsGit', name: build.pipeline.repository.name },
  sourceBranch: build.sourceBranch,
  sourceVersion: build.sourceVersion,
  requestedFor: build.requestedFor,
  requestedBy: build.requestedFor,
  queueTime: build.queueTime,
  ...(build.startTime && { startTime: build.startTime }),
  ...(build.finishTime && { finishTime: build.finishTime }),
  templateParameters: build.templateParameters,
  orchestrationPlan: { planId: build.planId },
  tags: [],
  _links: { web: { href: web(state, build) } },
});
