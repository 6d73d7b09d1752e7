// How pull requests and statuses look in answers, and what a status must have to be taken.
import { type Asked, Refusal } from './kernel.ts';
import type { PullRequest, State } from './state.ts';

type Body = Readonly<Record<string, unknown>>;

const STATES = ['notSet', 'pending', 'succeeded', 'failed', 'error', 'notApplicable', 'partiallySucceeded'];

export function statusOf({ body, identity }: Asked, id: number): object {
  const { state, context, description, targetUrl } = (body ?? {}) as Body;
  if (!STATES.includes(String(state)) || typeof (context as Body | undefined)?.['name'] !== 'string')
    throw new Refusal(400, 'InvalidArgumentValueException', 'A state and a context with a name are needed.');
  return {
    id,
    state,
    description,
    targetUrl,
    context,
    createdBy: identity,
    creationDate: new Date().toISOString(),
  };
}

export const pullShape = (state: State, pull: PullRequest): object => ({
  pullRequestId: pull.pullRequestId,
  repository: { id: pull.repository.id, name: pull.repository.name, project: state.project },
  status: pull.status,
  createdBy: pull.createdBy,
  creationDate: pull.creationDate,
  title: pull.title,
  sourceRefName: pull.sourceRefName,
  targetRefName: pull.targetRefName,
  mergeStatus: pull.mergeStatus,
  isDraft: false,
  lastMergeSourceCommit: { commitId: pull.sourceCommit },
  ...(pull.mergeCommit !== undefined && { lastMergeCommit: { commitId: pull.mergeCommit } }),
  reviewers: [],
});
