// The error catalogue: the only place where error codes are born. The table in docs/errors.md and the failure card read from it.
import { ASKING } from './catalogue/asking.ts';
import { DECISIONS } from './catalogue/decisions.ts';
import { GIT } from './catalogue/git.ts';
import { IDENTITY } from './catalogue/identity.ts';
import { OURSELVES } from './catalogue/ourselves.ts';
import { PIPELINES } from './catalogue/pipelines.ts';
import { RULES } from './catalogue/rules.ts';
import { RUNS } from './catalogue/runs.ts';
import { SHIPPING } from './catalogue/shipping.ts';
import { UPSTREAM } from './catalogue/upstream.ts';

export type { CatalogueEntry, EndingKind } from './catalogue/entry.ts';

export const CATALOGUE = {
  ...ASKING,
  ...RULES,
  ...DECISIONS,
  ...IDENTITY,
  ...GIT,
  ...UPSTREAM,
  ...RUNS,
  ...OURSELVES,
  ...SHIPPING,
  ...PIPELINES,
} as const;

export type ErrorCode = keyof typeof CATALOGUE;
