// Tests: which suite on which commit, whether it is green already, and the operation that runs it.
import type { ConfigFile } from '../../base/config/schema.ts';
import { Fault } from '../../base/errors.ts';
import type { GitProvider } from '../../devops/git.ts';
import type { ResolvedRef } from '../../domain/commit.ts';
import type { Operation } from '../../domain/operation.ts';
import type { TestInput, TestReport } from '../../domain/test-report.ts';
import type { DeploymentLedger } from '../deployments/index.ts';
import type { Environments } from '../environments.ts';
import { type Asking, askingOf } from '../operations/asking.ts';
import type { Operations } from '../operations/index.ts';
import type { Rights } from '../rights.ts';
import { type Suite, suiteNamed } from './submission.ts';

export interface TestRequest extends Asking {
  /** Branch or tag; absent: what stands in the environment. */
  readonly ref: string | undefined;
  readonly environment: string | undefined;
  readonly suite: string | undefined;
  /** Run although the same commit is green already. */
  readonly fresh: boolean;
}

export type TestAnswer =
  | { readonly kind: 'started'; readonly operation: Operation; readonly joined: boolean }
  /** The same commit and suite were green a short while ago: nothing was started. */
  | {
      readonly kind: 'green';
      readonly operation: Operation<TestInput, TestReport>;
      readonly target: ResolvedRef;
    };

export interface Tests {
  suites(): readonly string[];
  suite(name: string): Suite;
  request(request: TestRequest, now: number): Promise<TestAnswer>;
}

export const testsService = (tools: {
  readonly config: Pick<ConfigFile, 'tests' | 'defaults'>;
  readonly git: GitProvider;
  readonly environments: Environments;
  readonly rights: Rights;
  readonly operations: Operations;
  readonly ledger: DeploymentLedger;
}): Tests => {
  const names = Object.keys(tools.config.tests);
  const suite = (name: string): Suite => suiteNamed(tools.config.tests, name);

  const recent = async (name: string): Promise<readonly Operation<TestInput, TestReport>[]> => {
    const operations = (await tools.operations.list({ kind: 'tests', limit: 50 })) as readonly Operation<
      TestInput,
      TestReport
    >[];
    return operations.filter((operation) => operation.input.suite === name);
  };

  /** The ref that was named, else what stands in the environment, else a question. */
  const targetOf = async (request: TestRequest, environment: string): Promise<ResolvedRef> => {
    if (request.ref !== undefined) return tools.git.resolve(request.ref);
    const standing = await tools.ledger.latest(environment);
    if (!standing)
      throw new Fault('missing-argument', {
        changed: 'no',
        facts: { name: 'The branch', usage: 'run tests on <branch>' },
      });
    return tools.git.resolve(standing.ref);
  };

  return {
    suites: () => names,
    suite,
    request: async (request, now) => {
      const name = request.suite ?? tools.config.defaults.suite;
      const chosen = suite(name);
      const environment = tools.environments.choose(request.environment ?? chosen.environment);
      await tools.rights.require(
        request.requester,
        'run-tests',
        environment,
        `Running tests in ${environment.name}`,
      );
      const target = await targetOf(request, environment.name);
      if (!request.fresh) {
        const since = now - chosen.freshForMinutes * 60_000;
        const green = (await recent(name)).find(
          (operation) =>
            operation.state === 'done' &&
            operation.input.commit.id === target.commit.id &&
            (operation.endedAt ?? 0) >= since,
        );
        if (green) return { kind: 'green', operation: green, target };
      }
      const input: TestInput = {
        environment: environment.name,
        ref: target.name,
        refKind: target.kind,
        commit: target.commit,
        suite: name,
      };
      const started = await tools.operations.start({
        kind: 'tests',
        input,
        ...askingOf(request),
        joinKey: `tests:${environment.name}:${name}:${target.commit.id}`,
      });
      return { kind: 'started', ...started };
    },
  };
};
