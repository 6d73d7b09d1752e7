// From what people say to the subject that events carry: a job by name, id or address, a branch, an experiment, an
// environment.
import { asFault, Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { GitProvider } from '../../devops/git.ts';
import type { Environment } from '../../domain/environment.ts';
import { nearest } from '../../domain/nearest.ts';
import { SUBJECTS, type Subject, type SubjectKind } from '../../domain/subscription.ts';
import type { Environments } from '../environments.ts';
import type { Experiments } from '../experiments/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Models } from '../models/port.ts';
import type { Pipelines } from '../pipelines/index.ts';
import { ANY_BRANCH } from '../pipelines/pulls.ts';

export interface SubjectTools {
  readonly environments: Environments;
  readonly jobs: Pick<Jobs, 'find' | 'names'>;
  readonly experiments: Pick<Experiments, 'find' | 'names'>;
  readonly models: Pick<Models, 'names' | 'show'>;
  readonly pipelines: Pick<Pipelines, 'named' | 'names' | 'watched'>;
  readonly git: Pick<GitProvider, 'branches'>;
  databricks(environment: Environment): Databricks;
  /** Somebody listens to it from now on: whoever looks for its endings is woken. */
  woken(subject: Subject): Promise<void>;
}

const MOST_BRANCHES = 500;

/** Environments of one workspace listen to it under one name: that of the first. */
export const workspaceOf = (environments: Environments, { host, name }: Environment): string =>
  environments.list().find((each) => each.host === host)?.name ?? name;

export const subjectOf = async (
  tools: SubjectTools,
  said: {
    readonly kind: string;
    readonly target: string | undefined;
    readonly environment: string | undefined;
  },
): Promise<Subject> => {
  const word = said.kind.toLowerCase();
  const kind = SUBJECTS.find((each) => each === word || `${each}s` === word);
  const usage = `subscribe ${SUBJECTS.join('|')} <name>`;
  if (!kind)
    throw new Fault('bad-argument', {
      changed: 'no',
      facts: { problem: `“${said.kind.slice(0, 40)}” cannot be subscribed to.`, usage },
      choices: { argument: 'kind', options: [...SUBJECTS] },
    });
  // Pull requests need no name: without a branch, all are meant.
  if (kind === 'pull-request' && said.target === undefined) return ofPulls(tools, ANY_BRANCH);
  if (said.target === undefined)
    throw new Fault('missing-argument', {
      changed: 'no',
      facts: { name: `The name of the ${kind}`, usage },
      choices: { argument: 'target', options: (await namesOf(tools, kind, said.environment)).slice(0, 20) },
    });
  return await READERS[kind](tools, said.target, said.environment);
};

const namesOf = async (
  { jobs, git, environments, experiments, models, pipelines }: SubjectTools,
  kind: SubjectKind,
  environment: string | undefined,
): Promise<readonly string[]> =>
  kind === 'job'
    ? jobs.names(environment)
    : kind === 'branch' || kind === 'pull-request'
      ? git.branches(MOST_BRANCHES)
      : kind === 'experiment'
        ? experiments.names()
        : kind === 'model'
          ? models.names()
          : kind === 'pipeline'
            ? pipelines.names()
            : environments.list().map(({ name }) => name);

/** The choices of another question belong to the argument of this one. */
const renamed = (error: unknown): unknown => {
  const fault = asFault(error);
  const { choices, ...details } = fault.details;
  return choices ? new Fault(fault.code, { ...details, choices: { ...choices, argument: 'target' } }) : fault;
};

const requireBranch = async (git: SubjectTools['git'], branch: string): Promise<void> => {
  const branches = await git.branches(MOST_BRANCHES);
  if (branches.includes(branch)) return;
  throw new Fault('ref-not-found', {
    changed: 'no',
    facts: { ref: branch, repository: 'the repository' },
    choices: { argument: 'target', options: nearest(branch, branches, 3) },
  });
};

/** @throws Fault `pipelines-not-configured` */
const ofPulls = ({ pipelines }: SubjectTools, target: string): Subject => {
  pipelines.watched();
  return { kind: 'pull-request', workspace: '', target, name: target === ANY_BRANCH ? 'any branch' : target };
};

type Reader = (tools: SubjectTools, target: string, environment: string | undefined) => Promise<Subject>;

const READERS: Readonly<Record<SubjectKind, Reader>> = {
  job: async ({ jobs, environments }, target, name) => {
    // People paste the address of the job's page.
    const [, id] = /\/jobs\/(\d+)(?:[/?#]|$)/.exec(target) ?? [];
    const { environment, job } = await jobs.find(name, id ?? target).catch((error: unknown) => {
      throw renamed(error);
    });
    return {
      kind: 'job',
      workspace: workspaceOf(environments, environment),
      target: job.jobId,
      name: job.name,
    };
  },
  branch: async ({ git }, target) => {
    await requireBranch(git, target);
    return { kind: 'branch', workspace: '', target, name: target };
  },
  experiment: async ({ experiments, environments }, target) => {
    const { environment, experiment } = await experiments.find(target).catch((error: unknown) => {
      throw renamed(error);
    });
    return {
      kind: 'experiment',
      workspace: workspaceOf(environments, environment),
      target: experiment.id,
      name: experiment.name.split('/').at(-1) ?? experiment.name,
    };
  },
  model: async ({ models }, target) => {
    const { name } = await models.show(target).catch((error: unknown) => {
      throw renamed(error);
    });
    return { kind: 'model', workspace: '', target: name, name: name.split('.').at(-1) ?? name };
  },
  pipeline: async ({ pipelines }, target) => {
    const { id, name } = await pipelines.named(target).catch((error: unknown) => {
      throw renamed(error);
    });
    return { kind: 'pipeline', workspace: '', target: String(id), name };
  },
  'pull-request': async (tools, target) => {
    await requireBranch(tools.git, target);
    return ofPulls(tools, target);
  },
  environment: async ({ environments }, target) => {
    const { name } = environments.named(target);
    return { kind: 'environment', workspace: '', target: name, name };
  },
};
