// `promote <model> <version> to <target> because …`: asks the approvers, and moves the alias or stage once they have decided.
import { Fault } from '../src/base/errors.ts';
import { promotionCard, promotionSamples, questionCard, reasonCard } from '../src/cards/index.ts';
import { type Answer, faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import { askedBy, requestAnswer } from '../src/commands/operation-turns.ts';
import { type PromotionOperation, pressedApproval, promotionView } from '../src/commands/promotion-turns.ts';
import type { Approval } from '../src/domain/approval.ts';
import { targetWords } from '../src/domain/model.ts';
import type { Operation } from '../src/domain/operation.ts';
import type { Person } from '../src/domain/person.ts';
import type { PromotionInput, PromotionResult } from '../src/domain/promotion.ts';
import type { Services } from '../src/services/index.ts';

/** The card as it stands, with the buttons of whoever looks at it. */
const ownCard = async (
  services: Services,
  {
    operation,
    approval,
    person,
    now,
  }: {
    readonly operation: PromotionOperation;
    readonly approval: Approval;
    readonly person: Person;
    readonly now: number;
  },
): Promise<Answer> => {
  const view = await promotionView(services, operation, approval, now);
  const beholder = await services.promotions.beholder(approval, person);
  return faceAnswer(promotionCard({ ...view, beholder }));
};

export const promote = command({
  name: 'promote',
  group: 'Ship',
  summary: 'Asks the approvers to bring a model version to an alias, a stage or an environment',
  permission: 'promote',
  arguments: {
    model: { kind: 'model', positional: true, required: true },
    version: { kind: 'version', positional: true },
    target: { kind: 'target', label: 'alias|environment', keywords: ['to', 'as'] },
    because: { kind: 'text', label: 'reason', keywords: ['because'] },
  },
  examples: [
    'promote churn v12 to champion because it keeps more customers',
    'promote churn to production because the trial went well',
  ],
  run: async ({ values, utterance, words, services }): Promise<Answer> => {
    const { promotions, models } = await services();
    const { model, version = 'latest', target, because } = values;
    // In a chat the reason is asked for; a pipeline is told.
    if (because === undefined && utterance.place.scope !== 'terminal') {
      const candidate = await models.find(model, version);
      const to = targetWords(models.target(model, target));
      const said = `promote ${model} v${candidate.version} to ${to}`;
      return {
        ...faceAnswer(reasonCard({ title: `Promote ${model} v${candidate.version} to ${to}`, words: said })),
        failure: 'reason-missing',
      } as Answer;
    }
    const request = await promotions.request({
      ...askedBy(utterance, words),
      model,
      version,
      target,
      because,
    });
    return requestAnswer(request);
  },
  presses: {
    details: {
      permission: 'look',
      run: async (turn) => {
        const { operation, approval } = await pressedApproval(turn, 'promote.details');
        const view = await promotionView(await turn.services(), operation, approval, turn.now);
        return faceAnswer(promotionCard({ ...view, detail: 'all' }));
      },
    },
    view: {
      permission: 'look',
      run: async (turn) => {
        const { operation, approval } = await pressedApproval(turn, 'promote.view');
        const { person } = turn.press;
        return ownCard(await turn.services(), { operation, approval, person, now: turn.now });
      },
    },
    question: {
      permission: 'look',
      run: async (turn) => faceAnswer(questionCard(await pressedApproval(turn, 'promote.question'))),
    },
    asked: {
      permission: 'look',
      run: async (turn) => {
        const { operation, approval, because } = await pressedApproval(turn, 'promote.asked');
        if (because === undefined) throw new Fault('press-forged', { changed: 'no' });
        const services = await turn.services();
        const { person, place, id: press } = turn.press;
        await services.promotions.question({ op: approval.op, question: because, person, place, press });
        return ownCard(services, { operation, approval, person, now: turn.now });
      },
    },
  },
  paints: {
    kind: 'promote',
    paint: async (stored, services, now) => {
      const operation = stored as Operation<PromotionInput, PromotionResult>;
      const approval = await services.promotions.find(operation.op);
      return promotionCard(await promotionView(services, operation, approval, now));
    },
  },
  samples: promotionSamples,
});
