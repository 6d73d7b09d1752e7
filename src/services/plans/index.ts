// Plans as a contract: `--dry-run` stores what would be done, `apply` does exactly that or refuses and says what moved.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import { type Ids, normaliseSayable } from '../../base/ids.ts';
import type { OperationKind } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import { movedParts, PLAN_MS, type Plan, type WayBack } from '../../domain/plan.ts';
import type { Store } from '../../store/index.ts';
import { findPlan, insertPlan, planCarriedOut } from '../../store/plans.ts';
import type { Asking } from '../operations/asking.ts';
import type { Operations } from '../operations/index.ts';
import type { Planner, Started } from './planner.ts';

export interface PlanRequest {
  readonly kind: OperationKind;
  readonly input: unknown;
  readonly requester: Person;
  readonly words: string;
  readonly way?: WayBack;
}

export interface Plans {
  /** Stores what would be done. */
  make(request: PlanRequest): Promise<Plan>;
  /** @throws Fault `plan-not-found` */
  get(id: string): Promise<Plan>;
  /** What moved since the plan was made, a sentence each. */
  moved(plan: Plan): Promise<readonly string[]>;
  /**
   * Carries a plan out, once: whoever comes second gets the same operation. `as` changes what is started, for a way back.
   * @throws Fault `plan-not-found`, `plan-expired`, `plan-moved`, `not-permitted`
   */
  apply(
    id: string,
    asking: Asking,
    as?: { readonly input: unknown; readonly requester: Person; readonly held: boolean },
  ): Promise<Started & { readonly plan: Plan; readonly already: boolean }>;
}

const LETTERS = 5;
const MOST_TRIES = 8;

export const plansService = ({
  store,
  clock,
  ids,
  operations,
  planners,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly operations: Operations;
  readonly planners: readonly Planner[];
}): Plans => {
  const plannerOf = (kind: string): Planner | undefined => planners.find((planner) => planner.kind === kind);
  const get: Plans['get'] = async (typed) => {
    const id = normaliseSayable(typed);
    const plan = await findPlan(store.db, id);
    if (!plan) throw new Fault('plan-not-found', { changed: 'no', facts: { plan: id } });
    return plan;
  };
  const moved: Plans['moved'] = async (plan) => {
    const planner = plannerOf(plan.kind);
    return planner ? movedParts(plan.parts, await planner.parts(plan.input, plan.requester)) : [];
  };
  return {
    get,
    moved,
    make: async ({ kind, input, requester, words, way }) => {
      const parts = (await plannerOf(kind)?.parts(input, requester)) ?? {};
      const { environment } = input as { readonly environment?: unknown };
      const now = clock.now();
      for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
        const plan: Plan = {
          id: ids.sayable(LETTERS),
          kind,
          ...(typeof environment === 'string' && { environment }),
          input,
          parts,
          ...(way && { way }),
          requester,
          words,
          madeAt: now,
          expiresAt: now + PLAN_MS,
        };
        if (await insertPlan(store.db, plan)) return plan;
      }
      throw new Fault('internal');
    },
    apply: async (typed, asking, as) => {
      const plan = await get(typed);
      if (plan.op !== undefined)
        return { operation: await operations.get(plan.op), joined: false, plan, already: true };
      const planner = plannerOf(plan.kind);
      if (!as) await planner?.permit(plan, asking.requester);
      const facts = { plan: plan.id, words: plan.words };
      if (plan.expiresAt <= clock.now())
        throw new Fault('plan-expired', { changed: 'no', facts: { ...facts, hours: PLAN_MS / 3_600_000 } });
      const differences = await moved(plan);
      if (differences.length > 0)
        throw new Fault('plan-moved', { changed: 'no', facts: { ...facts, moved: differences.join(' ') } });
      const started = await operations.start({
        ...asking,
        kind: plan.kind,
        input: as?.input ?? plan.input,
        requester: as?.requester ?? asking.requester,
        words: plan.words,
        // One plan is one operation, however often and by whomever it is applied.
        utteranceId: `plan:${plan.id}`,
        heldUntilStart: as ? as.held : (planner?.held(plan) ?? false),
      });
      await planCarriedOut(store.db, plan.id, started.operation.op);
      return { ...started, plan, already: false };
    },
  };
};
