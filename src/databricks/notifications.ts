// Who is told when jobs end: notification destinations of the workspace (`/api/2.0/notification-destinations`), and the webhooks of one
// job. What a destination holds never comes back, its address neither, so that one is known by its name.
import { z } from 'zod';
import type { DatabricksHttp } from './http.ts';
import type { JobsCaller } from './jobs-version.ts';
import { bareId } from './json.ts';
import { shaped, text } from './shapes.ts';

export interface WebhookAddress {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** Events of a job that are of use to whoever tells of its runs. */
export const JOB_EVENTS = ['on_start', 'on_success', 'on_failure'] as const;
export type JobEvent = (typeof JOB_EVENTS)[number];

export interface NotificationsApi {
  /** Ids of destinations of exactly this name. */
  named(name: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Needs an administrator of the workspace. @returns the id */
  create(name: string, address: WebhookAddress, signal?: AbortSignal): Promise<string>;
  update(destination: string, address: WebhookAddress, signal?: AbortSignal): Promise<void>;
  /** Ids of the destinations that a job tells, by event. */
  ofJob(jobId: string, signal?: AbortSignal): Promise<Readonly<Record<JobEvent, readonly string[]>>>;
  /** Adds the destination to the job's webhooks; the others stay. Needs the right to manage the job. */
  tell(jobId: string, destination: string, signal?: AbortSignal): Promise<void>;
}

const PATH = '/api/2.0/notification-destinations';
const pageShape = z.object({
  results: z.array(z.object({ id: z.string(), display_name: text })).nullish(),
  next_page_token: text,
});
const hooksShape = z.record(z.string(), z.array(z.looseObject({ id: z.string() })).nullish());
const jobShape = z.object({ settings: z.object({ webhook_notifications: hooksShape.nullish() }).nullish() });
/** The platform takes so many destinations an event. */
const MOST_AN_EVENT = 3;
const MOST_PAGES = 50;

const configOf = ({ url, user, password }: WebhookAddress) => ({
  generic_webhook: { url, username: user, password },
});

export const notifications = (http: DatabricksHttp, call: JobsCaller): NotificationsApi => {
  const hooksOf = async (jobId: string, signal?: AbortSignal): Promise<z.output<typeof hooksShape>> =>
    shaped(
      jobShape,
      await call('get', {
        method: 'GET',
        family: 'jobs',
        query: { job_id: jobId },
        attempted: `read whom job ${jobId} tells`,
        what: `the job ${jobId}`,
        repeatable: true,
        signal,
      }),
      'jobs/get',
    ).settings?.webhook_notifications ?? {};
  return {
    named: async (name, signal) => {
      const found: string[] = [];
      let token: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer = shaped(
          pageShape,
          await http.call({
            method: 'GET',
            path: PATH,
            family: 'other',
            query: { page_size: 100, page_token: token },
            attempted: 'list notification destinations',
            repeatable: true,
            signal,
          }),
          'notification-destinations/list',
        );
        for (const each of answer.results ?? []) if (each.display_name === name) found.push(each.id);
        token = answer.next_page_token;
        if (token === undefined) break;
      }
      return found;
    },
    create: async (name, address, signal) =>
      shaped(
        z.object({ id: z.string() }),
        await http.call({
          method: 'POST',
          path: PATH,
          family: 'other',
          body: { display_name: name, config: configOf(address) },
          attempted: `create the notification destination ${name}`,
          repeatable: false,
          signal,
        }),
        'notification-destinations/create',
      ).id,
    update: async (destination, address, signal) => {
      await http.call({
        method: 'PATCH',
        path: `${PATH}/${encodeURIComponent(destination)}`,
        family: 'other',
        body: { config: configOf(address) },
        attempted: 'store the password of a notification destination anew',
        repeatable: true,
        signal,
      });
    },
    ofJob: async (jobId, signal) => {
      const hooks = await hooksOf(jobId, signal);
      const idsOf = (event: JobEvent) => (hooks[event] ?? []).map((each) => each.id);
      return {
        on_start: idsOf('on_start'),
        on_success: idsOf('on_success'),
        on_failure: idsOf('on_failure'),
      };
    },
    tell: async (jobId, destination, signal) => {
      const hooks = await hooksOf(jobId, signal);
      const changed = JOB_EVENTS.filter((event) => {
        const listed = hooks[event] ?? [];
        return listed.length < MOST_AN_EVENT && !listed.some((each) => each.id === destination);
      });
      if (changed.length === 0) return;
      await call('update', {
        method: 'POST',
        family: 'jobs',
        body: {
          job_id: bareId(jobId),
          // The field is replaced as a whole: what is there goes with it.
          new_settings: {
            webhook_notifications: {
              ...hooks,
              ...Object.fromEntries(
                changed.map((event) => [event, [...(hooks[event] ?? []), { id: destination }]]),
              ),
            },
          },
        },
        attempted: `let job ${jobId} tell of its runs`,
        what: `the job ${jobId}`,
        repeatable: true,
        signal,
      });
    },
  };
};
