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

export type HookState = 'there' | 'off' | 'missing';

export interface AzureHooks {
  /** What stands there for this address, event by event; an event twice over counts once. */
  look(
    door: Pick<HookDoor, 'url'>,
  ): Promise<readonly { readonly eventType: string; readonly state: HookState }[]>;
  /**
   * Makes what is missing and enables what was disabled; a second call changes nothing.
   * @param renew stores user and password anew in those that are there
   */
  ensure(
    door: HookDoor,
    renew?: boolean,
  ): Promise<
    readonly { readonly eventType: string; readonly did: 'found' | 'made' | 'enabled' | 'renewed' }[]
  >;
}

const shape = z.looseObject({
  id: z.string(),
  eventType: z.string(),
  status: z.string().default('enabled'),
  consumerInputs: z.record(z.string(), z.string().nullish()).default({}),
  publisherInputs: z.record(z.string(), z.string().nullish()).default({}),
});

const ABOUT = { attempted: 'set up service hooks', what: 'its service hooks' };

export const azureHooks = (http: AzureHttp, { project }: AzureAddress): AzureHooks => {
  /** The project's own subscriptions to this address, by event. A project of the same organisation may post there, too. */
  const known = async (url: string) => {
    const answer = await http.call({
      method: 'GET',
      path: `_apis/projects/${encodeURIComponent(project)}`,
      ...{ attempted: 'read the project', what: `a project ${project}`, repeatable: true },
    });
    const read = z.object({ id: z.string() }).safeParse(answer.body);
    if (!read.success) throw gibberish('a project');
    const projectId = read.data.id;
    const listed = (await http.list({ path: '_apis/hooks/subscriptions', ...ABOUT }, 1000)).map((value) => {
      const parsed = shape.safeParse(value);
      if (!parsed.success) throw gibberish('a subscription');
      return parsed.data;
    });
    const ours = listed.filter(
      ({ consumerInputs, publisherInputs }) =>
        consumerInputs['url'] === url && publisherInputs['projectId'] === projectId,
    );
    const of = (eventType: string) => {
      const all = ours.filter((each) => each.eventType === eventType);
      return all.find(({ status }) => isOn(status)) ?? all[0];
    };
    return { projectId, of };
  };
  return {
    look: async ({ url }) => {
      const { of } = await known(url);
      return HOOK_EVENTS.map(({ eventType }) => {
        const found = of(eventType);
        return { eventType, state: found ? (isOn(found.status) ? 'there' : 'off') : 'missing' };
      });
    },
    ensure: async ({ url, user, password }, renew = false) => {
      const { projectId, of } = await known(url);
      const results: { eventType: string; did: 'found' | 'made' | 'enabled' | 'renewed' }[] = [];
      for (const { eventType, publisherId, resourceVersion } of HOOK_EVENTS) {
        const found = of(eventType);
        const on = found !== undefined && isOn(found.status);
        if (on && !renew) {
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
        await (found
          ? http.call({
              method: 'PUT',
              path: `_apis/hooks/subscriptions/${found.id}`,
              body: { ...body, status: 'enabled' },
              ...ABOUT,
              repeatable: true,
            })
          : http.call({
              method: 'POST',
              path: '_apis/hooks/subscriptions',
              body,
              ...ABOUT,
              repeatable: false,
            }));
        results.push({ eventType, did: on ? 'renewed' : found ? 'enabled' : 'made' });
      }
      return results;
    },
  };
};

/** On probation it still posts, and one answer restores it. */
const isOn = (status: string): boolean => status === 'enabled' || status === 'onProbation';
