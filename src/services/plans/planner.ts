// How plans of one kind of operation are compared and carried out. A kind brings a planner to take part in `--dry-run` and `apply`; for
// its way back, `Playbook.inverse` is enough.
import type { Operation, OperationKind } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import type { Plan, PlanParts } from '../../domain/plan.ts';
import type { Asking } from '../operations/asking.ts';

export interface Planner {
  readonly kind: OperationKind;
  /** What the plan hangs on, as it stands now: read before it is stored and again before it is carried out. */
  parts(input: unknown, requester: Person): Promise<PlanParts>;
  /** Whether this person may carry it out. @throws Fault `not-permitted` and whatever keeps it out */
  permit(plan: Plan, person: Person): Promise<void>;
  /** Whether it waits for a press on Start after it was applied. */
  held(plan: Plan): boolean;
}

export type Started = { readonly operation: Operation; readonly joined: boolean };
export type { Asking };
