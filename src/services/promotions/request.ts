// Asking for a promotion: what is meant is found first, so that slips are answered at once; the rest is an operation.
import { Fault } from '../../base/errors.ts';
import { type PromotionTarget, targetKey, targetName, targetWords } from '../../domain/model.ts';
import type { PromotionInput } from '../../domain/promotion.ts';
import { movesOf } from '../../store/alias-ledger.ts';
import { type Asking, askingOf } from '../operations/asking.ts';
import type { PromotionRequest, PromotionsTools, RestoreRequest } from './port.ts';

type Tools = Pick<PromotionsTools, 'models' | 'rights' | 'operations' | 'store'>;

export const requestPromotion = async (tools: Tools, request: PromotionRequest) => {
  const { models } = tools;
  const target = models.target(request.model, request.target);
  await permitted(tools, request, target);
  const candidate = await models.find(request.model, request.version);
  const words = `promote ${request.model} v${candidate.version} to ${targetWords(target)}`;
  if (request.because === undefined || request.because.trim() === '')
    throw reasonMissing('A promotion', words);
  if (target.kind !== 'copy' && (await models.registry(request.model).holder(target)) === candidate.version)
    throw new Fault('already-holds', {
      changed: 'no',
      facts: { model: candidate.model, version: candidate.version, target: targetName(target) },
    });
  return begin(tools, request, {
    environment: models.home(request.model),
    model: request.model,
    version: candidate.version,
    target,
    because: request.because.trim(),
  });
};

export const requestRestore = async (tools: Tools, request: RestoreRequest) => {
  const { models, store } = tools;
  const target = models.target(request.model, request.target);
  await permitted(tools, request, target);
  const holder = await models.registry(request.model).holder(target);
  const moves = (await movesOf(store.db, target.model, 100)).filter(
    (move) => move.target === targetName(target),
  );
  // The newest move that brought what is there says what was there before.
  const back = moves.find((move) => move.to === holder && move.from !== null && move.from !== holder)?.from;
  if (back === undefined || back === null || holder === undefined)
    throw new Fault('nothing-to-restore', {
      changed: 'no',
      facts: { model: request.model, target: targetName(target) },
    });
  if (request.because === undefined || request.because.trim() === '')
    throw reasonMissing('A rollback', `rollback model ${request.model}`);
  return begin(tools, request, {
    environment: models.home(request.model),
    model: request.model,
    version: (await models.find(target.model, back)).version,
    target: target.kind === 'copy' ? { kind: 'alias', model: target.model, alias: target.alias } : target,
    because: request.because.trim(),
    restores: moves.find((move) => move.to === holder)?.op ?? `v${holder}`,
  });
};

const begin = (tools: Tools, request: Asking, input: PromotionInput) =>
  tools.operations.start({
    kind: 'promote',
    input,
    ...askingOf(request),
    // The same version to the same place is one request, whoever says it.
    joinKey: `promote:${targetKey(input.target)}:${input.version}`,
  });

const permitted = async (
  { rights }: Tools,
  { requester, model }: Asking & { readonly model: string },
  target: PromotionTarget,
): Promise<void> =>
  rights.require(requester, 'promote', { production: false, model }, `Promoting to ${targetName(target)}`);

export const reasonMissing = (what: string, words: string): Fault =>
  new Fault('reason-missing', {
    changed: 'no',
    facts: { what, usage: `${words} because it beats the champion` },
  });
