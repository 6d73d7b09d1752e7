// Steering operations by people: stop one, repeat one. Rights depend on what the operation does and on who asked for it.
import { createHash } from 'node:crypto';
import { Fault } from '../../base/errors.ts';
import { normaliseSayable } from '../../base/ids.ts';
import type { Environment } from '../../domain/environment.ts';
import { hasEnded, type Operation } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import type { PipelineInput } from '../../domain/pipeline.ts';
import type { JobInput } from '../../domain/run.ts';
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

/**
 * The same input again, as a new operation linked to the old.
 * @param changes parameters that take the place of the old ones of that name, or join them
 * @throws Fault `target-busy` while the old one is still at it, `rerun-as-it-was` where there are no parameters to change
 */
export const repeatOperation = async (
  { operations, environments, rights }: Tools,
  typed: string,
  asking: Asking,
  changes: Readonly<Record<string, string>> = {},
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
    input: changedInput(old, changes),
    ...askingOf(asking),
    rerunOf: old.op,
    // Two presses of one Rerun button are one rerun; other parameters are another run.
    joinKey: `rerun:${old.op}${digestOf(changes)}`,
    heldUntilStart: old.kind === 'deploy' && where(old, environments).production,
  });
};

/** The same for the same parameters in any order; short, as the database keeps an index of it. Empty for none. */
const digestOf = (parameters: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(parameters).map((pair) => JSON.stringify(pair));
  return pairs.length === 0 ? '' : `:${createHash('sha256').update(pairs.sort().join()).digest('base64url')}`;
};

/** Kinds that take parameters; the failed part of a run or build is repeated as it was. */
const takesParameters = ({ kind, input }: Operation): boolean =>
  kind === 'job' || (kind === 'pipeline' && (input as PipelineInput).retries === undefined);

const changedInput = (old: Operation, changes: Readonly<Record<string, string>>): unknown => {
  // What an earlier repetition changed is no news in this one.
  const { before: _before, ...input } = old.input as JobInput | PipelineInput;
  if (Object.keys(changes).length === 0) return input;
  if (!takesParameters(old))
    throw new Fault('rerun-as-it-was', { changed: 'no', facts: { op: old.op, words: old.words } });
  const { parameters } = input;
  const changed = Object.keys(changes).filter((name) => parameters[name] !== changes[name]);
  return {
    ...input,
    parameters: { ...parameters, ...changes },
    ...(changed.length > 0 && {
      before: Object.fromEntries(changed.map((name) => [name, parameters[name] ?? null])),
    }),
  };
};
