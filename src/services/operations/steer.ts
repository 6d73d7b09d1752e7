// Steering operations by people: stop one, repeat one. Rights depend on what the operation does and on who asked for it.
import { Fault } from '../../base/errors.ts';
import { normaliseSayable } from '../../base/ids.ts';
import type { Environment } from '../../domain/environment.ts';
import { hasEnded, type Operation } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import type { Environments } from '../environments.ts';
import type { Rights } from '../rights.ts';
import type { Asking } from './asking.ts';
import { askingOf } from './asking.ts';
import type { Operations } from './index.ts';

interface Tools {
  readonly operations: Operations;
  readonly environments: Environments;
  readonly rights: Rights;
}

/** Every kind of operation works in one environment; its name stands in the input. */
const where = (operation: Operation, environments: Environments): Environment =>
  environments.named((operation.input as { environment: string }).environment);

/** @throws Fault `already-ended` when there is nothing to stop, `not-permitted` */
export const stopOperation = async (
  { operations, environments, rights }: Tools,
  typed: string,
  person: Person,
): Promise<Operation> => {
  const operation = await operations.get(normaliseSayable(typed));
  // Whoever asked for it may always stop it.
  if (operation.requester.id !== person.id)
    await rights.require(
      person,
      'cancel',
      where(operation, environments),
      `Cancelling operation ${operation.op}`,
    );
  if (hasEnded(operation.state))
    throw new Fault('already-ended', { changed: 'no', facts: { op: operation.op, state: operation.state } });
  return operations.cancel(operation.op, person);
};

/** The same input again, as a new operation linked to the old. @throws Fault `target-busy` while the old one is still at it */
export const repeatOperation = async (
  { operations, environments, rights }: Tools,
  typed: string,
  asking: Asking,
): Promise<{ readonly operation: Operation; readonly joined: boolean }> => {
  const old = await operations.get(normaliseSayable(typed));
  await rights.require(asking.requester, 'rerun', where(old, environments), `Repeating operation ${old.op}`);
  if (!hasEnded(old.state))
    throw new Fault('target-busy', {
      changed: 'no',
      facts: { target: old.words, op: old.op, person: old.requester.name },
    });
  const { back, environment } = old.input as { readonly back?: unknown; readonly environment: string };
  // Its second person and its gates were asked for once, for what stood there then.
  if (back !== undefined)
    throw new Fault('way-back-once', { changed: 'no', facts: { op: old.op, environment } });
  return operations.start({
    kind: old.kind,
    input: old.input,
    ...askingOf(asking),
    rerunOf: old.op,
    // Two presses of one Rerun button are one rerun.
    joinKey: `rerun:${old.op}`,
    heldUntilStart: old.kind === 'deploy' && where(old, environments).production,
  });
};
