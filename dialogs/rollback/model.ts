// `rollback model <name>`: asks one approver to bring back who held the alias before.
import { command } from '../../src/commands/command.ts';
import { askedBy, requestAnswer } from '../../src/commands/operation-turns.ts';

export const rollbackModel = command({
  name: 'rollback model',
  also: ['undo model'],
  group: 'Ship',
  summary: 'Brings back the version that held an alias before, after one approval',
  permission: 'promote',
  arguments: {
    model: { kind: 'model', positional: true, required: true },
    target: { kind: 'target', label: 'alias|environment', keywords: ['to', 'as'] },
    because: { kind: 'text', label: 'reason', keywords: ['because'] },
  },
  examples: ['rollback model churn because it scores twice as slowly'],
  run: async ({ values: { model, target, because }, utterance, words, services }) => {
    const { promotions } = await services();
    const request = await promotions.restore({
      ...askedBy(utterance, words),
      model,
      target,
      because,
    });
    return requestAnswer(request);
  },
});
