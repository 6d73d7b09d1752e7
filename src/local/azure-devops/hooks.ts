// Service hooks: subscriptions, and posts to them that really go out, with the repeats that the real service makes.
import { randomUUID } from 'node:crypto';
import { approvalShape } from './checks.ts';
import { pullShape } from './git-shapes.ts';
import { Refusal, type Route } from './kernel.ts';
import { runShape } from './pipeline-shapes.ts';
import type { Approval, Build, PullRequest, State, Subscription, TimelineRecord } from './state.ts';

export interface Hooks {
  readonly routes: readonly Route[];
  /** Every post so far: where to, which event, with which answer. */
  readonly sent: { readonly eventType: string; readonly status: number; readonly body: object }[];
  run(build: Build): void;
  build(build: Build): void;
  stage(build: Build, record: TimelineRecord): void;
  approval(kind: 'approval-pending' | 'approval-completed', approval: Approval): void;
  pull(kind: 'created' | 'updated' | 'merged', pull: PullRequest): void;
  /** Posts that are under way. */
  settled(): Promise<void>;
}

/** Answers after which the same event is sent again. */
const PASSING = [408, 502, 503, 504];

export function createHooks(state: State, pauses: readonly number[] = [1_000, 2_000, 4_000]): Hooks {
  const sent: Hooks['sent'] = [];
  const under = new Set<Promise<void>>();
  let counter = 0;

  const post = async (subscription: Subscription, eventType: string, body: object): Promise<void> => {
    const { url, basicAuthUsername: user, basicAuthPassword: password } = subscription.consumerInputs;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await fetch(url ?? '', {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          ...(user !== undefined && {
            authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}`,
          }),
        },
        body: JSON.stringify(body),
      }).catch(() => undefined);
      const status = answer?.status ?? 504;
      sent.push({ eventType, status, body });
      if (status === 410) subscription.status = 'disabledBySystem';
      const pause = pauses[attempt];
      if (!PASSING.includes(status) || pause === undefined) {
        if (status >= 300 && status !== 410) subscription.status = 'onProbation';
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, pause).unref());
    }
  };

  const tell = (
    publisherId: string,
    eventType: string,
    resource: object,
    fits: (subscription: Subscription) => boolean,
  ): void => {
    for (const subscription of state.subscriptions) {
      if (
        subscription.eventType !== eventType ||
        subscription.status === 'disabledBySystem' ||
        !fits(subscription)
      )
        continue;
      counter += 1;
      const going = post(subscription, eventType, {
        ...{
          subscriptionId: subscription.id,
          notificationId: counter,
          id: randomUUID(),
          eventType,
          publisherId,
        },
        message: null,
        detailedMessage: null,
        resource,
        resourceVersion: subscription.resourceVersion,
        resourceContainers: {
          collection: { id: 'c' },
          account: { id: 'a' },
          project: { id: state.project.id },
        },
        createdDate: new Date().toISOString(),
      }).finally(() => under.delete(going));
      under.add(going);
    }
  };
  const ofPipeline = (build: Build) => (subscription: Subscription) => {
    const { PipelineId: wanted, pipelineId } = subscription.publisherInputs;
    const id = wanted ?? pipelineId;
    return id === undefined || id === '' || Number(id) === build.pipeline.id;
  };
  const pipelineRef = (build: Build) => ({
    id: build.pipeline.id,
    revision: 1,
    name: build.pipeline.name,
    folder: build.pipeline.folder,
  });

  return {
    sent,
    settled: async () => {
      while (under.size > 0) await Promise.all(under);
    },
    run: (build) =>
      tell(
        'pipelines',
        'ms.vss-pipelines.run-state-changed-event',
        { run: runShape(state, build), pipeline: pipelineRef(build) },
        ofPipeline(build),
      ),
    build: (build) =>
      tell(
        'tfs',
        'build.complete',
        {
          id: build.id,
          uri: `vstfs:///Build/Build/${build.id}`,
          buildNumber: build.buildNumber,
          // In the oldest form the result stands in `status`.
          status: build.result,
          definition: { id: build.pipeline.id, name: build.pipeline.name },
          sourceGetVersion: `LG:${build.sourceBranch}:${build.sourceVersion}`,
        },
        ({ publisherInputs: { definitionName } }) =>
          definitionName === undefined || definitionName === '' || definitionName === build.pipeline.name,
      ),
    stage: (build, record) =>
      tell(
        'pipelines',
        'ms.vss-pipelines.stage-state-changed-event',
        {
          stage: {
            id: record.id,
            name: record.identifier,
            displayName: record.name,
            state: record.state === 'pending' ? 'waiting' : record.state,
            result: record.result,
          },
          run: runShape(state, build),
          pipeline: pipelineRef(build),
        },
        ofPipeline(build),
      ),
    approval: (kind, approval) =>
      tell(
        'pipelines',
        `ms.vss-pipelinechecks-events.${kind}`,
        // As in the documented sample, the run is not told: who is interested reads the approval.
        {
          approval: approvalShape(state, approval, true),
          projectId: state.project.id,
          pipeline: null,
          stage: null,
          run: null,
          id: 0,
          stageName: approval.stage,
          attemptId: 1,
        },
        ofPipeline(approval.build),
      ),
    pull: (kind, pull) => tell('tfs', `git.pullrequest.${kind}`, pullShape(state, pull), () => true),
    routes: [
      {
        method: 'GET',
        path: '/_apis/hooks/subscriptions',
        handle: ({ query }) => {
          const type = query.get('eventType');
          const value = state.subscriptions
            .filter((each) => type === null || each.eventType === type)
            .map(shape);
          return { body: { count: value.length, value } };
        },
      },
      {
        method: 'POST',
        path: '/_apis/hooks/subscriptions',
        handle: ({ body }) => {
          const given = body as Omit<Subscription, 'id' | 'status'> & { consumerId?: string };
          if (
            given.consumerId !== 'webHooks' ||
            !given.publisherInputs['projectId'] ||
            !URL.canParse(given.consumerInputs['url'] ?? '')
          )
            throw new Refusal(
              400,
              'SubscriptionInputException',
              'The inputs of the subscription are not valid.',
            );
          const made: Subscription = { ...given, id: randomUUID(), status: 'enabled' };
          state.subscriptions.push(made);
          return { body: shape(made) };
        },
      },
      {
        method: 'PUT',
        path: '/_apis/hooks/subscriptions/{id}',
        handle: ({ params, body }) => {
          const found = state.subscriptions.find((each) => each.id === params['id']);
          if (!found) throw new Refusal(404, 'SubscriptionNotFoundException', 'No such subscription.');
          Object.assign(found, body, { id: found.id });
          return { body: shape(found) };
        },
      },
      {
        method: 'DELETE',
        path: '/_apis/hooks/subscriptions/{id}',
        handle: ({ params }) => {
          const at = state.subscriptions.findIndex((each) => each.id === params['id']);
          if (at >= 0) state.subscriptions.splice(at, 1);
          return {};
        },
      },
    ],
  };
}

/** The password is never read back. */
const shape = (subscription: Subscription): object => ({
  ...subscription,
  consumerId: 'webHooks',
  consumerActionId: 'httpRequest',
  consumerInputs: {
    ...subscription.consumerInputs,
    ...('basicAuthPassword' in subscription.consumerInputs && { basicAuthPassword: '********' }),
  },
});
