// How a test run came out, in a line: the tally, and each asserted metric with its limit.
import { phrase } from '../base/language.ts';
import type { AssertedMetric, TestReport } from '../domain/test-report.ts';
import { bar, type Element, headline, line, strong, subtle } from './blocks.ts';
import { plainName } from './escape.ts';
import { figure, took } from './words.ts';

/** One asserted metric: value, limit, margin, and a bar where the values lie between 0 and 1. */
export const metricBlock = ({
  name,
  value,
  limit,
  direction = 'higher',
}: AssertedMetric): readonly Element[] => {
  const margin = limit === undefined ? undefined : direction === 'higher' ? value - limit : limit - value;
  const holds = margin === undefined || margin >= 0;
  const unit = value >= 0 && value <= 1 && (limit === undefined || (limit >= 0 && limit <= 1));
  const limits =
    limit === undefined
      ? []
      : [
          subtle(
            `  ${direction === 'higher' ? phrase('limit at least {limit}', { limit: figure(limit) }) : phrase('limit at most {limit}', { limit: figure(limit) })}`,
          ),
          `  ${holds ? phrase('✓ margin {margin}', { margin: figure(Math.abs(margin ?? 0)) }) : phrase('✕ short by {margin}', { margin: figure(Math.abs(margin ?? 0)) })}`,
        ];
  return [
    line([`${plainName(name, 40)}  `, strong(figure(value), holds ? 'Good' : 'Attention'), ...limits]),
    ...(unit ? [bar(value, 1, holds ? 'Good' : 'Attention')] : []),
  ];
};

/** `14 passed in 6:10`, `2 of 14 failed`. */
export const tallyLine = (
  { passed, failed, cases }: TestReport,
  ms: number | undefined,
): readonly Element[] => {
  const total = passed + failed;
  const skipped = cases.filter((one) => one.verdict === 'skipped').length;
  const rest = `${skipped > 0 ? phrase(', {skipped} skipped', { skipped }) : ''}${ms === undefined ? '' : phrase(' in {time}', { time: took(ms) })}`;
  return total === 0
    ? []
    : [
        headline(
          failed > 0
            ? [
                strong(phrase('{failed} of {total} failed', { failed, total }), 'Attention'),
                `${phrase(', {passed} passed', { passed })}${rest}`,
              ]
            : [strong(phrase('{passed} passed', { passed }), 'Good'), rest],
        ),
      ];
};
