// `run tests`: an isolated checkout of a commit, a suite run on Databricks, one card with the verdict.
import { freshCard, testsCard, testsSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';
import { askedBy, requestAnswer } from '../../src/commands/operation-turns.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { TestInput, TestReport } from '../../src/domain/test-report.ts';
import { runSeen } from '../../src/services/jobs/follow.ts';
import { expectedFor } from '../../src/services/operations/usual.ts';

export const runTests = command({
  name: 'run tests',
  also: ['test', 'run test'],
  group: 'Test',
  summary: 'Runs a test suite on an isolated checkout of a commit',
  permission: 'run-tests',
  arguments: {
    ref: { kind: 'ref', label: 'branch|tag', positional: true, keywords: ['on', 'for', 'of'] },
    environment: { kind: 'environment', keywords: ['in'] },
    suite: { kind: 'suite', keywords: ['suite'] },
    fresh: { kind: 'flag', keywords: ['fresh'] },
  },
  examples: ['run tests', 'run tests on feature-x', 'run tests on feature-x suite integration'],
  run: async ({ values, utterance, words, services, now }) => {
    const { tests } = await services();
    const answer = await tests.request({ ...values, ...askedBy(utterance, words) }, now);
    if (answer.kind === 'started')
      return requestAnswer(answer, 'Joined operation {op}, which already tests this commit.');
    return faceAnswer(
      freshCard({ operation: answer.operation, ref: answer.target.name, now }),
      answer.operation.result,
    );
  },
  presses: {
    on: {
      permission: 'run-tests',
      run: async ({ press, services, now }) => {
        const { tests } = await services();
        const { ref, environment, suite, fresh } = press.data;
        const given = (value: unknown): string | undefined =>
          typeof value === 'string' && value !== '' ? value : undefined;
        const words = ['run tests', given(ref) && `on ${given(ref)}`, given(suite) && `suite ${given(suite)}`]
          .filter(Boolean)
          .join(' ');
        const answer = await tests.request(
          {
            ref: given(ref),
            environment: given(environment),
            suite: given(suite),
            fresh: fresh === true,
            ...askedBy(press, words),
          },
          now,
        );
        return answer.kind === 'started'
          ? { kind: 'operation', op: answer.operation.op }
          : {
              ...faceAnswer(freshCard({ operation: answer.operation, ref: answer.target.name, now })),
              asPost: true,
            };
      },
    },
  },
  paints: {
    kind: 'tests',
    paint: async (stored, services, now) => {
      const operation = stored as Operation<TestInput, TestReport>;
      const run = runSeen(operation);
      return testsCard({
        operation,
        tasks: run?.tasks ?? [],
        ...(run?.url !== undefined && { runUrl: run.url }),
        ...(await expectedFor(services.operations, operation)),
        now,
      });
    },
  },
  samples: testsSamples,
});
