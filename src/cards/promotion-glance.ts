// What an approver on a phone reads in ten seconds, before everything else: better or worse by the metric that counts, the gates, and what
// got worse beside it. The whole evidence follows below.
import { phrase } from '../base/language.ts';
import type { Approval } from '../domain/approval.ts';
import { redGates } from '../domain/approval-policy.ts';
import { type Element, line, strong, subtle } from './blocks.ts';
import { verdictLine } from './comparison.ts';
import { plainName } from './escape.ts';
import { count } from './words.ts';

/** Most metrics that are named in the line. */
const MOST_NAMED = 3;

export const glance = (approval: Approval): readonly Element[] => {
  const { evidence, waivers } = approval;
  const worse = evidence.metrics.filter(({ counts, comparison }) => !counts && comparison === 'worse');
  return [
    ...verdictLine(evidence),
    ...(worse.length === 0
      ? []
      : [
          line(
            [
              strong(
                phrase('▼ {metrics} worse', {
                  metrics: worse
                    .slice(0, MOST_NAMED)
                    .map(({ name }) => plainName(name, 24))
                    .join(', '),
                }),
                'Attention',
              ),
              ...(worse.length > MOST_NAMED
                ? [subtle(`  ${phrase('and {count} more', { count: worse.length - MOST_NAMED })}`)]
                : []),
            ],
            'None',
          ),
        ]),
    ...(redGates(approval).length > 0 ? [] : gatesInOne(approval, waivers.length)),
  ];
};

const gatesInOne = ({ evidence: { gates } }: Approval, waived: number): readonly Element[] => {
  const passed = gates.filter(({ state }) => state === 'passed').length;
  const off = gates.filter(({ state }) => state === 'off').length;
  return [
    line(
      [
        strong(phrase('✓ {gates} passed', { gates: count(passed, 'gate') }), 'Good'),
        ...(waived === 0 ? [] : [strong(`  ${phrase('! {count} waived', { count: waived })}`, 'Warning')]),
        ...(off === 0 ? [] : [subtle(`  ${phrase('{count} off', { count: off })}`)]),
      ],
      'None',
    ),
  ];
};
