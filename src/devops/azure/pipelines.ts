// Pipelines and builds of Azure DevOps: which there are, starting one, reading one with its stages, stopping, retrying.
import { z } from 'zod';
import { Fault } from '../../base/errors.ts';
import type { Build, BuildState, Pipeline, Stage } from '../../domain/pipeline.ts';
import type { AzureAddress } from './address.ts';
import { type AzureHttp, gibberish } from './http.ts';

export interface RunRequest {
  readonly pipeline: number;
  /** Full name. */
  readonly refName: string;
  /** The commit that was seen when it was asked for: what is run is that, not the tip at queue time. */
  readonly commit: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface AzurePipelines {
  list(): Promise<readonly Pipeline[]>;
  /** @throws Fault `outcome-unknown` when the answer was lost: look with `since` before asking again */
  run(request: RunRequest, signal?: AbortSignal): Promise<Build>;
  build(id: number, signal?: AbortSignal): Promise<Build>;
  /** Builds of a pipeline that were queued at or after the instant, newest first. */
  since(pipeline: number, at: number, signal?: AbortSignal): Promise<readonly Build[]>;
  latest(pipeline: number): Promise<Build | undefined>;
  stages(build: number, signal?: AbortSignal): Promise<readonly Stage[]>;
  cancel(build: number, signal?: AbortSignal): Promise<void>;
  /** Its failed jobs again, within the same build. */
  retry(build: number, signal?: AbortSignal): Promise<void>;
}

const links = z.object({ web: z.object({ href: z.string() }).optional() }).optional();
const pipelineShape = z.object({ id: z.number(), name: z.string(), _links: links });
const buildShape = z.object({
  id: z.number(),
  buildNumber: z.string(),
  status: z.string(),
  result: z.string().optional(),
  definition: z.object({ id: z.number(), name: z.string() }),
  sourceBranch: z.string().default(''),
  sourceVersion: z.string().default(''),
  requestedFor: z.object({ displayName: z.string() }).optional(),
  queueTime: z.string(),
  startTime: z.string().optional(),
  finishTime: z.string().optional(),
  templateParameters: z.record(z.string(), z.string()).nullish(),
  _links: links,
});
const recordShape = z.object({
  id: z.string(),
  parentId: z.string().nullish(),
  type: z.string(),
  name: z.string(),
  identifier: z.string().nullish(),
  order: z.number().nullish(),
  state: z.string(),
  result: z.string().nullish(),
  startTime: z.string().nullish(),
  finishTime: z.string().nullish(),
  attempt: z.number().nullish(),
  issues: z.array(z.object({ type: z.string(), message: z.string().nullish() })).nullish(),
});
type TimelineRecord = z.infer<typeof recordShape>;

const read = <T>(schema: z.ZodType<T>, value: unknown, where: string): T => {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw gibberish(`${where} ${parsed.error.issues[0]?.path.join('.') ?? ''}`.trim());
  return parsed.data;
};

const MOST_PIPELINES = 2_000;

export const azurePipelines = (http: AzureHttp, { project }: AzureAddress): AzurePipelines => {
  const base = `${encodeURIComponent(project)}/_apis`;
  const builds = async (
    query: Readonly<Record<string, string | number>>,
    limit: number,
    signal?: AbortSignal,
  ): Promise<readonly Build[]> =>
    (
      await http.list(
        {
          path: `${base}/build/builds`,
          query: { queryOrder: 'queueTimeDescending', ...query },
          ...{ attempted: 'look for builds', what: 'its builds', signal },
        },
        limit,
      )
    ).map(readBuild);
  const build = async (id: number, signal?: AbortSignal): Promise<Build> => {
    const { body } = await http.call({
      method: 'GET',
      path: `${base}/build/builds/${id}`,
      ...{ attempted: `read build ${id}`, what: `a build ${id}`, repeatable: true, signal },
    });
    return readBuild(body);
  };
  const change = async (
    id: number,
    about: { query?: { retry: true }; body: unknown },
    attempted: string,
    signal?: AbortSignal,
  ) => {
    await http.call({
      method: 'PATCH',
      path: `${base}/build/builds/${id}`,
      ...about,
      // Asking an ended build to stop, or a running one to go on, changes nothing.
      ...{ attempted, what: `a build ${id}`, repeatable: true, signal },
    });
  };
  return {
    list: async () =>
      (
        await http.list(
          {
            path: `${base}/pipelines`,
            query: { orderBy: 'name asc' },
            attempted: 'list pipelines',
            what: `the project ${project}`,
          },
          MOST_PIPELINES,
        )
      ).map((value) => {
        const { id, name, _links } = read(pipelineShape, value, 'a pipeline');
        return { id, name, ...(_links?.web && { url: _links.web.href }) };
      }),
    run: async ({ pipeline, refName, commit, parameters }, signal) => {
      const { body } = await http.call({
        method: 'POST',
        path: `${base}/pipelines/${pipeline}/runs`,
        body: {
          // Without `self` the service overlooks the ref and runs the default branch.
          resources: { repositories: { self: { refName, version: commit } } },
          templateParameters: parameters,
        },
        attempted: `start pipeline ${pipeline}`,
        what: `a pipeline ${pipeline}`,
        repeatable: false,
        signal,
      });
      return build(read(z.object({ id: z.number() }), body, 'a run').id, signal);
    },
    build,
    since: (pipeline, at, signal) =>
      builds({ definitions: pipeline, minTime: new Date(at).toISOString() }, 50, signal),
    latest: async (pipeline) => (await builds({ definitions: pipeline }, 1))[0],
    stages: async (id, signal) => {
      const { body } = await http.call({
        method: 'GET',
        path: `${base}/build/builds/${id}/timeline`,
        ...{ attempted: `read the stages of build ${id}`, what: `a build ${id}`, repeatable: true, signal },
      });
      const records =
        read(z.object({ records: z.array(recordShape).nullish() }), body, 'a timeline').records ?? [];
      return records
        .filter(({ type }) => type === 'Stage')
        .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
        .map((stage) => stageOf(stage, records));
    },
    cancel: (id, signal) => change(id, { body: { status: 'cancelling' } }, `stop build ${id}`, signal),
    retry: (id, signal) => change(id, { query: { retry: true }, body: {} }, `retry build ${id}`, signal),
  };
};

const isBelow = (record: TimelineRecord, ancestor: string, records: readonly TimelineRecord[]): boolean => {
  for (let parent = record.parentId; parent; ) {
    if (parent === ancestor) return true;
    const up: string = parent;
    parent = records.find(({ id }) => id === up)?.parentId;
  }
  return false;
};

const stageOf = (stage: TimelineRecord, records: readonly TimelineRecord[]): Stage => {
  const inside = records.filter((record) => isBelow(record, stage.id, records));
  const waits = inside.some(({ type, state }) => type.startsWith('Checkpoint') && state !== 'completed');
  const message = inside.flatMap(({ issues }) => issues ?? []).find(({ type }) => type === 'error')?.message;
  return {
    name: stage.identifier ?? stage.name,
    title: stage.name,
    state:
      stage.state === 'completed'
        ? endOf(stage.result)
        : waits
          ? 'waiting'
          : stage.state === 'pending'
            ? 'pending'
            : 'running',
    attempt: stage.attempt ?? 1,
    ...(stage.startTime && { startedAt: Date.parse(stage.startTime) }),
    ...(stage.finishTime && { endedAt: Date.parse(stage.finishTime) }),
    ...(message && stage.result !== 'succeeded' && { message: message.slice(0, 500) }),
  };
};

const endOf = (result: string | null | undefined): Stage['state'] => {
  if (result === 'succeeded' || result === 'succeededWithIssues') return 'passed';
  if (result === 'skipped') return 'skipped';
  return result === 'canceled' || result === 'abandoned' ? 'cancelled' : 'failed';
};

const readBuild = (value: unknown): Build => {
  const parsed = read(buildShape, value, 'a build');
  return {
    id: parsed.id,
    number: parsed.buildNumber,
    pipeline: parsed.definition,
    state: stateOf(parsed.status, parsed.result),
    ref: parsed.sourceBranch.replace(/^refs\/(heads|tags)\//, ''),
    commit: parsed.sourceVersion,
    requester: parsed.requestedFor?.displayName ?? '',
    queuedAt: Date.parse(parsed.queueTime),
    ...(parsed.startTime !== undefined && { startedAt: Date.parse(parsed.startTime) }),
    ...(parsed.finishTime !== undefined && { endedAt: Date.parse(parsed.finishTime) }),
    parameters: parsed.templateParameters ?? {},
    ...(parsed._links?.web && { url: parsed._links.web.href }),
  };
};

const stateOf = (status: string, result: string | undefined): BuildState => {
  if (status === 'notStarted' || status === 'postponed') return 'queued';
  if (status === 'cancelling') return 'stopping';
  if (status !== 'completed') return 'running';
  if (result === 'succeeded') return 'passed';
  if (result === 'partiallySucceeded') return 'passed-with-failures';
  return result === 'canceled' ? 'cancelled' : 'failed';
};

/** @throws Fault `pipeline-not-found` with the nearest names */
export const pipelineNamed = (all: readonly Pipeline[], name: string, near: readonly string[]): Pipeline => {
  const found =
    all.find((each) => each.name === name || String(each.id) === name) ??
    all.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new Fault('pipeline-not-found', {
    changed: 'no',
    facts: { pipeline: name, near: near.join(', ') || '(none)' },
    choices: { argument: 'pipeline', options: near },
  });
};
