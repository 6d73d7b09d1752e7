// A step of the setting up: it looks first, says what it found, and does what is missing or tells how a hand does it. A dry run is the
// same walk without the doing. Every step can be run again: what is there is found and left alone.
import { asFault, type Fault } from '../../base/errors.ts';

/** What a look found. */
export type Look =
  | { readonly kind: 'there'; readonly found: string }
  /** `make` does it and says what stands there now. */
  | {
      readonly kind: 'missing';
      readonly found: string;
      readonly plan: string;
      make(): Promise<string>;
    }
  /** Nothing that brickbot could or should do by itself. */
  | { readonly kind: 'by-hand'; readonly found: string; readonly todo: readonly string[] }
  /** Not asked for by the configuration; says what would ask for it. */
  | { readonly kind: 'left-out'; readonly found: string };

export interface SetupStep {
  /** Unique, for `--json`: `checkout staging`. */
  readonly name: string;
  readonly title: string;
  /** Names of steps without which this one has no sense. */
  readonly needs?: readonly string[];
  /** How a hand does it, for when brickbot may not. */
  readonly hand?: readonly string[];
  look(): Promise<Look>;
}

export type StepState = 'there' | 'planned' | 'done' | 'by-hand' | 'left-out' | 'failed' | 'unknown';

export interface StepReport {
  readonly name: string;
  readonly title: string;
  readonly state: StepState;
  readonly found: string;
  /** What was done, or would be. */
  readonly action?: string;
  /** Lines for a person, in order. */
  readonly todo: readonly string[];
  /** Catalogue code of a failure. */
  readonly code?: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

const UNFIT: readonly StepState[] = ['failed', 'unknown', 'by-hand', 'left-out'];

/**
 * Walks the steps in their order. A step that fails stops those that need it, no other.
 * @param apply false: only looks
 * @param told after each step
 */
export const walkSteps = async (
  steps: readonly SetupStep[],
  { apply, now, told }: { apply: boolean; now(): number; told?: (report: StepReport) => void },
): Promise<readonly StepReport[]> => {
  const reports: StepReport[] = [];
  for (const step of steps) {
    const startedAt = now();
    const missing = reports.find(({ name, state }) => step.needs?.includes(name) && UNFIT.includes(state));
    const outcome = missing
      ? { state: 'left-out' as const, found: `waits for “${missing.title}”`, todo: [] }
      : await take(step, apply);
    const report: StepReport = {
      ...{ name: step.name, title: step.title },
      ...outcome,
      ...{ startedAt, endedAt: now() },
    };
    reports.push(report);
    told?.(report);
  }
  return reports;
};

type Outcome = Pick<StepReport, 'state' | 'found' | 'action' | 'todo' | 'code'>;

const take = async (step: SetupStep, apply: boolean): Promise<Outcome> => {
  let look: Look;
  try {
    look = await step.look();
  } catch (error) {
    return refused(step, asFault(error), 'it could not be looked at');
  }
  const { found } = look;
  switch (look.kind) {
    case 'there':
      return { state: 'there', found, todo: [] };
    case 'left-out':
      return { state: 'left-out', found, todo: [] };
    case 'by-hand':
      return { state: 'by-hand', found, todo: look.todo };
    case 'missing':
      if (!apply) return { state: 'planned', found, action: look.plan, todo: [] };
      try {
        return { state: 'done', found, action: await look.make(), todo: [] };
      } catch (error) {
        return refused(step, asFault(error), found);
      }
  }
};

/** A refusal for want of rights leaves the exact steps for somebody who has them. */
const refused = ({ hand = [] }: SetupStep, fault: Fault, found: string): Outcome => {
  const { code, what, next } = fault;
  if (code === 'outcome-unknown')
    return { state: 'unknown', found, action: what, todo: [next, 'Run setup again: it looks first.'], code };
  if (code === 'upstream-forbidden' && hand.length > 0)
    return { state: 'by-hand', found: `${found}; ${what}`, todo: hand, code };
  return { state: 'failed', found, action: what, todo: [next, ...hand], code };
};
