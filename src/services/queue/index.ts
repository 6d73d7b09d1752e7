// The line in front of an environment: who is at work, who waits, for about how long; and who may jump it.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import { normaliseSayable } from '../../base/ids.ts';
import { personOf } from '../../domain/audit.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import type { Store } from '../../store/index.ts';
import { findOperation, lineOf, publicOperation } from '../../store/operations.ts';
import type { Audit } from '../audit/index.ts';
import type { Environments } from '../environments.ts';
import type { Operations } from '../operations/index.ts';
import { usualTime } from '../operations/usual.ts';
import type { Rights } from '../rights.ts';

export interface InLine {
  readonly op: string;
  readonly operation: Operation;
  /** 0 for the one at work, 1 for the next. */
  readonly position: number;
  /** About how long until it begins, in ms, from what the last ones took; absent before there is history. */
  readonly waitMs?: number;
}

export interface Line {
  /** The one at work first, then those that wait, in the order in which they begin. */
  of(environment: string): Promise<readonly InLine[]>;
  /** About how long an operation still waits, in ms; undefined when it does not wait or nothing is known. */
  waitOf(op: string): Promise<number | undefined>;
  /**
   * Puts a waiting operation in front of the others, with a reason that is written down.
   * @throws Fault `not-permitted`, `not-in-line`, `operation-not-found`
   */
  jump(op: string, person: Person, reason: string): Promise<Operation>;
}

export const lineService = ({
  store,
  clock,
  rights,
  audit,
  environments,
  operations,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly rights: Rights;
  readonly audit: Audit;
  readonly environments: Environments;
  readonly operations: Operations;
}): Line => {
  const of: Line['of'] = async (environment) => {
    const line = await lineOf(store.db, `environment:${environments.named(environment).name}`);
    const found = await Promise.all(line.map((op) => findOperation(store.db, op)));
    const standing = found.filter((each) => each !== undefined);
    const usual =
      standing.length > 1
        ? await usualTime(operations, { kind: 'deploy', input: { environment } })
        : undefined;
    const atWork = standing[0]?.holds === true;
    return standing.map((stored, index) => {
      const position = atWork ? index : index + 1;
      return {
        op: stored.op,
        operation: publicOperation(stored),
        position,
        ...(usual !== undefined && index > 0 && { waitMs: usual * index }),
      };
    });
  };
  return {
    of,
    waitOf: async (op) => {
      const operation = await operations.find(op);
      if (operation?.state !== 'queued') return undefined;
      const { environment } = operation.input as { readonly environment?: string };
      if (environment === undefined) return undefined;
      return (await of(environment)).find((each) => each.op === op)?.waitMs;
    },
    jump: async (typed, person, reason) => {
      const op = normaliseSayable(typed);
      const operation = await operations.get(op);
      const { environment } = operation.input as { readonly environment?: string };
      if (environment === undefined) throw new Fault('not-in-line', { changed: 'no', facts: { op } });
      await rights.require(person, 'jump-queue', environments.named(environment), 'Jumping the queue');
      return operations.jump(op, (trx) =>
        audit.record(
          [
            {
              at: clock.now(),
              kind: 'decided',
              verdict: 'allowed',
              person: personOf(person),
              code: 'queue-jumped',
              op,
              subject: environment,
              effects: { reason },
            },
          ],
          trx,
        ),
      );
    },
  };
};
