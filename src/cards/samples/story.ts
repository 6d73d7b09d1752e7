// The small story that all samples tell: a churn model, Alice who works on feature-x, Bob who keeps production. And the texts that a
// card must survive: long, right-to-left, hostile.
import type { Commit } from '../../domain/commit.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Person } from '../../domain/person.ts';
import type { Face } from '../card.ts';

export type Samples = Readonly<Record<string, Face>>;

/** Samples are drawn when somebody looks at them, so a start of brickbot does not pay for them. */
export const samples = (faces: Readonly<Record<string, () => Face>>): Samples => {
  const drawn = new Map<string, Face>();
  const draw = (name: string, face: () => Face): Face => {
    const known = drawn.get(name) ?? face();
    drawn.set(name, known);
    return known;
  };
  return Object.defineProperties(
    {},
    Object.fromEntries(
      Object.entries(faces).map(([name, face]) => [name, { enumerable: true, get: () => draw(name, face) }]),
    ),
  );
};

/** Mon 23 Nov 2026, 14:00 UTC. */
export const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
export const minutes = (amount: number): number => amount * 60_000;

export const LONG =
  'feature/churn-1234-replace-the-gradient-boosting-model-by-a-calibrated-stacked-ensemble-with-monotonic-constraints-and-explanations-for-the-retention-team-in-all-regions-except-the-ones-that-still-run-the-old-pipeline-and-keep-the-old-thresholds-until-the-end-of-the-quarter-as-agreed-with-everybody-concerned-v2';
export const HOSTILE =
  '<at>Everyone</at> **bold** [click](https://example.invalid) <script>alert(1)</script> \u202Egnp.exe {{DATE(2026-01-01)}} `x` # _y_';
export const RIGHT_TO_LEFT = 'תכונה-חדשה';

export const alice: Person = {
  id: 'a11ce000-0000-4000-8000-000000000001',
  name: 'Alice Adler',
  upn: 'alice@example.com',
  tenantId: 'c0ffee00-0000-4000-8000-000000000000',
};
export const bob: Person = { id: 'b0b00000-0000-4000-8000-000000000002', name: 'Bob Brandt' };
export const mallory: Person = { id: 'ffff', name: HOSTILE };
export const dana: Person = { id: 'da9a', name: 'דנה לוי' };

const environment = (name: string, order: number, production: boolean): Environment => ({
  name,
  checkout: `/Workspace/brickbot/${name}/churn`,
  order,
  production,
  host: 'https://adb-1234567890123456.7.azuredatabricks.net',
});
export const staging = environment('staging', 0, false);
export const production = environment('production', 1, true);

const commit = (id: string, subject: string, author: string, ago: number): Commit => ({
  id,
  subject,
  author,
  at: NOW - ago,
});
export const COMMITS = {
  main: commit(
    '88d1f00dc0de4a5b9e7f3c2d1a0b9c8d7e6f5a4b',
    'Weekly retrain on the November snapshot',
    'Bob Brandt',
    minutes(2_900),
  ),
  older: commit(
    '51ab3e7790cc12de34f5a6b7c8d9e0f1a2b3c4d5',
    'Read tenure in months, not in days',
    'Alice Adler',
    minutes(180),
  ),
  feature: commit(
    '4f2a91c07b3d5e6f8091a2b3c4d5e6f708192a3b',
    'Weight recent complaints higher',
    'Alice Adler',
    minutes(35),
  ),
} as const;
