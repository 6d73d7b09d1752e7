// What a stage waits for before it may use an environment: approvals by people, and the Invoke REST API check, which calls a service and
// waits for the event TaskCompleted, or for its time to run out.
import { randomUUID } from 'node:crypto';
import { type Asked, Refusal, type Route } from './kernel.ts';
import {
  type Approval,
  type Build,
  begin,
  type Environment,
  finish,
  newRecord,
  type State,
  type TimelineRecord,
  type WaitingCheck,
} from './state.ts';

/** True when every check of the environment let the stage pass. */
export async function passChecks(
  state: State,
  build: Build,
  stage: string,
  record: TimelineRecord,
  environment: Environment,
): Promise<boolean> {
  if (!environment.approval && !environment.restCheck) return true;
  const point = newRecord(build, {
    type: 'Checkpoint',
    name: 'Checkpoint',
    identifier: `${stage}.checkpoint`,
    parentId: record.id,
  });
  begin(point);
  const waits: Promise<boolean>[] = [];
  if (environment.restCheck) waits.push(callAndWait(state, build, stage, point, environment.restCheck));
  if (environment.approval) waits.push(askAndWait(state, build, stage, point, environment.approval));
  const { signal } = build.stop.current;
  const stopped = new Promise<false>((resolve) =>
    signal.addEventListener('abort', () => resolve(false), { once: true }),
  );
  const passed = (await Promise.race([Promise.all(waits), stopped.then(() => [false])])).every(Boolean);
  for (const each of state.approvals)
    if (each.build === build && each.stage === stage && each.status === 'pending') each.status = 'canceled';
  for (const each of state.checks)
    if (each.build === build && each.stage === stage && each.status === 'running') each.status = 'canceled';
  finish(point, passed ? 'succeeded' : 'failed');
  return passed;
}

async function askAndWait(
  state: State,
  build: Build,
  stage: string,
  point: TimelineRecord,
  settings: NonNullable<Environment['approval']>,
): Promise<boolean> {
  const record = newRecord(build, {
    type: 'Checkpoint.Approval',
    name: 'Approval',
    identifier: `${stage}.approval`,
    parentId: point.id,
  });
  begin(record);
  const now = new Date().toISOString();
  const approval: Approval = {
    id: record.id,
    status: 'pending',
    createdOn: now,
    lastModifiedOn: now,
    instructions: settings.instructions ?? '',
    minRequiredApprovers: settings.minRequiredApprovers ?? 0,
    requesterCannotBeApprover: settings.requesterCannotBeApprover === true,
    build,
    stage,
    steps: settings.approvers.map((assignedApprover) => ({
      assignedApprover,
      status: 'pending',
      comment: '',
      initiatedOn: now,
      lastModifiedOn: now,
    })),
    decided: Promise.withResolvers<boolean>(),
  };
  state.approvals.push(approval);
  state.approvalAsked?.(approval);
  const passed = await approval.decided.promise;
  finish(record, passed ? 'succeeded' : 'failed');
  return passed;
}

async function callAndWait(
  state: State,
  build: Build,
  stage: string,
  point: TimelineRecord,
  settings: NonNullable<Environment['restCheck']>,
): Promise<boolean> {
  const record = newRecord(build, {
    type: 'Checkpoint.TaskCheck',
    name: 'Invoke REST API',
    identifier: `${stage}.check`,
    parentId: point.id,
  });
  begin(record);
  const check: WaitingCheck = {
    planId: randomUUID(),
    jobId: randomUUID(),
    taskInstanceId: randomUUID(),
    timelineId: randomUUID(),
    authToken: randomUUID(),
    build,
    stage,
    status: 'running',
    completions: 0,
    decided: Promise.withResolvers<boolean>(),
  };
  state.checks.push(check);
  state.tokens.set(check.authToken, { id: 'check', displayName: 'Check', uniqueName: 'check@localhost' });
  const { user, password, url } = settings;
  const answer = await fetch(typeof url === 'string' ? url : url(), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(user !== undefined && {
        authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}`,
      }),
      PlanUrl: state.url,
      ProjectId: state.project.id,
      HubName: 'Checks',
      PlanId: check.planId,
      JobId: check.jobId,
      TimelineId: check.timelineId,
      TaskInstanceId: check.taskInstanceId,
      AuthToken: check.authToken,
      BuildId: String(build.id),
      Stage: stage,
    },
    body: JSON.stringify({ buildId: String(build.id), stage, ...settings.body, ...bodyOf(build) }),
    // The service gives a check three seconds to say that it has heard.
    signal: AbortSignal.timeout(3_000),
  }).catch(() => undefined);
  // Whoever did not answer is not asked a second time: the check waits for its time limit, here for the build's end.
  if (answer && !answer.ok)
    record.issues.push({ type: 'error', message: `The check answered ${answer.status}.` });
  if (!answer)
    record.issues.push({ type: 'error', message: 'The check did not answer within three seconds.' });
  const passed = await check.decided.promise;
  state.tokens.delete(check.authToken);
  finish(record, passed ? 'succeeded' : 'failed');
  return passed;
}

/** Variables of the build whose name begins with `Gate.` go into the body, as a template of the check would name them. */
const bodyOf = (build: Build): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...build.templateParameters, ...build.variables }).filter(([name]) =>
      /^(model|version)$/i.test(name),
    ),
  );

export const checkRoutes = (
  state: State,
  emit: (kind: 'approval', approval: Approval) => void,
): readonly Route[] => [
  {
    method: 'POST',
    path: '/{project}/_apis/distributedtask/hubs/{hub}/plans/{planId}/events',
    handle: ({ params, body, headers }) => {
      const event = (body ?? {}) as Readonly<Record<string, string>>;
      const check = state.checks.find((each) => each.planId === params['planId']);
      if (!check || params['hub']?.toLowerCase() !== 'checks')
        throw new Refusal(404, 'TaskOrchestrationPlanNotFoundException', 'No such plan.');
      if (
        !headers.authorization?.includes(check.authToken) &&
        !includesToken(headers.authorization, check.authToken)
      )
        throw new Refusal(403, 'AccessDeniedException', 'This token is not of this plan.');
      if (event['name'] !== 'TaskCompleted') return {};
      if (event['jobId'] !== check.jobId || event['taskId'] !== check.taskInstanceId)
        throw new Refusal(400, 'TaskOrchestrationJobNotFoundException', 'No such job in this plan.');
      if (check.status !== 'running')
        throw new Refusal(400, 'TaskOrchestrationPlanTerminatedException', 'The plan is over.');
      const passed = event['result'] === 'succeeded';
      check.completions += 1;
      check.status = passed ? 'approved' : 'rejected';
      check.decided.resolve(passed);
      return {};
    },
  },
  {
    method: 'GET',
    path: '/{project}/_apis/pipelines/approvals',
    handle: ({ query }) => {
      const ids = query.get('approvalIds')?.split(',');
      const wanted = query.get('state') ?? 'all';
      const value = state.approvals
        .filter((each) => (!ids || ids.includes(each.id)) && (wanted === 'all' || each.status === wanted))
        .map((each) => approvalShape(state, each, query.get('$expand')?.includes('steps') === true));
      return { body: { count: value.length, value } };
    },
  },
  {
    method: 'GET',
    path: '/{project}/_apis/pipelines/approvals/{id}',
    handle: ({ params, query }) => {
      const approval = state.approvals.find((each) => each.id === params['id']);
      if (!approval) throw new Refusal(404, 'ApprovalNotFoundException', 'No such approval.');
      return { body: approvalShape(state, approval, query.get('$expand')?.includes('steps') === true) };
    },
  },
  {
    method: 'PATCH',
    path: '/{project}/_apis/pipelines/approvals',
    handle: (asked) => ({ body: { count: 1, value: decide(state, asked, emit) } }),
  },
];

const includesToken = (header: string | undefined, token: string): boolean =>
  Buffer.from(header?.replace(/^basic /i, '') ?? '', 'base64')
    .toString('utf8')
    .endsWith(`:${token}`);

function decide(
  state: State,
  { body, identity }: Asked,
  emit: (kind: 'approval', approval: Approval) => void,
): object[] {
  if (!Array.isArray(body))
    throw new Refusal(400, 'InvalidRequestException', 'An array of updates is expected.');
  return (body as Readonly<Record<string, string>>[]).map((update) => {
    const approval = state.approvals.find((each) => each.id === update['approvalId']);
    if (!approval) throw new Refusal(404, 'ApprovalNotFoundException', 'No such approval.');
    const status = update['status'];
    if (approval.status !== 'pending' || (status !== 'approved' && status !== 'rejected'))
      throw new Refusal(400, 'ApprovalUpdateException', `The approval is ${approval.status}.`);
    const step = approval.steps.find(
      (each) => each.assignedApprover.id === identity.id && each.status === 'pending',
    );
    if (!step || (approval.requesterCannotBeApprover && approval.build.requestedFor.id === identity.id))
      throw new Refusal(403, 'ApprovalUnauthorizedException', 'You are not an approver of this.');
    const now = new Date().toISOString();
    Object.assign(step, {
      status,
      actualApprover: identity,
      comment: update['comment'] ?? '',
      lastModifiedOn: now,
    });
    approval.lastModifiedOn = now;
    const yes = approval.steps.filter((each) => each.status === 'approved').length;
    const needed = approval.minRequiredApprovers || approval.steps.length;
    if (status === 'rejected' || yes >= needed) {
      approval.status = status;
      approval.decided.resolve(status === 'approved');
      emit('approval', approval);
    }
    return approvalShape(state, approval, true);
  });
}

export const approvalShape = (state: State, approval: Approval, steps: boolean): object => ({
  id: approval.id,
  status: approval.status,
  createdOn: approval.createdOn,
  lastModifiedOn: approval.lastModifiedOn,
  executionOrder: 'anyOrder',
  minRequiredApprovers: approval.minRequiredApprovers,
  blockedApprovers: [],
  instructions: approval.instructions,
  // Without the expansion the list is empty, not absent.
  steps: steps ? approval.steps.map((step, order) => ({ ...step, order: order + 1, history: [] })) : [],
  pipeline: {
    owner: {
      id: approval.build.id,
      name: approval.build.buildNumber,
      _links: {
        web: { href: `${state.url}${state.project.name}/_build/results?buildId=${approval.build.id}` },
      },
    },
    id: String(approval.build.pipeline.id),
    name: approval.build.pipeline.name,
  },
});
