// A plan: what would be done, stored under a sayable id, with everything it hangs on. It is carried out exactly so or not at all.
import type { OperationKind } from './operation.ts';
import type { Person } from './person.ts';

/** What a plan hangs on: a name and how it stood, both in words. Compared part by part when it is applied. */
export type PlanParts = Readonly<Record<string, string>>;

/** Of a way back: what stands there, what would, and what going back does not undo. */
export interface WayBack {
  /** The operation that is undone; absent when an environment is rolled back. */
  readonly of?: string;
  readonly from: string;
  readonly to: string;
  readonly stays: readonly string[];
  /** A second person must start it. */
  readonly secondPerson: boolean;
}

export interface Plan {
  readonly id: string;
  readonly kind: OperationKind;
  /** Absent for what works on no environment. */
  readonly environment?: string;
  /** The input of the operation that would be started. */
  readonly input: unknown;
  readonly parts: PlanParts;
  readonly way?: WayBack;
  readonly requester: Person;
  /** The command as it was typed. */
  readonly words: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  /** The operation that carried it out. */
  readonly op?: string;
}

/** How long a plan may be applied. */
export const PLAN_MS = 24 * 60 * 60_000;

/** What differs, a sentence each; empty when nothing has moved. */
export const movedParts = (before: PlanParts, now: PlanParts): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((name) => {
    const [was, is] = [before[name] ?? 'nothing', now[name] ?? 'nothing'];
    return was === is ? [] : [`${name}: was ${was}, is ${is} now.`];
  });

/** The two words that an emergency asks for: nobody types them by accident. */
export const emergencyWords = (plan: Pick<Plan, 'environment' | 'id'>): string =>
  `${plan.environment ?? 'production'} ${plan.id}`;
