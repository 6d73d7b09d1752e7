// What an approval hangs on, as one digest, and in words what moved when two of them differ.
import { createHash } from 'node:crypto';
import type { ApprovalPolicy, FingerprintParts } from './approval.ts';
import { shortCommit } from './commit.ts';
import type { Evidence } from './evidence.ts';

/** Keys in the order of the alphabet, so that equal things have one text. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

const digest = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex').slice(0, 16);

/** The parts. Times and running figures are left out: they change while nothing has moved. */
export const fingerprintParts = (evidence: Evidence, policy: ApprovalPolicy): FingerprintParts => ({
  version: `${evidence.candidate.model} v${evidence.candidate.version} (run ${evidence.candidate.runId ?? 'none'})`,
  champion: evidence.champion ? `v${evidence.champion.version}` : 'nothing',
  commit: evidence.candidateCommit ?? 'unknown',
  gates: Object.fromEntries(
    evidence.gates.map(({ name, state, limit }) => [
      name,
      limit === undefined ? state : `${state} (${limit})`,
    ]),
  ),
  policy: digest({ ...policy, freezes: [] }),
});

export const fingerprintOf = (parts: FingerprintParts): string => digest(parts);

/** What differs, a sentence each; empty when nothing has moved. */
export const moved = (before: FingerprintParts, now: FingerprintParts): readonly string[] => {
  const told: string[] = [];
  if (before.version !== now.version)
    told.push(`The version is ${now.version} now, it was ${before.version}.`);
  if (before.champion !== now.champion)
    told.push(`The holder is ${now.champion} now, it was ${before.champion} when this was asked.`);
  if (before.commit !== now.commit)
    told.push(`The commit is ${shortCommit(now.commit)} now, it was ${shortCommit(before.commit)}.`);
  for (const gate of new Set([...Object.keys(before.gates), ...Object.keys(now.gates)])) {
    const [was, is] = [before.gates[gate] ?? 'absent', now.gates[gate] ?? 'absent'];
    if (was !== is) told.push(`The gate ${gate} is ${is} now, it was ${was}.`);
  }
  if (before.policy !== now.policy) told.push('The approval policy was changed.');
  return told;
};
