// The approval policy of a model out of the configuration.
import type { ModelSettings } from '../../base/config/models.ts';
import type { ApprovalPolicy } from '../../domain/approval.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { PromotionInput } from '../../domain/promotion.ts';

const HOUR_MS = 60 * 60_000;

/** The way back needs one approver and no full quorum: it restores what was decided on before. */
export const policyOf = (
  settings: ModelSettings,
  { restores }: Pick<PromotionInput, 'restores'>,
): ApprovalPolicy => {
  const { order, quorum, approvers, expiresHours, freezes } = settings.approvals;
  return {
    order: restores === undefined ? order : 'any',
    quorum: restores === undefined ? quorum : 1,
    approvers,
    owners: settings.owners,
    expiresMs: expiresHours * HOUR_MS,
    freezes:
      restores === undefined
        ? freezes.map(({ from, to, why }) => ({ from: Date.parse(from), to: Date.parse(to), why }))
        : [],
  };
};

/** On the way back only readiness is judged: the version was good enough before, and what replaced it is to go. */
export const gatesFor = (evidence: Evidence, { restores }: Pick<PromotionInput, 'restores'>): Evidence =>
  restores === undefined
    ? evidence
    : {
        ...evidence,
        gates: evidence.gates.map((gate) =>
          gate.kind === 'ready'
            ? gate
            : { ...gate, state: 'off' as const, sentence: 'Not asked on the way back to an earlier holder.' },
        ),
      };
