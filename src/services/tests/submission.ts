// What is handed to Databricks for a suite: a one-time run of a notebook, or a run of an existing job.
import type { ConfigFile } from '../../base/config/schema.ts';
import { Fault } from '../../base/errors.ts';
import type { SubmitRequest } from '../../databricks/jobs.ts';
import { shortCommit } from '../../domain/commit.ts';
import type { Operation } from '../../domain/operation.ts';
import type { TestInput } from '../../domain/test-report.ts';

export type Suite = ConfigFile['tests'][string];

/** @throws Fault `suite-not-found` with the names that exist */
export const suiteNamed = (tests: ConfigFile['tests'], name: string): Suite => {
  const found = tests[name];
  if (!found)
    throw new Fault('suite-not-found', {
      changed: 'no',
      facts: { suite: name, known: Object.keys(tests).join(', ') },
    });
  return found;
};

export type Submission =
  | { readonly kind: 'notebook'; readonly request: SubmitRequest }
  | {
      readonly kind: 'job';
      readonly job: string;
      readonly request: {
        readonly parameters: Readonly<Record<string, string>>;
        readonly idempotencyToken: string;
      };
    };

/** Parameters that every test run gets, so that what it logs can be found again by commit and by operation. */
const standardParameters = (operation: Operation<TestInput>): Record<string, string> => ({
  brickbot_op: operation.op,
  brickbot_commit: operation.input.commit.id,
  brickbot_branch: operation.input.ref,
  brickbot_requester: operation.requester.name,
});

export const submission = (request: {
  readonly operation: Operation<TestInput>;
  readonly suite: Suite;
  /** Root of the temporary checkout; absent where Databricks fetches the commit itself. */
  readonly root: string | undefined;
  readonly repositoryUrl: string;
  readonly repositoryProvider: string;
  readonly token: string;
}): Submission => {
  const { operation, suite, root } = request;
  const parameters = { ...standardParameters(operation), ...suite.parameters };
  if (suite.job !== undefined)
    return { kind: 'job', job: suite.job, request: { parameters, idempotencyToken: request.token } };
  const notebook = suite.notebook ?? '';
  const fromGit = root === undefined;
  return {
    kind: 'notebook',
    request: {
      runName: `brickbot ${operation.op}: ${operation.input.suite} on ${operation.input.ref} ${shortCommit(operation.input.commit.id)}`,
      idempotencyToken: request.token,
      timeoutSeconds: Math.round(suite.timeLimitMinutes * 60),
      ...(fromGit && {
        gitSource: {
          url: request.repositoryUrl,
          provider: request.repositoryProvider,
          commit: operation.input.commit.id,
        },
      }),
      tasks: [
        {
          taskKey: operation.input.suite,
          notebook: {
            path: fromGit ? notebook : `${root}/${notebook}`,
            source: fromGit ? 'GIT' : 'WORKSPACE',
            parameters,
          },
          ...(suite.cluster !== undefined && { existingClusterId: suite.cluster }),
        },
      ],
    },
  };
};
