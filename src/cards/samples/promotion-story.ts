// The promotion that the samples tell: churn v12, trained by Alice on feature-x, beside v9 that Bob brought.
import type { Approval, Vote } from '../../domain/approval.ts';
import type { Evidence, GateResult, MetricComparison } from '../../domain/evidence.ts';
import { fingerprintOf, fingerprintParts } from '../../domain/fingerprint.ts';
import type { ModelVersion, PromotionTarget } from '../../domain/model.ts';
import type { Operation, Step } from '../../domain/operation.ts';
import type { PromotionInput, PromotionResult } from '../../domain/promotion.ts';
import type { PromotionView } from '../promotion.ts';
import { alice, bob, COMMITS, minutes, NOW } from './story.ts';

export const PROMOTION_TITLES = [
  'Gather the evidence',
  'Wait for the decision',
  'Read everything again',
  'Move champion',
  'Read it back',
  'Tag the version',
];
export const carol = { id: 'ca01', name: 'Carol Chen', upn: 'carol@example.com' };
export const erin = { id: 'e410', name: 'Erin Eriksson', upn: 'erin@example.com' };
export const champion: PromotionTarget = { kind: 'alias', model: 'churn', alias: 'champion' };

const version = (number: string, more: Partial<ModelVersion> = {}): ModelVersion => ({
  model: 'churn',
  version: number,
  status: 'ready',
  aliases: [],
  runId: `${number}f0e1d2c3b4a5968778695a4b3c2d1e0f`.slice(0, 32),
  createdAt: NOW - minutes(30),
  createdBy: 'alice@example.com',
  tags: {},
  ...more,
});

const metric = (
  name: string,
  candidate: number | undefined,
  holder: number | undefined,
  more: Partial<MetricComparison> = {},
): MetricComparison => {
  const delta = candidate === undefined || holder === undefined ? undefined : candidate - holder;
  const lower = more.direction === 'lower';
  return {
    name,
    direction: 'higher',
    ...(candidate !== undefined && { candidate }),
    ...(holder !== undefined && { champion: holder }),
    ...(delta !== undefined && { delta }),
    comparison:
      delta === undefined ? 'incomparable' : delta === 0 ? 'same' : delta > 0 !== lower ? 'better' : 'worse',
    counts: false,
    ...more,
  };
};

export const gate = (
  name: string,
  kind: GateResult['kind'],
  state: GateResult['state'],
  more: Partial<GateResult> & Pick<GateResult, 'title'>,
): GateResult => ({ name, kind, state, sentence: '', owners: ['group:ml-owners'], ...more });

export const GATES: readonly GateResult[] = [
  gate('ready', 'ready', 'passed', { title: 'Version is ready', limit: 'ready', value: 'ready' }),
  gate('absolute:auc', 'absolute', 'passed', { title: 'auc ≥ 0.8', limit: '≥ 0.8', value: '0.8431' }),
  gate('relative', 'relative', 'passed', {
    title: 'auc not worse than the holder',
    limit: 'not worse',
    value: 'better by 0.0119',
  }),
  gate('tests', 'tests', 'passed', {
    title: 'Suite unit green on its commit',
    limit: 'passed',
    value: 'passed',
  }),
  gate('freshness', 'freshness', 'off', { title: 'Data is fresh' }),
  gate('win-rate', 'win-rate', 'off', { title: 'Wins row by row' }),
];

const curve = (from: number, to: number) =>
  Array.from({ length: 13 }, (_, index) => ({
    step: index * 5,
    value: Number((to - (to - from) * Math.exp(-index / 3)).toFixed(4)),
  }));

export const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  target: champion,
  candidate: version('12'),
  champion: { ...version('9', { aliases: ['champion'] }), since: NOW - minutes(12_000), by: bob.name },
  metrics: [
    metric('auc', 0.8431, 0.8312, { counts: true, samples: { candidate: 600, champion: 600 } }),
    metric('accuracy', 0.8017, 0.7983, { samples: { candidate: 600, champion: 600 } }),
    metric('log_loss', 0.4412, 0.4389, { direction: 'lower' }),
  ],
  params: [
    { name: 'learning_rate', candidate: '0.6', champion: '0.8' },
    { name: 'epochs', candidate: '80', champion: '60' },
  ],
  sameParams: 3,
  unfair: [],
  candidateCommit: COMMITS.feature.id,
  championCommit: COMMITS.main.id,
  commits: { ahead: [COMMITS.feature, COMMITS.older], more: 0, behind: 0 },
  gates: GATES,
  makers: { trainer: 'alice@example.com', committer: { name: 'Alice Adler', email: 'alice@example.com' } },
  curves: [
    { side: 'candidate', metric: 'auc', points: curve(0.71, 0.8431) },
    { side: 'champion', metric: 'auc', points: curve(0.7, 0.8312) },
  ],
  missing: [],
  readAt: NOW,
  ...more,
});

/** The first of its name: nothing to compare with. */
export const firstEvidence = (): Evidence => {
  const { champion: _holder, championCommit: _commit, commits: _commits, ...rest } = evidence();
  return {
    ...rest,
    metrics: [metric('auc', 0.8431, undefined, { counts: true }), metric('accuracy', 0.8017, undefined)],
    params: [],
    sameParams: 0,
    curves: rest.curves.slice(0, 1),
    gates: GATES.map((each) =>
      each.kind === 'relative'
        ? { ...each, value: 'no holder', sentence: 'Nothing holds the target yet.' }
        : each,
    ),
  };
};

export const approval = (shown: Evidence, more: Partial<Approval> = {}): Approval => {
  const policy: Approval['policy'] = {
    order: 'any',
    quorum: 2,
    approvers: [],
    owners: ['group:ml-owners'],
    expiresMs: 24 * 60 * minutes(1),
    freezes: [],
  };
  const parts = fingerprintParts(shown, more.policy ?? policy);
  return {
    op: '7K3F',
    target: shown.target,
    requester: alice,
    because: 'recall on cancellations is up, see the review of Monday',
    evidence: shown,
    policy,
    parts,
    fingerprint: fingerprintOf(parts),
    votes: [],
    waivers: [],
    handOvers: [],
    askedAt: NOW,
    expiresAt: NOW + 24 * 60 * minutes(1),
    ...more,
  };
};

export const approve = (person: Vote['person'], after: number, more: Partial<Vote> = {}): Vote => ({
  person,
  verdict: 'approve',
  at: NOW + minutes(after),
  ...more,
});

const step = (index: number, at: number, last: Step['state']): Step => {
  const state = index < at ? 'done' : index === at ? last : 'pending';
  return {
    name: `step-${index}`,
    state,
    attempts: state === 'pending' ? 0 : 1,
    ...(state !== 'pending' && { startedAt: NOW + index * 1_200 }),
    ...((state === 'done' || state === 'failed') && { endedAt: NOW + index * 1_200 + 900 }),
  };
};

export const promotion = (
  more: Partial<Operation<PromotionInput, PromotionResult>> = {},
  at = 1,
): Operation<PromotionInput, PromotionResult> => ({
  op: '7K3F',
  key: 'promotion-sample',
  kind: 'promote',
  state: 'running',
  input: {
    environment: 'staging',
    model: 'churn',
    version: '12',
    target: champion,
    because: 'recall on cancellations is up, see the review of Monday',
  },
  requester: alice,
  place: {
    scope: 'channel',
    conversationId: 'sample',
    serviceUrl: 'https://example.com/',
    channelId: 'msteams',
    botId: 'bot',
  },
  words: 'promote churn v12 to champion because recall on cancellations is up, see the review of Monday',
  startedAt: NOW,
  steps: PROMOTION_TITLES.map((_, index) => step(index, at, more.state === 'failed' ? 'failed' : 'running')),
  revision: 3,
  ...more,
});

export const view = (more: Partial<PromotionView> = {}): PromotionView => ({
  operation: promotion(),
  approval: approval(evidence()),
  titles: PROMOTION_TITLES,
  whoMay: '2 with the role approver',
  url: 'https://adb-1234567890123456.7.azuredatabricks.net/explore/data/models/churn/version/12',
  now: NOW + minutes(3),
  ...more,
});
