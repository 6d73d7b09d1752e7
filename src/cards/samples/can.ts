// Samples of the answer whether a deploy may go on.
import { evaluateGates, type GateFacts } from '../../domain/deploy-gates.ts';
import { canCard } from '../can.ts';
import { COMMITS, HOSTILE, LONG, minutes, NOW, production, samples, staging } from './story.ts';

const RULES = {
  after: 'staging',
  suite: 'unit',
  freshForMs: minutes(60),
  freezes: [{ from: NOW - minutes(60), until: NOW + minutes(600), reason: 'end of the quarter' }],
};
const facts = (more: Partial<GateFacts>): GateFacts => ({
  commit: COMMITS.feature.id,
  now: NOW,
  rights: { allowed: true, needs: 'releaser' },
  ...more,
});
const target = { kind: 'branch', name: 'feature-x', commit: COMMITS.feature } as const;
const open = {
  standsBefore: COMMITS.feature.id,
  tests: { verdict: 'passed', at: NOW - minutes(12) },
} as const;

export const canSamples = samples({
  'happy: yes': () =>
    canCard({
      environment: production,
      target,
      gates: evaluateGates({ ...RULES, freezes: [] }, facts(open)),
      now: NOW,
    }),
  'not yet: everything closed': () =>
    canCard({
      environment: production,
      target,
      gates: evaluateGates(
        RULES,
        facts({
          rights: { allowed: false, needs: 'releaser' },
          tests: { verdict: 'failed', at: NOW - minutes(30) },
          mark: { reason: 'reads tenure in months', byName: 'Bob Brandt', accepted: false },
        }),
      ),
      now: NOW,
    }),
  'refused: a deploy that was asked for': () =>
    canCard({
      environment: production,
      target,
      gates: evaluateGates({ ...RULES, freezes: [] }, facts({ standsBefore: COMMITS.main.id })),
      refused: true,
      now: NOW,
    }),
  'it would wait': () =>
    canCard({
      environment: staging,
      target,
      gates: evaluateGates(
        { freezes: [] },
        facts({ lock: { holder: 'Bob Brandt', reason: 'data backfill', until: NOW + minutes(50) } }),
      ),
      line: ['61QZ', '62XA'],
      now: NOW,
    }),
  'let through by an approver': () =>
    canCard({
      environment: production,
      target,
      gates: evaluateGates(RULES, facts({ ...open, override: { by: 'Carol Jensen', reason: 'outage' } })),
      now: NOW,
    }),
  'text from outside': () =>
    canCard({
      environment: staging,
      target: { ...target, name: LONG },
      gates: evaluateGates(
        RULES,
        facts({
          lock: { holder: HOSTILE, reason: HOSTILE, until: NOW + minutes(50) },
          mark: { reason: HOSTILE, byName: HOSTILE, accepted: false },
        }),
      ),
      now: NOW,
    }),
});
