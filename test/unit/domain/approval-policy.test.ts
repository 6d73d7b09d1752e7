// Who may decide, and what the votes come to: the rules as tables, then thousands of made-up histories in which nobody gets past them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Approval, ApprovalPolicy, Vote } from '../../../src/domain/approval.ts';
import { frozenBy, isMaker, mayVote, redGates, standingOf } from '../../../src/domain/approval-policy.ts';
import { freeSeats, seatFor, spokenSeats, type Voter } from '../../../src/domain/approval-seats.ts';
import type { Evidence, GateResult } from '../../../src/domain/evidence.ts';
import { fingerprintOf, fingerprintParts, moved } from '../../../src/domain/fingerprint.ts';
import type { Role } from '../../../src/domain/roles.ts';

const gate = (state: GateResult['state'], name = 'relative'): GateResult => ({
  name,
  kind: 'relative',
  title: 'Better than the holder',
  state,
  sentence: 'As said.',
  owners: ['owner'],
});
const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  target: { kind: 'alias', model: 'churn', alias: 'champion' },
  candidate: {
    model: 'churn',
    version: '12',
    status: 'ready',
    aliases: [],
    createdAt: 0,
    tags: {},
    runId: 'r12',
  },
  metrics: [],
  params: [],
  sameParams: 0,
  unfair: [],
  gates: [gate('passed')],
  makers: { trainer: 'tina@contoso.com', committer: { name: 'Frida', email: 'frida@contoso.com' } },
  curves: [],
  missing: [],
  readAt: 0,
  candidateCommit: 'a'.repeat(40),
  ...more,
});
const policy = (more: Partial<ApprovalPolicy> = {}): ApprovalPolicy => ({
  order: 'any',
  quorum: 2,
  approvers: [],
  owners: ['owner'],
  expiresMs: 1_000,
  freezes: [],
  ...more,
});
const approval = (more: Partial<Approval> = {}): Approval => {
  const shown = more.evidence ?? evidence();
  const rules = more.policy ?? policy();
  const parts = fingerprintParts(shown, rules);
  return {
    op: '7K3F',
    target: shown.target,
    requester: { id: 'rita', name: 'Rita' },
    because: 'it is better',
    evidence: shown,
    policy: rules,
    parts,
    fingerprint: fingerprintOf(parts),
    votes: [],
    waivers: [],
    handOvers: [],
    askedAt: 0,
    expiresAt: 1_000,
    ...more,
  };
};
const voter = (
  id: string,
  roles: readonly Role[] = ['viewer', 'approver'],
  groups: readonly string[] = [],
): Voter => ({
  person: { id, name: id, upn: `${id}@contoso.com` },
  roles,
  groups,
});
const vote = (id: string, more: Partial<Vote> = {}): Vote => ({
  person: voter(id).person,
  verdict: 'approve',
  at: 1,
  ...more,
});

describe('who may decide', () => {
  const listed = policy({ approvers: ['carol', 'ERIN@contoso.com', 'group:ml-leads'] });
  test.each([
    ['an approver by role', voter('carol'), approval(), 'allow'],
    ['a developer', voter('dora', ['viewer', 'developer']), approval(), 'not-an-approver'],
    ['an admin who is no approver', voter('adam', ['viewer', 'admin']), approval(), 'not-an-approver'],
    ['the requester', voter('rita'), approval(), 'own-request'],
    ['the trainer, by principal name in other case', { ...voter('TINA') }, approval(), 'own-work'],
    ['the last committer, by address', voter('frida'), approval(), 'own-work'],
    ['somebody on the list, by id', voter('carol'), approval({ policy: listed }), 'allow'],
    ['somebody on the list, by principal name', voter('erin'), approval({ policy: listed }), 'allow'],
    [
      'a member of a group on the list',
      voter('gus', ['viewer', 'approver'], ['group:ml-leads']),
      approval({ policy: listed }),
      'allow',
    ],
    [
      'an approver by role who is not on the list',
      voter('otto'),
      approval({ policy: listed }),
      'not-an-approver',
    ],
    [
      'anybody, when it is decided',
      voter('carol'),
      approval({ outcome: { state: 'rejected', at: 1 } }),
      'already-decided',
    ],
    [
      'an approver, while a gate is red',
      voter('carol'),
      approval({ evidence: evidence({ gates: [gate('failed')] }) }),
      'gates-red',
    ],
    [
      'an approver, while a gate is unreadable',
      voter('carol'),
      approval({ evidence: evidence({ gates: [gate('unknown')] }) }),
      'gates-red',
    ],
    [
      'an approver, while a gate is off',
      voter('carol'),
      approval({ evidence: evidence({ gates: [gate('off')] }) }),
      'allow',
    ],
    [
      'an approver, when the red gate is waived',
      voter('carol'),
      approval({
        evidence: evidence({ gates: [gate('failed')] }),
        waivers: [{ gate: 'relative', person: voter('owner').person, because: 'drill', at: 1 }],
      }),
      'allow',
    ],
    [
      'the first of a sequence',
      voter('carol'),
      approval({ policy: policy({ order: 'sequence', approvers: ['carol', 'erin'] }) }),
      'allow',
    ],
    [
      'the second of a sequence before the first',
      voter('erin'),
      approval({ policy: policy({ order: 'sequence', approvers: ['carol', 'erin'] }) }),
      'not-your-turn',
    ],
    [
      'a deputy',
      voter('dora', ['viewer', 'approver']),
      approval({
        policy: listed,
        handOvers: [{ from: voter('carol').person, to: 'dora@contoso.com', at: 1 }],
      }),
      'allow',
    ],
    [
      'a deputy without the role',
      voter('dora', ['viewer', 'developer']),
      approval({
        policy: listed,
        handOvers: [{ from: voter('carol').person, to: 'dora@contoso.com', at: 1 }],
      }),
      'not-an-approver',
    ],
    [
      'whoever gave their say away',
      voter('carol'),
      approval({
        policy: listed,
        handOvers: [{ from: voter('carol').person, to: 'dora@contoso.com', at: 1 }],
      }),
      'not-your-turn',
    ],
    [
      'a second deputy of the same say',
      voter('otto'),
      approval({
        policy: listed,
        handOvers: ['dora', 'otto'].map((to) => ({ from: voter('carol').person, to, at: 1 })),
        votes: [vote('dora', { seat: 'carol' })],
      }),
      'not-an-approver',
    ],
    [
      'somebody who approved already',
      voter('carol'),
      approval({ votes: [vote('carol')] }),
      'already-approved',
    ],
    [
      'an approver, after a rejection',
      voter('carol'),
      approval({ votes: [vote('erin', { verdict: 'reject' })] }),
      'already-decided',
    ],
    ['an approver, after the end', voter('carol'), approval({ expiresAt: 5 }), 'approval-expired'],
    [
      'a deputy who asked for it',
      voter('rita'),
      approval({
        policy: listed,
        handOvers: [{ from: voter('carol').person, to: 'rita@contoso.com', at: 1 }],
      }),
      'own-request',
    ],
  ])('%s: %#', (_who, person, record, expected) => {
    const decision = mayVote(person, record, 'approve', { now: 10 });
    expect(decision.kind === 'allow' ? 'allow' : decision.why).toBe(expected);
  });

  test('the emergency path is for admins alone, and no way around who made it or red gates', () => {
    const path = { now: 10, emergency: true };
    expect(mayVote(voter('adam', ['viewer', 'admin']), approval(), 'approve', path).kind).toBe('allow');
    expect(mayVote(voter('carol'), approval(), 'approve', path)).toEqual({
      kind: 'refuse',
      why: 'not-an-admin',
    });
    expect(mayVote(voter('rita', ['viewer', 'admin']), approval(), 'approve', path)).toEqual({
      kind: 'refuse',
      why: 'own-request',
    });
    const red = approval({ evidence: evidence({ gates: [gate('failed')] }) });
    expect(mayVote(voter('adam', ['viewer', 'admin']), red, 'approve', path)).toEqual({
      kind: 'refuse',
      why: 'gates-red',
    });
  });

  test('who may end it may do so while a gate is red and out of turn', () => {
    const red = approval({
      evidence: evidence({ gates: [gate('failed')] }),
      policy: policy({ order: 'sequence', approvers: ['carol', 'erin'] }),
    });
    expect(mayVote(voter('erin'), red, 'reject', { now: 10 }).kind).toBe('allow');
    expect(mayVote(voter('otto'), red, 'reject', { now: 10 })).toEqual({
      kind: 'refuse',
      why: 'not-an-approver',
    });
  });
});

describe('what votes come to', () => {
  test.each([
    ['nobody has spoken', approval(), 10, 'waiting'],
    ['one of two', approval({ votes: [vote('carol')] }), 10, 'waiting'],
    ['one person twice', approval({ votes: [vote('carol'), vote('carol')] }), 10, 'waiting'],
    ['two of two', approval({ votes: [vote('carol'), vote('erin')] }), 10, 'approved'],
    ['two of two, after the end', approval({ votes: [vote('carol'), vote('erin')] }), 2_000, 'approved'],
    ['one, after the end', approval({ votes: [vote('carol')] }), 2_000, 'expired'],
    [
      'two and a rejection',
      approval({ votes: [vote('carol'), vote('erin'), vote('otto', { verdict: 'reject' })] }),
      10,
      'rejected',
    ],
    ['one admin in an emergency', approval({ votes: [vote('adam', { emergency: true })] }), 10, 'approved'],
    [
      'enough votes and a red gate',
      approval({ votes: [vote('carol'), vote('erin')], evidence: evidence({ gates: [gate('failed')] }) }),
      10,
      'blocked',
    ],
    [
      'all of a list, one seat open',
      approval({
        policy: policy({ order: 'all', approvers: ['carol', 'group:leads'] }),
        votes: [vote('carol', { seat: 'carol' })],
      }),
      10,
      'waiting',
    ],
    [
      'all of a list',
      approval({
        policy: policy({ order: 'all', approvers: ['carol', 'group:leads'] }),
        votes: [vote('carol', { seat: 'carol' }), vote('gus', { seat: 'group:leads' })],
      }),
      10,
      'approved',
    ],
  ])('%s', (_what, record, now, expected) => {
    expect(standingOf(record, now)).toBe(expected);
  });

  test('one say is one, whoever speaks it', () => {
    const handed = approval({
      policy: policy({ approvers: ['carol', 'erin'] }),
      handOvers: [{ from: voter('carol').person, to: 'otto', at: 1, seat: 'carol' }],
    });
    expect(freeSeats(voter('carol'), handed)).toEqual([]);
    expect(freeSeats(voter('otto'), handed)).toEqual(['carol']);
    // Handed on: the say has moved once more.
    const further = {
      ...handed,
      handOvers: [...handed.handOvers, { from: voter('otto').person, to: 'gus', at: 2, seat: 'carol' }],
    };
    expect(freeSeats(voter('otto'), further)).toEqual([]);
    expect(freeSeats(voter('gus'), further)).toEqual(['carol']);
    const spoken = { ...handed, votes: [vote('otto', { seat: 'carol' })] };
    expect(standingOf(spoken, 10)).toBe('waiting');
    expect(standingOf({ ...spoken, votes: [...spoken.votes, vote('erin', { seat: 'erin' })] }, 10)).toBe(
      'approved',
    );
  });

  test('who stands on the list by name leaves the place of the group to others', () => {
    const both = approval({ policy: policy({ order: 'all', approvers: ['group:leads', 'carol'] }) });
    expect(seatFor(voter('carol', ['viewer', 'approver'], ['group:leads']), both)).toBe('carol');
  });

  test('a freeze holds what is approved, except an emergency', () => {
    const frozen = policy({ freezes: [{ from: 0, to: 100, why: 'holidays' }] });
    expect(frozenBy({ policy: frozen, votes: [] }, 50)?.why).toBe('holidays');
    expect(frozenBy({ policy: frozen, votes: [] }, 100)).toBeUndefined();
    expect(frozenBy({ policy: frozen, votes: [vote('adam', { emergency: true })] }, 50)).toBeUndefined();
  });
});

describe('the fingerprint', () => {
  const base = evidence({ champion: { ...evidence().candidate, version: '9' } });
  test.each([
    ['the version', { candidate: { ...base.candidate, version: '13' } }, /version/],
    ['the holder', { champion: { ...base.candidate, version: '10' } }, /holder is v10 now, it was v9/],
    ['the commit', { candidateCommit: 'b'.repeat(40) }, /commit/],
    ['a gate', { gates: [gate('failed')] }, /gate relative is failed now, it was passed/],
  ])('%s moved, and it is said', (_what, change, words) => {
    const [before, now] = [base, evidence({ ...base, ...change })].map((each) =>
      fingerprintParts(each, policy()),
    );
    if (!before || !now) throw new Error('two sides');
    expect(fingerprintOf(now)).not.toBe(fingerprintOf(before));
    expect(moved(before, now)).toEqual([expect.stringMatching(words)]);
  });
  test('the policy is part of it; when it was read and running figures are not', () => {
    const before = fingerprintParts(base, policy());
    expect(moved(before, fingerprintParts(base, policy({ quorum: 1 })))).toEqual([
      'The approval policy was changed.',
    ]);
    const later = { ...base, readAt: 99, gates: base.gates.map((each) => ({ ...each, value: '3 days' })) };
    expect(fingerprintOf(fingerprintParts(later, policy()))).toBe(fingerprintOf(before));
  });
});

describe('made-up histories', () => {
  const PEOPLE = ['rita', 'tina', 'frida', 'carol', 'erin', 'otto', 'gus', 'dora', 'adam'];
  const ROLES: Readonly<Record<string, readonly Role[]>> = {
    dora: ['viewer', 'developer'],
    adam: ['viewer', 'admin'],
  };
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('vote' as const),
        who: fc.constantFrom(...PEOPLE),
        verdict: fc.constantFrom(
          'approve' as const,
          'approve' as const,
          'approve' as const,
          'reject' as const,
        ),
        emergency: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('hand-over' as const),
        from: fc.constantFrom(...PEOPLE),
        to: fc.constantFrom(...PEOPLE),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('move' as const), champion: fc.constantFrom('9', '10') }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('gate' as const),
        state: fc.constantFrom('passed' as const, 'failed' as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
  );
  const policies = fc.record({
    order: fc.constantFrom('any' as const, 'all' as const, 'sequence' as const),
    quorum: fc.integer({ min: 1, max: 4 }),
    approvers: fc.constantFrom(
      [],
      ['carol', 'erin'],
      ['carol', 'erin', 'otto'],
      ['rita', 'carol'],
      ['group:leads', 'carol'],
    ),
  });

  /** Who has a say of their own: on the list or in its group, or an approver by role; makers are let through by no rule. */
  const entitledTo = ({ approvers }: ApprovalPolicy): readonly string[] =>
    PEOPLE.filter((id) =>
      approvers.length === 0
        ? (ROLES[id] ?? ['approver']).includes('approver')
        : approvers.includes(id) || (id === 'gus' && approvers.includes('group:leads')),
    );

  test('never fewer than asked, never by who made it, never on another state, never twice', () => {
    let executions = 0;
    fc.assert(
      fc.property(policies, fc.array(step, { maxLength: 24 }), (rules, steps) => {
        // Each entry has to speak where the order asks it: an empty list asks nobody and is never enough.
        const asked = policy(rules);
        let world = evidence({ champion: { ...evidence().candidate, version: '9' } });
        let record = approval({ policy: asked, evidence: world });
        const legal: { id: string; emergency: boolean }[] = [];
        let executed = 0;
        for (const each of steps) {
          switch (each.kind) {
            case 'vote': {
              const person = voter(each.who, ROLES[each.who], each.who === 'gus' ? ['group:leads'] : []);
              if (
                mayVote(person, record, each.verdict, { now: 10, emergency: each.emergency }).kind ===
                'refuse'
              )
                break;
              const seat = seatFor(person, record);
              record = {
                ...record,
                votes: [
                  ...record.votes,
                  vote(each.who, {
                    verdict: each.verdict,
                    ...(seat !== undefined && { seat }),
                    ...(each.emergency && { emergency: true }),
                  }),
                ],
              };
              if (each.verdict === 'approve') legal.push({ id: each.who, emergency: each.emergency });
              break;
            }
            case 'hand-over': {
              const from = voter(each.from, ROLES[each.from], each.from === 'gus' ? ['group:leads'] : []);
              if (mayVote(from, record, 'reject', { now: 10 }).kind === 'refuse') break;
              const [seat] = freeSeats(from, record);
              if (seat === undefined) break;
              record = {
                ...record,
                handOvers: [...record.handOvers, { from: from.person, to: each.to, at: 1, seat }],
              };
              break;
            }
            case 'move':
              world = { ...world, champion: { ...world.candidate, version: each.champion } };
              break;
            case 'gate':
              world = { ...world, gates: [gate(each.state)] };
              break;
            case 'look': {
              if (record.outcome || standingOf(record, 10) !== 'approved') break;
              const fresh = fingerprintParts(world, asked);
              const state = moved(record.parts, fresh).length > 0 ? 'moved' : 'approved';
              record = { ...record, outcome: { state, at: 10 } };
              if (state !== 'approved') break;
              executed += 1;
              executions += 1;
              const people = new Set(legal.map(({ id }) => id));
              const alone = legal.some(({ emergency }) => emergency);
              const needed = asked.order === 'any' ? asked.quorum : asked.approvers.length;
              if (!alone) expect(people.size).toBeGreaterThanOrEqual(needed);
              // Hand-overs move what a person may say and never add to it: every say that counted began with somebody who is asked.
              const says = [...spokenSeats(record.votes)];
              const entitled = asked.order === 'any' ? entitledTo(asked) : asked.approvers;
              if (!alone) {
                expect(says.length).toBeGreaterThanOrEqual(needed);
                expect(says.filter((say) => !entitled.includes(say))).toEqual([]);
              }
              for (const maker of ['rita', 'tina', 'frida']) expect(people.has(maker)).toBe(false);
              if (alone) expect(people.has('adam')).toBe(true);
              expect(fingerprintOf(fresh)).toBe(record.fingerprint);
              expect(redGates({ ...record, evidence: world })).toEqual([]);
            }
          }
        }
        expect(executed).toBeLessThanOrEqual(1);
      }),
      { numRuns: 12_000 },
    );
    // Histories that never come to an execution would prove nothing.
    expect(executions).toBeGreaterThan(300);
  });

  test('makers are found under every name they go by', () => {
    const { makers } = evidence();
    expect(isMaker({ id: 'x', name: 'FRIDA' }, makers)).toBe(true);
    expect(isMaker({ id: 'x', name: 'Y', upn: 'Tina@Contoso.com' }, makers)).toBe(true);
    expect(isMaker({ id: 'x', name: 'Y' }, makers)).toBe(false);
  });
});
