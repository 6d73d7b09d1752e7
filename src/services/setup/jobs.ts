// Jobs of setting up: those that the configuration names are found or made, and each tells brickbot of its runs.
import type { Databricks } from '../../databricks/client.ts';
import type { WebhookAddress } from '../../databricks/notifications.ts';
import type { Look, SetupStep } from './step.ts';
import type { SetupWorkspace } from './workspace.ts';

/** Where Databricks reaches brickbot, or the sentence that says what is missing for it. */
export type Door = { readonly address: WebhookAddress } | { readonly missing: string };

export interface JobDeclared {
  /** Full path of the notebook in the workspace. */
  readonly notebook: string;
  readonly cluster: string | undefined;
  readonly timeLimitMinutes: number;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface JobNamed {
  /** Name, or id, as the configuration has it. */
  readonly name: string;
  /** Name of the environment, for the line that a person may have to write. */
  readonly environment: string;
  /** Absent: only named, by a test suite. */
  readonly declared: JobDeclared | undefined;
}

/** Known by its name, as nothing else of a destination is told: the address of the bot is a part of it. */
export const destinationName = (url: string): string => `brickbot ${new URL(url).host}`;

export const destinationStep = (
  { host, databricks }: SetupWorkspace,
  door: Door,
  renew: boolean,
): SetupStep => ({
  name: `destination ${host}`,
  title: `Notification destination in ${host}`,
  needs: [`workspace ${host}`],
  hand:
    'address' in door
      ? [
          'An administrator of the workspace, in Settings › Notifications › Notification destinations › Add: kind Webhook,',
          `name ${destinationName(door.address.url)}, URL ${door.address.url}, user and password as in BRICKBOT_WEBHOOK_USER and BRICKBOT_WEBHOOK_PASSWORD.`,
        ]
      : [],
  look: async () => {
    if ('missing' in door) return { kind: 'left-out', found: door.missing };
    const { address } = door;
    const name = destinationName(address.url);
    const [found] = await databricks.notifications.named(name);
    if (found !== undefined && !renew) return { kind: 'there', found: name };
    if (found !== undefined)
      return {
        kind: 'missing',
        found: name,
        plan: 'store its address and password anew',
        make: async () => {
          await databricks.notifications.update(found, address);
          return 'stored its address and password anew';
        },
      };
    return {
      kind: 'missing',
      found: `no ${name}`,
      plan: `create ${name} for ${address.url}`,
      make: async () => {
        await databricks.notifications.create(name, address);
        return `created ${name} for ${address.url}`;
      },
    };
  },
});

export const jobStep = (
  { host, databricks }: SetupWorkspace,
  { name, environment, declared }: JobNamed,
): SetupStep => ({
  name: `job ${name}`,
  title: `Job ${name}`,
  needs: [`workspace ${host}`],
  hand: [`Somebody who may create jobs in ${host} makes a job called ${name}.`],
  look: async (): Promise<Look> => {
    const found = await jobsNamed(databricks, name);
    if (found.length > 1)
      return {
        kind: 'by-hand',
        found: `${found.length} jobs have this name: ${found.join(', ')}`,
        todo: ['Rename all but one, or write the id in place of the name.'],
      };
    if (found[0] !== undefined) return { kind: 'there', found: `job ${found[0]}` };
    if (!declared)
      return {
        kind: 'by-hand',
        found: `no job ${name} in ${host}`,
        todo: [
          'Make it in Databricks, or declare it, and setup makes it:',
          `  jobs: { ${name}: { notebook: <path in the repository>, environment: ${environment} } }`,
        ],
      };
    return {
      kind: 'missing',
      found: `no job ${name} in ${host}`,
      plan: `create it for ${declared.notebook}`,
      make: async () =>
        `created job ${await databricks.jobs.create({
          ...{ name, notebook: declared.notebook, parameters: declared.parameters },
          timeoutSeconds: Math.round(declared.timeLimitMinutes * 60),
          ...(declared.cluster !== undefined && { existingClusterId: declared.cluster }),
        })} for ${declared.notebook}`,
    };
  },
});

export const jobTellsStep = (
  { host, databricks }: SetupWorkspace,
  { name }: JobNamed,
  door: Door,
): SetupStep => ({
  name: `job ${name} tells`,
  title: `Job ${name} tells of its runs`,
  needs: [`destination ${host}`, `job ${name}`],
  hand:
    'address' in door
      ? [
          `Somebody who may manage the job adds the destination ${destinationName(door.address.url)} under Job notifications, for start, success and failure.`,
        ]
      : [],
  look: async () => {
    if ('missing' in door) return { kind: 'left-out', found: door.missing };
    const wanted = destinationName(door.address.url);
    const [[destination], [job]] = await Promise.all([
      databricks.notifications.named(wanted),
      jobsNamed(databricks, name),
    ]);
    const tell = {
      kind: 'missing' as const,
      plan: `let it tell ${wanted} of its runs`,
      make: async () => {
        const [[into], [id]] = await Promise.all([
          databricks.notifications.named(wanted),
          jobsNamed(databricks, name),
        ]);
        if (into !== undefined && id !== undefined) await databricks.notifications.tell(id, into);
        return `it tells ${wanted} of its runs`;
      },
    };
    if (destination === undefined || job === undefined) return { ...tell, found: 'not yet' };
    const told = await databricks.notifications.ofJob(job);
    const silent = Object.entries(told).filter(([, ids]) => !ids.includes(destination));
    if (silent.length === 0) return { kind: 'there', found: `it tells ${wanted}` };
    const full = silent.filter(([, ids]) => ids.length >= 3).map(([event]) => event);
    if (full.length > 0)
      return {
        kind: 'by-hand',
        found: `it tells three destinations already: ${full.join(', ')}`,
        todo: ['Databricks takes three destinations an event. Take one away and run setup again.'],
      };
    return { ...tell, found: `it does not tell ${wanted}: ${silent.map(([event]) => event).join(', ')}` };
  },
});

/** Ids of the jobs that are meant: by id, where it is one. */
const jobsNamed = async ({ jobs }: Databricks, name: string): Promise<readonly string[]> =>
  /^\d+$/.test(name) ? [(await jobs.get(name)).jobId] : (await jobs.byName(name)).map(({ jobId }) => jobId);
