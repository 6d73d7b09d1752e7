// Service hook subscriptions: found by their address and event, made when they are missing, switched on again when they went off.
import { z } from 'zod';
import type { AzureAddress } from './address.ts';
import { type AzureHttp, gibberish } from './http.ts';

export const HOOK_EVENTS = [
  {
    eventType: 'ms.vss-pipelines.run-state-changed-event',
    publisherId: 'pipelines',
    resourceVersion: '5.1-preview.1',
  },
  {
    eventType: 'ms.vss-pipelines.stage-state-changed-event',
    publisherId: 'pipelines',
    resourceVersion: '5.1-preview.1',
  },
  {
    eventType: 'ms.vss-pipelinechecks-events.approval-pending',
    publisherId: 'pipelines',
    resourceVersion: '5.1-preview.1',
  },
  {
    eventType: 'ms.vss-pipelinechecks-events.approval-completed',
    publisherId: 'pipelines',
    resourceVersion: '5.1-preview.1',
  },
  { eventType: 'git.pullrequest.created', publisherId: 'tfs', resourceVersion: '1.0' },
  { eventType: 'git.pullrequest.updated', publisherId: 'tfs', resourceVersion: '1.0' },
  { eventType: 'git.pullrequest.merged', publisherId: 'tfs', resourceVersion: '1.0' },
] as const;

export interface HookDoor {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

export interface AzureHooks {
  /** Makes what is missing and enables what was disabled; a second call changes nothing. */
  ensure(
    door: HookDoor,
  ): Promise<readonly { readonly eventType: string; readonly did: 'found' | 'made' | 'enabled' }[]>;
}

const shape = z.looseObject({
  id: z.string(),
  eventType: z.string(),
  status: z.string().default('enabled'),
  consumerInputs: z.record(z.string(), z.string()).default({}),
});

export const azureHooks = (http: AzureHttp, { project }: AzureAddress): AzureHooks => ({
  ensure: async ({ url, user, password }) => {
    const about = { attempted: 'set up service hooks', what: 'its service hooks' };
    const projectAnswer = await http.call({
      method: 'GET',
      path: `_apis/projects/${encodeURIComponent(project)}`,
      ...{ attempted: 'read the project', what: `a project ${project}`, repeatable: true },
    });
    const { id: projectId } = z.object({ id: z.string() }).parse(projectAnswer.body);
    const listed = (await http.list({ path: '_apis/hooks/subscriptions', ...about }, 1000)).map((value) => {
      const parsed = shape.safeParse(value);
      if (!parsed.success) throw gibberish('a subscription');
      return parsed.data;
    });
    const results: { eventType: string; did: 'found' | 'made' | 'enabled' }[] = [];
    for (const { eventType, publisherId, resourceVersion } of HOOK_EVENTS) {
      const known = listed.find((each) => each.eventType === eventType && each.consumerInputs['url'] === url);
      if (known?.status === 'enabled') {
        results.push({ eventType, did: 'found' });
        continue;
      }
      const body = {
        ...{ publisherId, eventType, resourceVersion },
        consumerId: 'webHooks',
        consumerActionId: 'httpRequest',
        publisherInputs: { projectId },
        consumerInputs: {
          url,
          basicAuthUsername: user,
          basicAuthPassword: password,
          // What is said is read back, so as little as possible is sent.
          resourceDetailsToSend: 'minimal',
          messagesToSend: 'none',
          detailedMessagesToSend: 'none',
        },
      };
      await (known
        ? http.call({
            method: 'PUT',
            path: `_apis/hooks/subscriptions/${known.id}`,
            body: { ...body, status: 'enabled' },
            ...about,
            repeatable: true,
          })
        : http.call({
            method: 'POST',
            path: '_apis/hooks/subscriptions',
            body,
            ...about,
            repeatable: false,
          }));
      results.push({ eventType, did: known ? 'enabled' : 'made' });
    }
    return results;
  },
});
